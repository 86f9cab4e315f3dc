#include "cluster/reference.hpp"
#include "storage/sqlite/acting.hpp"
#include "storage/sqlite/apart.hpp"
#include "storage/sqlite/desk.hpp"
#include "storage/sqlite/ticket.hpp"

namespace haatline::storage {
namespace {

namespace talk = introduction;

constexpr Sql kReport{
    "report.add",
    "INSERT INTO report (ticket, by_person, against, enterprise, enquiry, why, at) VALUES (?, ?, "
    "(SELECT id FROM person WHERE id = ?), (SELECT id FROM enterprise WHERE id = ?), ?, ?, ?) ON "
    "CONFLICT (ticket) DO NOTHING"};
constexpr Sql kUnblock{"block.lift",
                       "DELETE FROM block WHERE by_person = ?1 AND against IN (SELECT person FROM "
                       "ownership WHERE enterprise = ?2)"};

/// Who stands on the other side of an ask, or behind a card.
struct OtherSide {
    std::int64_t person = 0; ///< the caller
    std::vector<std::int64_t> others;
    std::int64_t enterprise = 0;
    std::int64_t ask = -1;
    std::int64_t phone = 0; ///< from which an ask came; 0: not known
};

Result<OtherSide> other_side(Act& act, Values const& with) {
    OtherSide out;
    auto const person = acting_person(act.sql, act.caller);
    if (!person) return fail(person.error());
    out.person = *person;
    out.enterprise = number_in(with, "peer");
    if (auto const serial = reference_serial(with.get("ask"))) {
        auto const stored = find_ask(act.sql, static_cast<std::int64_t>(*serial), *person);
        if (!stored) return fail(stored.error());
        if (*stored && (*stored)->side != Side::stranger) {
            out.ask = (*stored)->serial;
            bool const asked = (*stored)->side == Side::asked;
            out.enterprise = asked ? (*stored)->from_enterprise : (*stored)->to_enterprise;
            if (asked) {
                out.phone = (*stored)->from_phone;
                if ((*stored)->from_person != 0) out.others.push_back((*stored)->from_person);
                return out;
            }
        }
    }
    auto owners = owners_of(act.sql, out.enterprise);
    if (!owners) return fail(owners.error());
    out.others = std::move(*owners);
    return out;
}

Result<void> keep_all_apart(Act& act, OtherSide const& side) {
    for (auto const other : side.others)
        if (auto apart = keep_apart(act.sql, side.person, other, act.caller.now); !apart)
            return apart;
    return {};
}

} // namespace

Result<void> talk_block(Act& act, Values const& with) {
    auto const side = other_side(act, with);
    if (!side) return fail(side.error());
    return keep_all_apart(act, *side);
}

Result<void> talk_unblock(Act& act, Values const& with) {
    auto const person = acting_person(act.sql, act.caller);
    if (!person) return fail(person.error());
    return done(change(act.sql, kUnblock, *person, number_in(with, "peer")));
}

Result<void> report_file(Act& act, Values const& with) {
    auto const ticket = serial_of(with);
    if (!ticket) return fail(ticket.error());
    auto const why = talk::report_reason(with.get("why"));
    if (!why)
        return fail(Errc::bad_request, "report.file: the flow sets a reason that is not known");
    auto const side = other_side(act, with);
    if (!side) return fail(side.error());
    // A report of somebody who left meanwhile is still one: the desk reads it.
    NewTicket wish;
    wish.kind = TicketKind::report;
    wish.reason = *why;
    wish.screen = with.get("screen");
    auto const about = side->ask >= 0 ? fmt::format("enquiry {}", side->ask)
                                      : fmt::format("enterprise {}", side->enterprise);
    wish.about = about;
    wish.other_phone = side->phone;
    if (auto added = add_ticket(act, with, wish); !added) return added;
    if (side->person == 0) return {};
    auto const kept = change(act.sql, kReport, *ticket, side->person,
                             OrNull{side->others.empty() ? 0 : side->others.front()},
                             OrNull{side->enterprise}, SerialOrNull{side->ask}, *why, act.now());
    if (!kept) return fail(kept.error());
    return keep_all_apart(act, *side);
}

} // namespace haatline::storage
