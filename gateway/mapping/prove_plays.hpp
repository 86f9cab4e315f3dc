#pragma once

#include "gateway/mapping/prove.hpp"

#include <vector>

namespace haatline::gateway::mapping {

/// The provider's side against our own: adds one result for each request that `plays:` can make.
void prove_plays(Mapping const& mapping, std::vector<Proven>& out);

} // namespace haatline::gateway::mapping
