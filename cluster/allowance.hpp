#pragma once

#include "base/world.hpp"

#include <chrono>
#include <string>

/// What one caller may do in a day, and how long what callers leave stays (reference/domain.md §3,
/// decisions.md).
namespace haatline::callers {

constexpr int asks_a_day = 5;
/// Ours: what a shared number may ask in a day, whoever asks: six people on it would be thirty.
constexpr int asks_a_day_of_number = 10;
constexpr int callbacks_a_day = 3;
constexpr int reports_a_day = 3;
/// Ours: more posts a day than this from one phone is a trader's list or an attack, and the content
/// desk reads each one.
constexpr int listings_a_day = 5;

/// Ours: a list of five fits one screen in every language, and nobody makes thirty things.
constexpr int products_most = 5;
/// Ours: her own, a relative's, a neighbour's, the group's.
constexpr int phones_most = 4;
/// How often a person may ask for one more phone in a day, and for how long that phone may answer.
/// Whoever said no is not asked by the same person again for a month: asking must not wear down.
constexpr int phone_asks_a_day = 3;
constexpr auto phone_ask_open_for = std::chrono::hours(24);
constexpr auto phone_ask_again_after = std::chrono::hours(24 * 30);
/// Between the wish to be erased and the erasure (decisions.md: 7 days to undo by dialling).
constexpr auto erase_undo_for = std::chrono::hours(24 * 7);

/// For so long a block of somebody also stops asks from a number that she took her account off: joining
/// anew from it would end the block. After that the number may be a stranger's (cluster/people.hpp).
constexpr auto block_stays_on_line = std::chrono::hours(24 * 90);

constexpr auto ask_open_for = std::chrono::hours(24 * 30);
constexpr auto listing_live_for = std::chrono::hours(24 * 15);

/// India has one time zone, UTC+5:30, without summer time.
constexpr auto indian_time = std::chrono::minutes(5 * 60 + 30);

/// "A day" is the caller's day.
inline TimePoint day_start(TimePoint now) {
    return std::chrono::floor<std::chrono::days>(now + indian_time) - indian_time;
}

/// The caller's day in figures, as forms in India have it: "29-11-2026". The same in every
/// language, and read aloud in any.
std::string day_text(TimePoint at);
/// The same day where the year goes without saying: "22/11".
std::string day_short(TimePoint at);

} // namespace haatline::callers
