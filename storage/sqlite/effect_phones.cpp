#include "cluster/allowance.hpp"
#include "cluster/line.hpp"
#include "cluster/reference.hpp"
#include "cluster/tidings.hpp"
#include "storage/sqlite/account.hpp"
#include "storage/sqlite/desk.hpp"
#include "storage/sqlite/notify.hpp"

namespace haatline::storage {
namespace {

// Nobody else's phone is asked before a secret number guards the account on it.
constexpr Sql kAsk{
    "phone.ask",
    "INSERT INTO phone_ask (serial, person, from_phone, phone, relation, asked_at, expires_at) "
    "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7 WHERE ?5 = 'own' OR EXISTS (SELECT 1 FROM person WHERE id = "
    "?2 AND secret <> '') ON CONFLICT (serial) DO NOTHING"};
constexpr Sql kTakeBack{"phone.take_back",
                        "UPDATE phone_ask SET state = 'taken_back', answered_at = ?3 WHERE serial "
                        "= ?1 AND person = ?2 AND state = 'asked'"};
// Only the phone that was asked answers, and only while the question stands.
constexpr Sql kAnswer{"phone.answer",
                      "UPDATE phone_ask SET state = ?3, answered_at = ?4 WHERE serial = ?1 AND "
                      "phone = ?2 AND state = 'asked' AND expires_at > ?4"};
constexpr Sql kJoin{"phone.join",
                    "INSERT INTO person_phone (phone, person, relation, from_at) SELECT phone, "
                    "person, relation, ?2 FROM phone_ask WHERE serial = ?1 ON CONFLICT (phone, "
                    "person) DO UPDATE SET relation = excluded.relation, from_at = "
                    "excluded.from_at, label = '', names_ok = 0, until_at = NULL, ended_why = '' "
                    "WHERE until_at IS NOT NULL"};
constexpr Sql kSeen{"phone.asked_seen",
                    "INSERT INTO phone (e164, lang, first_seen) VALUES (?1, ?2, ?3) "
                    "ON CONFLICT DO NOTHING"};
constexpr Sql kDrop{"phone.drop",
                    "UPDATE person_phone SET until_at = ?3, ended_why = 'left' WHERE phone = ?2 "
                    "AND person = ?1 AND "
                    "until_at IS NULL AND EXISTS (SELECT 1 FROM person_phone o WHERE o.person = ?1 "
                    "AND o.phone <> ?2 AND o.relation = 'own' AND o.until_at IS NULL)"};

} // namespace

Result<void> phone_ask(Act& act, Values const& with) {
    auto const person = acting_person(act, "phone.ask");
    if (!person) return fail(person.error());
    auto const serial = reference_serial(with.get("ref"));
    if (!serial)
        return fail(Errc::internal, "phone.ask came without the reference it was promised");
    auto const number = number_in(with, "new_phone");
    if (number == 0 || !lines::is_relation(with.get("relation")))
        return fail(Errc::bad_request,
                    "phone.ask: the flow sets no number of an `entry: phone`, or a relation that "
                    "is not known");
    auto const until = (act.caller.now + callers::phone_ask_open_for).time_since_epoch().count();
    auto const done = change(act.sql, kAsk, *serial, *person, act.phone(), number,
                             with.get("relation"), act.now(), until);
    if (!done) return fail(done.error());
    if (*done == 0) return {};
    return notify_phone(act, static_cast<std::uint64_t>(number), tidings::phone,
                        {{"tail", lines::tail(act.caller.phone.number())}},
                        fmt::format("phone ask {}", *serial));
}

Result<void> phone_take_back(Act& act, Values const& with) {
    auto const person = acting_person(act, "phone.take_back");
    if (!person) return fail(person.error());
    auto const done = change(act.sql, kTakeBack, number_in(with, "ask") - 1, *person, act.now());
    if (!done) return fail(done.error());
    return {};
}

/// Acts for the phone, not for a person: whoever holds it says whether it is to be shared.
Result<void> phone_answer(Act& act, Values const& with) {
    bool const yes = with.get("turn") == "yes";
    auto const serial = number_in(with, "offer") - 1;
    auto const answered =
        change(act.sql, kAnswer, serial, act.phone(), yes ? "yes" : "no", act.now());
    if (!answered) return fail(answered.error());
    if (!yes || *answered == 0) return {}; // answered before, taken back or too late
    auto done = change(act.sql, kSeen, act.phone(), act.caller.language, act.now());
    if (done) done = change(act.sql, kJoin, serial, act.now());
    if (!done) return fail(done.error());
    return {};
}

/// The last phone of her own stays: who has none cannot be told from anybody, and rights are given
/// and taken on no other.
Result<void> phone_drop(Act& act, Values const& with) {
    auto const person = acting_person(act, "phone.drop");
    if (!person) return fail(person.error());
    auto const dropped = change(act.sql, kDrop, *person, number_in(with, "line"), act.now());
    if (!dropped) return fail(dropped.error());
    return *dropped > 0 ? part_helpers(act, *person) : Result<void>();
}

} // namespace haatline::storage
