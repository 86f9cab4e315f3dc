#pragma once

#include "simulators/world/chance.hpp"

#include <chrono>
#include <cstdint>

namespace haatline::simulators::aggregator {

struct Span {
    Millis least{}, most{};
};

/// What the way between a provider and its customer does to requests, in percent of them.
struct Faults {
    unsigned drop = 0;      ///< half of them lost before they arrive, half with their reply
    unsigned duplicate = 0; ///< sent twice at once
    unsigned reorder = 0;   ///< sent again behind the caller's next one
    unsigned abandon = 0;   ///< the caller hangs up instead of answering, and dials again
    unsigned forge = 0;     ///< messages and calls: somebody else sends one like it
    Span think{Millis(200), Millis(800)};
    Span slow{Millis(0), Millis(0)}; ///< on the way there and back together
    Millis retry_after{3000};        ///< a provider that hears nothing sends the same again
    int tries = 3;                   ///< of one request, the first among them
    /// The provider's requests have a mark by which a repeated one is known. Without it a repetition of a request
    /// whose reply was written is a new answer on the wire itself: such faults are not played then.
    bool repeats_are_known = true;
};

/// What becomes of one request.
struct Fate {
    bool lost = false;       ///< never arrives; the provider's retry is the first that does
    bool reply_lost = false; ///< answered, and nobody hears it
    bool doubled = false;
    bool late_copy = false;
    Millis there{}, back{};
};

Fate fate_of(Faults const& faults, world::Chance& chance);

} // namespace haatline::simulators::aggregator
