#pragma once

#include "base/world.hpp"

#include <chrono>
#include <optional>

/// Numbers that were given back to their operator, as lists tell them (MNRL: disconnected on a day).
namespace haatline::revoked {

/// The end of a day in India, UTC+5:30.
inline TimePoint day_end(std::chrono::year_month_day day) {
    return std::chrono::sys_days(day) + std::chrono::hours(24) - std::chrono::minutes(5 * 60 + 30);
}

/// Used after the day it was given back on: it is its new owner's already. On that day itself
/// nobody knows which came first, and the list is believed.
inline bool used_since(std::optional<TimePoint> last_seen, TimePoint day_end) {
    return last_seen && *last_seen >= day_end;
}

} // namespace haatline::revoked
