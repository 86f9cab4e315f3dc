#pragma once

#include "base/result.hpp"
#include "base/world.hpp"

#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

/// What the store does by itself, between commits: it forgets what has had its time, and erases who
/// wished it.
namespace haatline::storage {

/// How long things stay. The day of screens is fixed: a dialogue can be continued for 24 h, and
/// nobody's name may stand on somebody else's stored screen for longer.
struct Retention {
    Millis screens = std::chrono::hours(24); ///< state and reply of steps, open dialogues
    Millis events =
        std::chrono::hours(24 * 365); ///< steps with the words typed in them, words that were sent
    Millis finished = std::chrono::hours(24 * 90); ///< expired posts, finished asks and tickets
    /// Providers' ids of messages, and receipts that belong to nothing: as long as a complaint has. Ids come again after a time.
    Millis receipts = std::chrono::hours(24 * 7);
};

/// What one round did.
struct UpkeepReport {
    TimePoint at{}; ///< as of when it looked: `Journal::tend`'s time
    struct Count {
        std::string_view
            job; ///< screens, dialogues, steps, posts, asks, tickets, messages, receipts, parts, persons, key_copies
        std::uint64_t rows;
    };
    std::vector<Count> counts;
    std::vector<std::uint64_t> erased_lines; ///< numbers whose dialogues must leave memory too
    Result<void> outcome;                    ///< why a round ended early
};

} // namespace haatline::storage
