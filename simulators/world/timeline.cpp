#include "simulators/world/timeline.hpp"

#include <fmt/format.h>

namespace haatline::simulators::world {

void Timeline::after(Millis delay, What what) {
    things_.push({passed_ + delay, order_++, std::move(what)});
}

bool Timeline::next() {
    if (things_.empty()) return false;
    // The queue gives its top away only as const; it is popped before anybody looks again.
    What const what = std::move(const_cast<Thing&>(things_.top()).what);
    passed_ = things_.top().at;
    things_.pop();
    what();
    return true;
}

std::string Timeline::shown() const {
    auto const ms = passed_.count();
    return fmt::format("{}d {:02}:{:02}:{:02}.{:03}", ms / 86'400'000, ms / 3'600'000 % 24,
                       ms / 60'000 % 60, ms / 1000 % 60, ms % 1000);
}

} // namespace haatline::simulators::world
