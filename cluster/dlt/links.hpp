#pragma once

#include "cluster/dlt/match.hpp"
#include "cluster/dlt/register.hpp"

#include <vector>

namespace haatline::dlt {

/// What of a message must be on a white list: values of {#url#}, {#urlott#}, {#cbn#}; any link in the
/// text; numbers that could be somebody's in other values. Fixed words with a telephone number were
/// approved with it.
std::vector<AllowedTarget> targets_in(Match const& match, Rules const& rules);

} // namespace haatline::dlt
