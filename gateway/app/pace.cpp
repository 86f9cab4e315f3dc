#include "gateway/app/pace.hpp"

#include <algorithm>
#include <span>

namespace haatline::gateway {

using std::chrono::nanoseconds;

Pace Pace::per_second(std::uint32_t turns, std::uint32_t burst) {
    if (turns == 0) return {};
    return {nanoseconds(1'000'000'000 / turns), burst == 0 ? turns : burst};
}

Pace Pace::per_minute(std::uint32_t turns, std::uint32_t burst) {
    if (turns == 0) return {};
    return {nanoseconds(60'000'000'000 / turns), std::max(1U, burst)};
}

bool Meter::fits(Pace const& pace, nanoseconds now, std::uint32_t spare) const {
    if (!pace.bounded()) return true;
    return std::max(paid_until_, now) + pace.interval * (std::int64_t{1} + spare) <=
           now + pace.interval * std::int64_t{pace.burst};
}

void Meter::take(Pace const& pace, nanoseconds now) {
    if (pace.bounded()) paid_until_ = std::max(paid_until_, now) + pace.interval;
}

bool NumberMeters::take(std::uint64_t number, Pace const& pace, nanoseconds now) {
    if (!pace.bounded()) return true;
    if (slots_.empty()) slots_.resize(ways << places_bits);
    // Fibonacci hashing: the upper bits of a product with 2^64 / golden ratio are well mixed.
    auto const place = ((number ^ key_) * 0x9E3779B97F4A7C15ULL) >> (64 - places_bits);
    std::span<Slot> const shared(&slots_[place * ways], ways);
    auto found = std::find_if(shared.begin(), shared.end(),
                              [&](Slot const& slot) { return slot.number == number; });
    if (found == shared.end()) {
        found = std::min_element(shared.begin(), shared.end(), [](auto const& a, auto const& b) {
            return a.meter.paid_until() < b.meter.paid_until();
        });
        *found = {number, {}};
    }
    if (!found->meter.fits(pace, now)) return false;
    found->meter.take(pace, now);
    return true;
}

} // namespace haatline::gateway
