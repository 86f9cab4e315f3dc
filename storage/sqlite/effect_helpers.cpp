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

} // namespace

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
