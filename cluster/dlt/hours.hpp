#pragma once

#include "cluster/dlt/rules.hpp"

#include <optional>

namespace haatline::dlt {

/// Nothing when `now` lies within the hours; else the next moment that does.
std::optional<TimePoint> wait_for(Hours const& hours, std::chrono::minutes zone, TimePoint now);

} // namespace haatline::dlt
