#pragma once

#include "base/world.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace haatline::alerts {

/// "2026-11-30 18:00" by the clock in India, or a time with its zone as in ISO 8601:
/// "2026-11-30T18:00:00+05:30", "2026-11-30T12:30:00Z".
std::optional<TimePoint> when_named(std::string_view text);

/// "2026-11-30T18:00:00+05:30": what other programs read.
std::string when_text(TimePoint at);
/// "2026-11-30 18:00", by the clock in India.
std::string when_on_the_wall(TimePoint at);

} // namespace haatline::alerts
