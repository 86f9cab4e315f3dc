#include "cluster/allowance.hpp"

#include <fmt/format.h>

namespace haatline::callers {

std::string day_text(TimePoint at) {
    std::chrono::year_month_day const day(std::chrono::floor<std::chrono::days>(at + indian_time));
    return fmt::format("{:02}-{:02}-{:04}", static_cast<unsigned>(day.day()),
                       static_cast<unsigned>(day.month()), static_cast<int>(day.year()));
}

std::string day_short(TimePoint at) {
    std::chrono::year_month_day const day(std::chrono::floor<std::chrono::days>(at + indian_time));
    return fmt::format("{}/{}", static_cast<unsigned>(day.day()),
                       static_cast<unsigned>(day.month()));
}

} // namespace haatline::callers
