#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace haatline::dlt {

/// A day as files have it: 2026-01-15, 15-01-2026, 15/01/2026, 15.01.2026, 15-Jan-2026, each also with
/// a time behind it, which is not looked at.
std::optional<std::chrono::sys_days> day_read(std::string_view text);

/// "2026-01-15".
std::string day_text(std::chrono::sys_days day);

} // namespace haatline::dlt
