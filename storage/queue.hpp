#pragma once

#include "cluster/msisdn.hpp"
#include "cluster/ticket.hpp"
#include "storage/audit.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The desk's queue as staff see it, beside a gateway that goes on serving: each call is one short
/// transaction on a connection of its own.
namespace haatline::storage {

/// What one caller left for the desk. Numbers print masked; only `queue_reveal` is meant to lead to
/// `.full()`.
struct Ticket {
    std::uint64_t serial = 0;
    TicketKind kind = TicketKind::callback;
    std::string reason; ///< a word, e.g. "asked_money"
    Wanted wanted = Wanted::now;
    bool woman_officer = false;
    Msisdn phone;       ///< 0 once the caller is erased
    Msisdn other_phone; ///< the other side of a report or a connection; 0: none
    std::string lang, screen;
    std::string about; ///< "enquiry 17"
    std::string
        words; ///< what the caller wrote, where she did; of queue_show alone, '' once she is erased
    std::string state; ///< open, taken, done
    TimePoint created{}, due{}, taken{}, done{};
    std::string taken_by, done_by, outcome;
    bool confirmed = false; ///< the caller says that it is solved

    std::string reference() const; ///< as callers read it
    bool overdue(TimePoint now) const { return state != "done" && due < now; }
};

struct QueueFilter {
    std::optional<TicketKind> kind;
    std::string_view state = "waiting"; ///< open, taken, done, all; waiting: open and taken
    int most = 100;
};

/// What is due first comes first; finished ones newest first.
/// @fails Errc::bad_request for a state that is none; else what opening the folder says.
Result<std::vector<Ticket>> queue_list(std::string const& dir, QueueFilter const& filter);

/// One ticket, the look recorded. `reveal_reason`: why the caller's number must be seen in full;
/// empty when it need not be. The two are different acts in the audit.
/// @fails Errc::not_found.
Result<Ticket> queue_show(std::string const& dir, std::uint64_t serial, Staff const& staff,
                          std::string_view reveal_reason);

/// Takes an open ticket. Taking one's own again changes nothing. `over`: why it is taken over from
/// somebody else; empty: it is not.
/// @fails Errc::conflict with who has it since when, or who closed it.
Result<Ticket> queue_take(std::string const& dir, std::uint64_t serial, Staff const& staff,
                          std::string_view over);

/// Closes a ticket that is open or one's own, and makes true what its outcome says: `reset` takes a
/// secret number away and opens its lock, `restored` gives a quarantined number back to its people.
/// @fails Errc::bad_request naming the words for this kind; Errc::conflict as queue_take, or
///        when nobody is left to whom it could be done (the ticket stays open then).
Result<Ticket> queue_done(std::string const& dir, std::uint64_t serial, std::string_view outcome,
                          Staff const& staff);

} // namespace haatline::storage
