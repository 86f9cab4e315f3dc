#pragma once

#include "base/result.hpp"
#include "simulators/world/chance.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace haatline::simulators::smsc {

/// A span of milliseconds, "200-800" or "300" as typed.
struct Span {
    std::uint32_t least_ms = 0, most_ms = 0;
    Millis pick(world::Chance& chance) const { return chance.between(least_ms, most_ms); }
    bool operator==(Span const&) const = default;
};

/// What this SMSC does wrong. Shares are percent of what they name; all by one seed, so that a failing
/// run repeats.
struct Faults {
    // Of submissions.
    unsigned error_every = 0;     ///< each so many-th is answered with `error_status`
    unsigned error_status = 0x08; ///< RSYSERR
    unsigned throttle_one_in = 0; ///< one in so many, by chance, RTHROTTLED
    unsigned drop = 0;            ///< never answered, never kept: it did not arrive
    unsigned silence = 0;         ///< kept and delivered, never answered
    unsigned duplicate = 0;       ///< answered twice
    unsigned reorder = 0;         ///< answered behind the next answer
    Span delay;                   ///< before an answer
    unsigned congestion = 0;      ///< congestion_state of each answer (0x0428), less one; 0: none
    // Of receipts.
    unsigned receipt_lost = 0, receipt_twice = 0;
    unsigned receipt_early = 0;  ///< before the answer to its message
    unsigned receipt_late = 0;   ///< ten times as late as others
    unsigned receipt_orphan = 0; ///< beside it one for an id that nobody was given
    unsigned receipt_odd = 0;    ///< in another style than the chosen one
    // Of how messages end; the others are delivered.
    unsigned undelivered = 0, expired = 0, rejected = 0, unknown = 0;
    // Of the link, counted in submissions of one link.
    unsigned cut_after = 0, reset_after = 0, hang_after = 0, unbind_after = 0;
    unsigned split = 0;          ///< at most so many octets a segment
    bool no_version = false;     ///< bind_resp without sc_interface_version (0x0210)
    bool silent_data_sm = false; ///< data_sm is never answered
    bool silent_query_sm = false;
    bool refuse_multi = false; ///< submit_multi: RINVCMDID
};

/// A fault by its name, for the command line, for `set` and for whoever lists them.
struct FaultRow {
    std::string_view name, says;
    unsigned Faults::*number = nullptr;
    bool Faults::*flag = nullptr;
    unsigned most = 100;
};
std::span<FaultRow const> fault_rows();
/// `set throttle-one-in 50`. @fails Errc::bad_request for an unknown name or a value out of bounds.
Result<void> set_fault(Faults& faults, std::string_view name, unsigned value);
/// @fails Errc::bad_request unless it is "300" or "200-800", an hour at most.
Result<Span> span_of(std::string_view typed, std::string_view option);

/// What becomes of one submission.
struct Fate {
    std::uint32_t status = 0; ///< other than 0: refused with it
    bool dropped = false, silent = false, twice = false, behind = false;
    Millis delay{};
};
/// `number`: of this submission, from 1.
Fate fate_of(Faults const& faults, std::uint64_t number, world::Chance& chance);

} // namespace haatline::simulators::smsc
