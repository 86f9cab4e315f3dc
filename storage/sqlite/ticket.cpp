#include "storage/sqlite/ticket.hpp"

#include "cluster/reference.hpp"

namespace haatline::storage {
namespace {

constexpr Sql kAdd{
    "ticket.add",
    "INSERT INTO ticket (phone, serial, kind, reason, wanted, woman_officer, person, lang, screen, "
    "about, other_phone, created_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON "
    "CONFLICT (serial) DO NOTHING"};

} // namespace

Result<void> add_ticket(Act& act, Values const& with, NewTicket const& ticket) {
    auto const serial = reference_serial(with.get("ref"));
    if (!serial) return fail(Errc::internal, "a ticket came without the reference it was promised");
    auto const due = due_at(ticket.kind, ticket.wanted, act.caller.now);
    auto const done = change(act.sql, kAdd, act.phone(), static_cast<std::int64_t>(*serial),
                             facts(ticket.kind).name, ticket.reason, name_of(ticket.wanted),
                             ticket.woman_officer ? 1 : 0, OrNull{act.caller.person},
                             act.caller.language, ticket.screen, ticket.about,
                             OrNull{ticket.other_phone}, act.now(), due.time_since_epoch().count());
    if (!done) return fail(done.error());
    return {};
}

} // namespace haatline::storage
