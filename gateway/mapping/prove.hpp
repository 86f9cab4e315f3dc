#pragma once

#include "gateway/mapping/mapping.hpp"

#include <string>
#include <vector>

namespace haatline::gateway::mapping {

struct Proven {
    std::string name; ///< of the test, or "plays: begin"
    int line = 0;
    bool passed = false;
    std::string why; ///< expected and got, when it failed
};

/// Runs a mapping's self-tests in their order, and plays every side of the provider that `plays:` describes
/// against this same mapping: what the provider would send must mean what it was made from.
std::vector<Proven> prove(Mapping const& mapping);

} // namespace haatline::gateway::mapping
