#include "cluster/secret.hpp"
#include "locales/text/clean.hpp"
#include "storage/sqlite/desk.hpp"
#include "storage/sqlite/effects.hpp"
#include "storage/sqlite/people.hpp"
#include "storage/sqlite/ticket.hpp"

namespace haatline::storage {
namespace {

constexpr Sql kSeen{"phone.seen",
                    "UPDATE phone SET last_seen = ?2, last_verified = CASE ?3 WHEN 1 "
                    "THEN ?2 ELSE last_verified END, state = 'active' WHERE e164 = ?1"};
constexpr Sql kLabel{"label.set",
                     "UPDATE person_phone SET label = sealed(?3, ?4) WHERE phone = ?1 AND person = "
                     "?2 AND until_at IS NULL"};
// The lock is looked at again where it is written: what many calls typed at the same moment must
// not give more answers than one call's tries.
constexpr Sql kRight{"secret.right", "UPDATE person SET secret_tries = 0 WHERE id = ?1 AND "
                                     "secret_locked_at IS NULL AND secret_tries < ?2"};
constexpr Sql kWrong{
    "secret.wrong", "UPDATE person SET secret_tries = secret_tries + 1, secret_locked_at = CASE "
                    "WHEN secret_tries + 1 >= ?2 THEN ?3 END WHERE id = ?1 AND secret_locked_at IS "
                    "NULL AND secret_tries < ?2"};
// Only in the place of none, or of the one that was typed in this call: what another phone set
// meanwhile stays.
constexpr Sql kSet{"secret.set", "UPDATE person SET secret = ?2, secret_tries = 0 WHERE id = ?1 "
                                 "AND secret_locked_at IS NULL AND (secret = '' OR secret = ?3)"};
constexpr Sql kNumberAsked{"number.asked",
                           "SELECT 1 FROM ticket WHERE phone = ?1 AND kind = 'number' AND state <> "
                           "'done' LIMIT 1"};
constexpr Sql kAsked{"secret.asked",
                     "SELECT 1 FROM ticket WHERE phone = ?1 AND kind = 'secret' AND person = ?2 "
                     "AND state <> 'done' LIMIT 1"};

constexpr Sql kNames{"names.allow", "UPDATE person_phone SET names_ok = ?3 WHERE phone = ?1 AND "
                                    "person = ?2 AND until_at IS NULL"};

/// What stands on a list row at most (cap `label` in menus/flows/vars.yaml cuts the rest).
constexpr std::size_t kLabelBytes = 60;

/// A change that must have found its row.
Result<void> must(Result<int> const& changed, std::string_view doing) {
    if (!changed) return fail(changed.error());
    if (*changed == 0)
        return fail(Errc::conflict, fmt::format("{}: nobody is known on this line, or the secret "
                                                "number was closed or set meanwhile",
                                                doing));
    return {};
}

/// The phone it is about: one that the flow names, else the one that is calling.
std::int64_t line_meant(Act const& act, Values const& with) {
    auto const line = number_in(with, "line");
    return line != 0 ? line : act.phone();
}

} // namespace

Result<void> phone_seen(Act& act, Values const& with) {
    auto const done =
        change(act.sql, kSeen, act.phone(), act.now(), with.get("verified") == "yes" ? 1 : 0);
    if (!done) return fail(done.error());
    return {};
}

Result<void> phone_detach(Act& act, Values const& with) {
    auto const done = detach_number(act.sql, act.phone(), with.get("detached"), act.now());
    if (!done) return fail(done.error());
    return {};
}

Result<void> label_set(Act& act, Values const& with) {
    auto const label = text::clean_input(with.get("label"), kLabelBytes);
    if (!label) return fail(label.error());
    auto const subject = act.subject();
    if (!subject) return fail(subject.error());
    auto const done =
        change(act.sql, kLabel, line_meant(act, with), act.caller.person,
               *label == "-" ? std::string_view() : std::string_view(*label), *subject);
    return must(done, "label.set");
}

Result<void> names_allow(Act& act, Values const& with) {
    auto const done = change(act.sql, kNames, line_meant(act, with), act.caller.person,
                             with.get("turn") == "on" ? 1 : 0);
    return must(done, "names.allow");
}

Result<void> secret_right(Act& act, Values const&) {
    return must(change(act.sql, kRight, act.caller.person, secret::tries_max), "secret.right");
}

Result<void> secret_wrong(Act& act, Values const&) {
    return must(change(act.sql, kWrong, act.caller.person, secret::tries_max, act.now()),
                "secret.wrong");
}

Result<void> secret_set(Act& act, Values const& with) {
    return must(
        change(act.sql, kSet, act.caller.person, with.get("secret_new"), with.get("secret_known")),
        "secret.set");
}

Result<void> number_ask(Act& act, Values const& with) {
    {
        Run asked(act.sql[kNumberAsked]);
        if (asked->bind(1, act.phone()).step()) return {};
        if (auto ended = act.sql.ended(*asked, kNumberAsked); !ended) return ended;
    }
    NewTicket ticket;
    ticket.kind = TicketKind::number;
    ticket.screen = with.get("screen");
    return add_ticket(act, with, ticket);
}

Result<void> secret_reset_ask(Act& act, Values const& with) {
    {
        Run asked(act.sql[kAsked]); // once is enough until somebody has rung
        if (asked->bind(1, act.phone()).bind(2, act.caller.person).step()) return {};
        if (auto ended = act.sql.ended(*asked, kAsked); !ended) return ended;
    }
    NewTicket ticket;
    ticket.kind = TicketKind::secret;
    ticket.screen = with.get("screen");
    return add_ticket(act, with, ticket);
}

} // namespace haatline::storage
