#include "gateway/app/clock_watch.hpp"

#include <algorithm>

namespace haatline::gateway {
namespace {

// No rule of ours counts in less than 30 s, and NTP corrects less than this by going slower.
constexpr Millis noticed = std::chrono::seconds(5);
// Dialogues on disk are at most a day old; a clock that jumps more often is broken.
constexpr std::size_t jumps_max = 16;

} // namespace

Millis ClockWatch::set_by(TimePoint wall, std::chrono::nanoseconds steady) {
    Millis by{};
    if (wall_) {
        auto const passed = std::chrono::duration_cast<Millis>(steady - steady_);
        auto const expected = *wall_ + passed;
        if (wall - expected > noticed || expected - wall > noticed) by = wall - expected;
        if (by > Millis{0}) jumps_.push_back({expected, by});
        if (jumps_.size() > jumps_max) jumps_.erase(jumps_.begin());
    }
    wall_ = wall;
    steady_ = steady;
    return by;
}

TimePoint ClockWatch::corrected(TimePoint then) const {
    for (auto const& jump : jumps_)
        if (then <= jump.before) then += jump.by;
    return wall_ ? std::min(then, *wall_) : then;
}

} // namespace haatline::gateway
