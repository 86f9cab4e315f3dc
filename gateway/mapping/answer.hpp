#pragma once

#include "gateway/mapping/mapping.hpp"
#include "gateway/net/http.hpp"

#include <string_view>

namespace haatline::gateway::mapping {

/// Our answer to a provider's request, by the name of the reply (`continue`, `ack`, `refused`, …). A reply the
/// mapping does not list: 200, or `error_status`, with an empty body.
/// `error_status`: of a refusal; 0 otherwise. @fails as `evaluate`.
Result<RawReply> make_reply(Section const& section, std::string_view name, Scope const& scope,
                            unsigned error_status = 0);

/// Our answer to a request that was refused: `forbidden` where nobody proved who he is (and nothing at all
/// when the mapping has no such reply: a stranger gets no hint), else `refused` with `why` and `faults` (field →
/// what is wrong). `section`: which would have read it; null: the mapping's first speaks.
RawReply refuse(Mapping const& mapping, Section const* section, Error const& error,
                RouteFacts const& route, TimePoint now);

} // namespace haatline::gateway::mapping
