#pragma once

#include "base/result.hpp"
#include "base/world.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace haatline::gateway::mapping {

/// "UTC", "IST", "+08:00", "Asia/Kolkata" and the few zones without summer time that providers name.
/// @fails Errc::invalid_config.
Result<std::chrono::minutes> zone_offset(std::string_view zone);

/// Reads `text` by a pattern of YYYY YY MM DD hh mm ss f (fraction) AP (am/pm) Z (zone, wins over `zone`);
/// every other letter stands for itself. A 24-hour clock with am/pm behind it (BSNL) is believed.
/// @fails Errc::bad_request when it is not such a time.
Result<TimePoint> read_time(std::string_view text, std::string_view pattern,
                            std::chrono::minutes zone);

/// The same the other way; Z and f are not written. `epoch_s`, `epoch_ms` as patterns give numbers.
std::string write_time(TimePoint at, std::string_view pattern, std::chrono::minutes zone);

/// "2026-01-01T09:28:39.220Z", without the fraction when it is nought.
std::string iso_time(TimePoint at);

} // namespace haatline::gateway::mapping
