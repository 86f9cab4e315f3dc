#include "storage/sqlite/ticket.hpp"

namespace haatline::storage {

Result<void> callback_ask(Act& act, Values const& with) {
    NewTicket ticket;
    ticket.screen = with.get("screen");
    return add_ticket(act, with, ticket);
}

} // namespace haatline::storage
