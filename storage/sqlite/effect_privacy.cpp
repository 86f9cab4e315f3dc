#include "cluster/allowance.hpp"
#include "cluster/consent.hpp"
#include "cluster/reference.hpp"
#include "cluster/tidings.hpp"
#include "cluster/topic.hpp"
#include "storage/sqlite/account.hpp"
#include "storage/sqlite/campaigns.hpp"
#include "storage/sqlite/consents.hpp"
#include "storage/sqlite/notify.hpp"
#include "storage/sqlite/number_stop.hpp"
#include "storage/sqlite/shelf.hpp"

namespace haatline::storage {
namespace {

constexpr Sql kStop{"messages.stop",
                    "INSERT INTO message_stop (person, lang, channel, evidence, from_at) VALUES "
                    "(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING"};
// Nobody rings her then, not for what was agreed before either: the desk reads it on the ticket, until
// she starts again. Both sides of a connection count.
#define HER_CONNECTIONS                                                                            \
    "kind = 'connect' AND state <> 'done' AND (person = ?1 OR about IN (SELECT 'enquiry ' || "     \
    "serial FROM enquiry WHERE from_person = ?1))"
constexpr Sql kHold{"ticket.hold",
                    "UPDATE ticket SET reason = 'stopped' WHERE reason = '' AND " HER_CONNECTIONS};
constexpr Sql kRelease{
    "ticket.release",
    "UPDATE ticket SET reason = '' WHERE reason = 'stopped' AND " HER_CONNECTIONS};
#undef HER_CONNECTIONS
constexpr Sql kOfPhone{"phone.people",
                       "SELECT person FROM person_phone WHERE phone = ? AND until_at IS NULL"};
constexpr Sql kStart{"messages.start", "UPDATE message_stop SET until_at = ?2, until_evidence = ?3 "
                                       "WHERE person = ?1 AND until_at IS NULL"};
constexpr Sql kSubscribe{
    "alert.on",
    "INSERT INTO subscription (person, topic, lang, channel, evidence, from_at) VALUES (?1, ?2, "
    "?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING"};
constexpr Sql kUnsubscribe{"alert.off", "UPDATE subscription SET until_at = ?3 WHERE person = ?1 "
                                        "AND topic = ?2 AND until_at IS NULL"};
constexpr Sql kUnsubscribeAll{
    "alerts.off", "UPDATE subscription SET until_at = ?2 WHERE person = ?1 AND until_at IS NULL"};
constexpr Sql kSubscribed{
    "alerts.any", "SELECT 1 FROM subscription WHERE person = ?1 AND until_at IS NULL LIMIT 1"};
constexpr Sql kWay{"alerts.by", "UPDATE person SET alerts_by = ?2 WHERE id = ?1"};
constexpr Sql kWish{
    "erase.ask",
    "INSERT INTO erasure (serial, person, lang, channel, evidence, asked_at, delete_at) VALUES "
    "(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING"};
constexpr Sql kWished{"erase.wished",
                      "UPDATE person SET delete_at = (SELECT delete_at FROM erasure WHERE person = "
                      "?1 AND undone_at IS NULL) WHERE id = ?1"};
constexpr Sql kUndo{"erase.undo",
                    "UPDATE erasure SET undone_at = ?2 WHERE person = ?1 AND undone_at IS NULL"};

Result<void> write(Act& act, Sql const& sql, auto const&... values) {
    auto const done = change(act.sql, sql, values...);
    if (!done) return fail(done.error());
    return {};
}

/// The search follows in the same step.
Result<void> list_owned(Act& act, std::int64_t person) {
    auto const owned = owned_enterprises(act.sql, person);
    if (!owned) return fail(owned.error());
    for (auto const enterprise : *owned)
        if (auto done = list_by_consent(act.sql, enterprise); !done) return done;
    return {};
}

Result<void> switch_off(Act& act, std::int64_t person) {
    if (auto done = write(act, kUnsubscribeAll, person, act.now()); !done) return done;
    if (auto done = cancel_alerts_for(act, person, {}); !done) return done;
    return withdraw_consent(act, person, consent::alerts);
}

Result<void> stop_messages(Act& act, std::int64_t person) {
    if (auto done = switch_off(act, person); !done) return done;
    if (auto held = write(act, kHold, person); !held) return held;
    return write(act, kStop, person, act.caller.language, act.caller.channel, act.caller.session,
                 act.now());
}

} // namespace

Result<void> consent_give(Act& act, Values const& with) {
    auto const person = acting_person(act, "consent.give");
    if (!person) return fail(person.error());
    auto const purpose = with.get("purpose");
    if (auto done = give_consent(act, *person, purpose, with.get("notice")); !done) return done;
    return purpose == consent::list ? list_owned(act, *person) : Result<void>();
}

Result<void> consent_withdraw(Act& act, Values const& with) {
    auto const person = acting_person(act, "consent.withdraw");
    if (!person) return fail(person.error());
    auto const purpose = with.get("purpose");
    if (purpose == consent::alerts) return switch_off(act, *person);
    if (auto done = withdraw_consent(act, *person, purpose); !done) return done;
    return purpose == consent::list ? list_owned(act, *person) : Result<void>();
}

Result<void> messages_stop(Act& act, Values const&) {
    auto const person = acting_person(act, "messages.stop");
    if (!person) return fail(person.error());
    return stop_messages(act, *person);
}

/// Who writes is not asked: a message to this phone is a message to each of them. Of a number that is nobody's
/// the number is stopped.
Result<void> line_stop(Act& act, Values const&) {
    std::vector<std::int64_t> people;
    {
        Run run(act.sql[kOfPhone]);
        for (run->bind(1, act.phone()); run->step();) people.push_back(run->integer(0));
        if (auto ended = act.sql.ended(*run, kOfPhone); !ended) return ended;
    }
    if (people.empty()) return stop_number(act);
    for (auto const person : people)
        if (auto done = stop_messages(act, person); !done) return done;
    return {};
}

Result<void> line_start(Act& act, Values const&) { return free_number(act); }

Result<void> messages_start(Act& act, Values const&) {
    auto const person = acting_person(act, "messages.start");
    if (!person) return fail(person.error());
    if (auto freed = write(act, kRelease, *person); !freed) return freed;
    return write(act, kStart, *person, act.now(), act.caller.session);
}

/// The consent `alerts` begins with the first topic and ends with the last.
Result<void> alert_set(Act& act, Values const& with) {
    auto const person = acting_person(act, "alert.set");
    if (!person) return fail(person.error());
    auto const topic = with.get("topic");
    if (!alerts::is_topic(topic))
        return fail(Errc::bad_request, "alert.set: the flow sets a topic that is not known");
    if (with.get("turn") == "on") {
        auto done = give_consent(act, *person, consent::alerts, with.get("notice"));
        if (!done) return done;
        return write(act, kSubscribe, *person, topic, act.caller.language, act.caller.channel,
                     act.caller.session, act.now());
    }
    if (auto done = write(act, kUnsubscribe, *person, topic, act.now()); !done) return done;
    if (auto done = cancel_alerts_for(act, *person, topic); !done) return done;
    Run any(act.sql[kSubscribed]);
    bool const some = any->bind(1, *person).step();
    if (auto ended = act.sql.ended(*any, kSubscribed); !ended) return ended;
    return some ? Result<void>() : withdraw_consent(act, *person, consent::alerts);
}

Result<void> alerts_by(Act& act, Values const& with) {
    auto const person = acting_person(act, "alerts.by");
    if (!person) return fail(person.error());
    if (!alerts::is_way(with.get("way")))
        return fail(Errc::bad_request, "alerts.by: the flow sets a way that is not known");
    return write(act, kWay, *person, with.get("way"));
}

/// The wish alone: the consents stay as they are, so that taking it back leaves everything as it
/// was. Who wishes to be erased is hidden at once.
Result<void> erase_ask(Act& act, Values const& with) {
    auto const person = acting_person(act, "erase.ask");
    if (!person) return fail(person.error());
    auto const serial = reference_serial(with.get("ref"));
    if (!serial)
        return fail(Errc::internal, "erase.ask came without the reference it was promised");
    auto const delete_at = (act.caller.now + callers::erase_undo_for).time_since_epoch().count();
    auto done = write(act, kWish, *serial, *person, act.caller.language, act.caller.channel,
                      act.caller.session, act.now(), delete_at);
    if (done) done = write(act, kWished, *person);
    if (done) done = list_owned(act, *person);
    if (!done) return done;
    Notice notice;
    notice.person = *person;
    notice.words = tidings::erase;
    // Day and month apart: a variable of a registered template holds digits without signs between.
    auto const day = callers::day_text(act.caller.now + callers::erase_undo_for);
    notice.with = {{"erase_date", day.substr(0, 2)}, {"erase_month", day.substr(3, 2)}};
    notice.once = fmt::format("erase {}", with.get("ref"));
    return notify(act, notice);
}

Result<void> erase_undo(Act& act, Values const&) {
    auto const person = acting_person(act, "erase.undo");
    if (!person) return fail(person.error());
    auto done = write(act, kUndo, *person, act.now());
    if (done) done = write(act, kWished, *person);
    return done ? list_owned(act, *person) : done;
}

} // namespace haatline::storage
