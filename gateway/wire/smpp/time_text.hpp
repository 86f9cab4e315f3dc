#pragma once

#include "base/result.hpp"
#include "base/world.hpp"

#include <string>
#include <string_view>

/// Times of SMPP: "YYMMDDhhmmsstnnp", 16 characters. Source: SMPP 3.4 issue 1.2 §7.1.
namespace haatline::smpp {

/// "000000010000000R": so long from now, at least a second, at most 30 days.
std::string relative_time(std::chrono::seconds span);
/// In UTC, to the second.
std::string absolute_time(TimePoint when);
/// Either form. Two-digit years are of 2000 to 2037.
/// @fails Errc::bad_request for anything that is no such time.
Result<TimePoint> read_time(std::string_view text, TimePoint now);

} // namespace haatline::smpp
