#pragma once

#include "locales/coding/sms_plan.hpp"

#include <string_view>

namespace haatline::tests {

/// What plan_sms must come to, found the long way: every pair of tables, every spelling and every cut,
/// straight from the cells, sharing no code with the planner. `parts` 0: nothing carries the text.
struct SlowPlan {
    std::size_t parts = 0;
    coding::Kind kind = coding::Kind::ucs2;
    std::size_t units = 0;
    coding::Tables tables;
    bool operator==(SlowPlan const&) const = default;
};

SlowPlan slow_plan(std::string_view text, coding::SmsRoute const& route);

} // namespace haatline::tests
