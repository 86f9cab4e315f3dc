#include "cluster/reference.hpp"
#include "storage/sqlite/ticket.hpp"

namespace haatline::storage {
namespace {

// Only the caller's own, and only once the desk has closed it; a retry finds nothing left to do.
#define OWN_AND_CLOSED                                                                             \
    " WHERE serial = ?1 AND phone = ?2 AND (person IS NULL OR person = ?3) AND state = 'done' "    \
    "AND "                                                                                         \
    "confirmed_at IS NULL"
constexpr Sql kSolved{"ticket.solved", "UPDATE ticket SET confirmed_at = ?4" OWN_AND_CLOSED};
constexpr Sql kReopen{"ticket.reopen",
                      "UPDATE ticket SET state = 'open', wanted = 'now', due_at = ?4, taken_by = "
                      "NULL, taken_at = NULL, done_by = NULL, done_at = NULL, outcome = "
                      "NULL" OWN_AND_CLOSED};

Result<void> on_own(Act& act, Sql const& sql, Values const& with, TimePoint time) {
    auto const serial = reference_serial(with.get("ref"));
    if (!serial) return fail(Errc::bad_request, "the flow names a ticket that cannot be");
    auto const done = change(act.sql, sql, static_cast<std::int64_t>(*serial), act.phone(),
                             act.caller.person, time.time_since_epoch().count());
    if (!done) return fail(done.error());
    return {};
}

} // namespace

Result<void> callback_ask(Act& act, Values const& with) {
    NewTicket ticket;
    ticket.screen = with.get("screen");
    return add_ticket(act, with, ticket);
}

Result<void> help_ask(Act& act, Values const& with) {
    auto const wanted = wanted_named(with.get("wanted"));
    if (!wanted || !has_name(help_reasons, with.get("reason")))
        return fail(Errc::bad_request, "help.ask: the flow sets a reason or an hour that is not "
                                       "known");
    NewTicket ticket;
    ticket.kind = TicketKind::help;
    ticket.reason = with.get("reason");
    ticket.wanted = *wanted;
    if (with.get("wrote") == "yes") ticket.about = ticket_in_own_words;
    ticket.woman_officer = with.get("woman") == "yes";
    ticket.screen = "help";
    return add_ticket(act, with, ticket);
}

Result<void> ticket_solved(Act& act, Values const& with) {
    return on_own(act, kSolved, with, act.caller.now);
}

Result<void> ticket_reopen(Act& act, Values const& with) {
    return on_own(act, kReopen, with, due_at(TicketKind::help, Wanted::now, act.caller.now));
}

} // namespace haatline::storage
