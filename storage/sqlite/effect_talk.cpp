#include "cluster/reference.hpp"
#include "cluster/tidings.hpp"
#include "storage/sqlite/acting.hpp"
#include "storage/sqlite/apart.hpp"
#include "storage/sqlite/asks.hpp"
#include "storage/sqlite/desk.hpp"
#include "storage/sqlite/notify.hpp"
#include "storage/sqlite/ticket.hpp"

namespace haatline::storage {
namespace {

namespace talk = introduction;

constexpr Sql kProduct{"talk.product", "SELECT id FROM product WHERE code = ?"};
constexpr Sql kOwn{"talk.own_enterprise",
                   "SELECT enterprise FROM ownership WHERE person = ? LIMIT 1"};
// No row: it is her own, or nobody's. 0: who hid since, or blocked the asker or somebody else who is
// or was lately on the asker's phone, never sees it: it is kept as blocked and unanswered, so that
// it reads and counts like any other.
constexpr Sql kReaches{
    "talk.reaches",
    "SELECT e.listed <> 0 AND e.status <> 'closed' AND NOT EXISTS (SELECT 1 FROM ownership o CROSS "
    "JOIN block b ON b.by_person = o.person AND b.against = ?3 WHERE o.enterprise = e.id) AND NOT "
    "EXISTS (SELECT 1 FROM ownership o CROSS JOIN person_phone h ON h.phone = ?1 AND (h.until_at "
    "IS "
    "NULL OR (h.until_at > ?4 AND h.ended_why = 'left')) CROSS JOIN block b ON b.by_person = "
    "o.person AND b.against = h.person WHERE o.enterprise "
    "= e.id) AND NOT EXISTS (SELECT 1 FROM ownership o CROSS JOIN block b ON b.by_person = ?3 AND "
    "b.against = o.person WHERE o.enterprise = e.id) FROM enterprise e WHERE e.id = ?2 AND NOT "
    "EXISTS (SELECT 1 FROM ownership w WHERE w.person = ?3 AND w.enterprise = e.id)"};
// A serial that is there already is the same effect retried.
constexpr Sql kAsk{"talk.ask",
                   "INSERT INTO enquiry (serial, from_phone, from_person, from_enterprise, "
                   "to_enterprise, product, asked_at, expires_at, state) VALUES (?, ?, ?, ?, ?, ?, "
                   "?, ?, ?) ON CONFLICT (serial) DO NOTHING"};
constexpr Sql kSeen{"talk.seen", "UPDATE enquiry SET state = 'seen', seen_at = ?2 WHERE serial = "
                                 "?1 AND state = 'asked'"};
constexpr Sql kTold{"talk.told",
                    "UPDATE enquiry SET told_at = ?2 WHERE serial = ?1 AND told_at IS NULL"};
constexpr Sql kReply{"talk.reply",
                     "UPDATE enquiry SET state = ?2, method = ?3, answered_at = ?4, answered_by = "
                     "?5, answered_phone = ?6, answered_session = ?7, ticket = ?8, told_at = NULL "
                     "WHERE serial = ?1"};
/// The ask that a flow names, as the caller stands to it.
struct Opened {
    std::int64_t person = 0;
    std::optional<StoredAsk> stored;
};

Result<Opened> opened(Act& act, Values const& with) {
    Opened out;
    auto const person = acting_person(act.sql, act.caller);
    if (!person) return fail(person.error());
    out.person = *person;
    auto const serial = reference_serial(with.get("ask"));
    if (!serial) return out;
    auto stored = find_ask(act.sql, static_cast<std::int64_t>(*serial), *person);
    if (!stored) return fail(stored.error());
    out.stored = *stored;
    return out;
}

/// Says it so that the step fails and nothing untrue is read: the next look tells how it stands.
Result<void> late() {
    return fail(Errc::conflict, "this ask was answered on another phone meanwhile");
}

std::string reference_of(std::int64_t serial) {
    return reference_text(static_cast<std::uint64_t>(serial));
}

/// Who is asked reads it at once, and answers with one word.
Result<void> tell_asked(Act& act, std::int64_t serial, std::int64_t from, std::int64_t to,
                        std::int64_t product) {
    auto const owners = owners_of(act.sql, to);
    if (!owners) return fail(owners.error());
    for (auto const owner : *owners) {
        auto const lang = language_of(act.sql, owner);
        if (!lang) return fail(lang.error());
        auto const name = name_in_message(act.sql, from, *lang);
        if (!name) return fail(name.error());
        Notice notice;
        notice.person = owner;
        notice.words = tidings::ask;
        notice.with = {{"name", *name}, {"ref", reference_of(serial)}};
        notice.once = fmt::format("ask {} {}", serial, owner);
        notice.product = product;
        if (auto told = notify(act, notice); !told) return told;
    }
    return {};
}

std::string_view words_of(talk::Method method) {
    switch (method) {
    case talk::Method::now:
        return tidings::yes;
    case talk::Method::evening:
        return tidings::evening;
    case talk::Method::share:
        return tidings::share;
    case talk::Method::none:
        break;
    }
    return tidings::no;
}

/// And who asked reads what was answered; a number that was given stands on her screen alone, where it can be
/// taken back.
Result<void> tell_asker(Act& act, StoredAsk const& stored, talk::Method method) {
    auto const lang = language_of(act.sql, stored.from_person);
    if (!lang) return fail(lang.error());
    auto const name = name_in_message(act.sql, stored.to_enterprise, *lang);
    if (!name) return fail(name.error());
    Notice notice;
    notice.person = stored.from_person;
    notice.words = words_of(method);
    notice.with = {{"name", *name}};
    notice.once = fmt::format("reply {} {}", stored.serial, name_of(method));
    notice.product = stored.product;
    return notify(act, notice);
}

Result<void> reply_to(Act& act, Values const& with, talk::Reply reply, std::int64_t new_ticket) {
    auto const found = opened(act, with);
    if (!found) return fail(found.error());
    auto const& stored = found->stored;
    if (!stored || stored->side != Side::asked)
        return fail(Errc::not_found, "a reply to an ask that is not this caller's");
    auto const method = talk::method_of(reply);
    auto const to = talk::after(talk::standing(stored->ask, act.caller.now), reply);
    bool const yes = method != talk::Method::none;
    // What stands already is the same effect retried, or the same said on another phone.
    bool const stands =
        yes ? stored->ask.method == method && (stored->ask.state == talk::State::accepted ||
                                               stored->ask.state == talk::State::later)
            : stored->ask.state == talk::State::declined ||
                  stored->ask.state == talk::State::blocked;
    if (stands) return {};
    if (!to) return late();
    if (auto dropped = drop_connection(act.sql, *stored); !dropped) return dropped;
    bool const rings = method == talk::Method::now || method == talk::Method::evening;
    if (rings) {
        NewTicket wish;
        wish.kind = TicketKind::connect;
        wish.wanted = method == talk::Method::evening ? Wanted::evening : Wanted::now;
        wish.screen = "conn.req";
        auto const about = fmt::format("enquiry {}", stored->serial);
        wish.about = about;
        wish.other_phone = stored->from_phone;
        if (auto added = add_ticket(act, with, wish); !added) return added;
    }
    auto const written =
        change(act.sql, kReply, stored->serial, name_of(*to),
               name_of(yes ? method : stored->ask.method), act.now(), found->person, act.phone(),
               act.caller.session, SerialOrNull{rings ? new_ticket : -1});
    if (!written) return fail(written.error());
    return tell_asker(act, *stored, method);
}

} // namespace

Result<void> talk_ask(Act& act, Values const& with) {
    auto const serial = serial_of(with);
    if (!serial) return fail(serial.error());
    auto const person = acting_person(act.sql, act.caller);
    if (!person) return fail(person.error());
    if (*person == 0) return {}; // erased since: nobody is left to answer to
    std::int64_t product = 0;
    {
        Run run(act.sql[kProduct]);
        if (run->bind(1, with.get("product")).step()) product = run->integer(0);
        if (auto ended = act.sql.ended(*run, kProduct); !ended) return ended;
    }
    auto const to = number_in(with, "peer");
    auto const at = [&](auto time) { return (act.caller.now + time).time_since_epoch().count(); };
    // Looked at again where it is written: two phones that ask at once ask once.
    auto const asked = asked_already(act.sql, *person, to, act.caller.now);
    if (!asked) return fail(asked.error());
    if (*asked) return {};
    auto const reaches =
        first(act.sql, kReaches, act.phone(), to, *person, at(-callers::block_stays_on_line));
    if (!reaches) return fail(reaches.error());
    if (!*reaches) return {};
    auto const own = first(act.sql, kOwn, *person);
    if (!own) return fail(own.error());
    auto const written =
        change(act.sql, kAsk, *serial, act.phone(), *person, OrNull{own->value_or(0)}, to,
               OrNull{product}, act.now(), at(callers::ask_open_for),
               name_of(**reaches != 0 ? talk::State::asked : talk::State::blocked));
    if (!written) return fail(written.error());
    if (*written == 0 || **reaches == 0) return {};
    return tell_asked(act, static_cast<std::int64_t>(*serial), own->value_or(0), to, product);
}

Result<void> talk_opened(Act& act, Values const& with) {
    auto const found = opened(act, with);
    if (!found) return fail(found.error());
    if (!found->stored || found->stored->side == Side::stranger) return {};
    if (found->stored->side == Side::asked)
        return done(change(act.sql, kSeen, found->stored->serial, act.now()));
    if (shown_to_asker(found->stored->ask, act.caller.now) == talk::Shown::waiting) return {};
    return done(change(act.sql, kTold, found->stored->serial, act.now()));
}

Result<void> talk_agree(Act& act, Values const& with) {
    auto const ticket = serial_of(with);
    if (!ticket) return fail(ticket.error());
    auto const reply = talk::reply_named(with.get("how"));
    if (!reply || talk::method_of(*reply) == talk::Method::none)
        return fail(Errc::bad_request, "talk.agree: the flow sets a yes that is not known");
    return reply_to(act, with, *reply, *ticket);
}

Result<void> talk_decline(Act& act, Values const& with) {
    return reply_to(act, with, talk::Reply::no, -1);
}

} // namespace haatline::storage
