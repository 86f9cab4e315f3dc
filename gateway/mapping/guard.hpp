#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway::mapping {

struct Ear;
struct Mapping;
class RequestView;

/// One entry of `security:`.
struct Guard {
    std::string kind;
};

/// Whether a request proves where it comes from, as far as the route has the secrets to ask. `section`: which
/// section would read it, empty when none. @fails Errc::unauthenticated, never saying what was wrong.
Result<void> admits(Mapping const& mapping, RequestView const& view, std::string_view section,
                    Ear const& ear);

} // namespace haatline::gateway::mapping
