#pragma once

#include "cluster/ticket.hpp"
#include "storage/sqlite/effects.hpp"

namespace haatline::storage {

/// A wish of the caller for the desk. Phone, person (when it is known who is calling) and language
/// are those of the step.
struct NewTicket {
    TicketKind kind = TicketKind::callback;
    std::string_view reason = {}; ///< a word of ours, e.g. "asked_money"; never a caller's words
    Wanted wanted = Wanted::now;
    bool woman_officer = false;
    std::string_view screen = {}; ///< where the caller stood
    std::string_view about = {};  ///< "enquiry 17", "person 3"; never a number or a name
    std::int64_t other_phone = 0; ///< the other side of a report or a connection; 0: none
};

/// Puts a ticket into the queue. Its serial is the `ref` that the effect was promised, so the
/// effect's contract must name the counter `ticket`; a serial that is there already is the same
/// effect retried.
Result<void> add_ticket(Act& act, Values const& with, NewTicket const& ticket);

} // namespace haatline::storage
