#pragma once

#include "gateway/mapping/section.hpp"
#include "gateway/net/http.hpp"

#include <string_view>

namespace haatline::gateway::mapping {

/// Our answer to a provider's request, by the name of the reply (`continue`, `ack`, `refused`, …). A reply the
/// mapping does not list: 200, or `error_status`, with an empty body.
/// `error_status`: of a refusal; 0 otherwise. @fails as `evaluate`.
Result<RawReply> make_reply(Section const& section, std::string_view name, Scope const& scope,
                            unsigned error_status = 0);

} // namespace haatline::gateway::mapping
