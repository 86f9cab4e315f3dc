#pragma once

#include "base/world.hpp"

#include <chrono>

/// What one caller may do in a day, and how long what callers leave stays (reference/domain.md §3,
/// decisions.md).
namespace haatline::callers {

constexpr int asks_a_day = 5;
constexpr int callbacks_a_day = 3;
constexpr int reports_a_day = 3;
/// Ours: more posts a day than this from one phone is a trader's list or an attack, and the content
/// desk reads each one.
constexpr int listings_a_day = 5;

constexpr auto ask_open_for = std::chrono::hours(24 * 30);
constexpr auto listing_live_for = std::chrono::hours(24 * 15);

/// India has one time zone, UTC+5:30, without summer time.
constexpr auto indian_time = std::chrono::minutes(5 * 60 + 30);

/// "A day" is the caller's day.
inline TimePoint day_start(TimePoint now) {
    return std::chrono::floor<std::chrono::days>(now + indian_time) - indian_time;
}

} // namespace haatline::callers
