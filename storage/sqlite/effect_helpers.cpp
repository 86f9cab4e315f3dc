#include "storage/sqlite/account.hpp"
#include "storage/sqlite/desk.hpp"

namespace haatline::storage {
namespace {

// Both are behind that phone while it is said; a leave that stands is not given twice.
constexpr Sql kAllow{
    "helper.allow",
    "INSERT INTO person_helper (person, helper, lang, channel, evidence, from_at) SELECT ?1, ?2, "
    "?4, ?5, ?6, ?7 WHERE ?1 <> ?2 AND (SELECT count(*) FROM person_phone WHERE phone = ?3 AND "
    "person IN (?1, ?2) AND until_at IS NULL) = 2 ON CONFLICT DO NOTHING"};
constexpr Sql kStop{"helper.stop", "UPDATE person_helper SET until_at = ?3 WHERE person = ?1 AND "
                                   "helper = ?2 AND until_at IS NULL"};

// Nobody who shares no phone with her any more: coming together again is a new leave.
constexpr Sql kPart{
    "helper.part",
    "UPDATE person_helper SET until_at = ?2 WHERE id IN (SELECT id FROM person_helper WHERE person "
    "= ?1 AND until_at IS NULL UNION ALL SELECT id FROM person_helper WHERE helper = ?1 AND "
    "until_at IS NULL) AND NOT EXISTS (SELECT 1 FROM person_phone a CROSS JOIN person_phone b ON "
    "b.phone = a.phone AND b.person = person_helper.helper AND b.until_at IS NULL WHERE a.person = "
    "person_helper.person AND a.until_at IS NULL)"};

} // namespace

Result<void> part_helpers(Act& act, std::int64_t person) {
    return done(change(act.sql, kPart, person, act.now()));
}

Result<void> helper_allow(Act& act, Values const& with) {
    auto const person = acting_person(act, "helper.allow");
    if (!person) return fail(person.error());
    return done(change(act.sql, kAllow, *person, number_in(with, "aide"), number_in(with, "line"),
                       act.caller.language, act.caller.channel, act.caller.session, act.now()));
}

Result<void> helper_stop(Act& act, Values const& with) {
    auto const person = acting_person(act, "helper.stop");
    if (!person) return fail(person.error());
    return done(change(act.sql, kStop, *person, number_in(with, "aide"), act.now()));
}

} // namespace haatline::storage
