#pragma once

#include "base/result.hpp"
#include "base/world.hpp"

#include <string>
#include <string_view>

/// Times as people and programs write them.
namespace haatline::gateway {

/// "2026-11-22 15:30": on a clock in India.
std::string on_the_wall(TimePoint at);
/// "2026-11-22 15:30:05 IST"
std::string in_india(TimePoint at);
/// "2026-11-22T10:00:05Z"
std::string in_utc(TimePoint at);

/// 2026-11-22 and 2026-11-22T15:30 (India), 2026-11-22T10:00Z (UTC), or how long ago: 7d, 12h.
/// @fails Errc::bad_request naming the forms.
Result<TimePoint> parse_moment(std::string_view text, TimePoint now);

} // namespace haatline::gateway
