#pragma once

#include "gateway/mapping/mapping.hpp"

#include <string_view>

namespace haatline::gateway::mapping {

/// Puts on a request of the provider's side what `security:` asks of those that `section` reads, as far as the route
/// has the secrets: the other side of `admits`. What stands in the request by `plays:` itself (user and password in
/// fields, a key in a header) is left as it is.
/// `request`: behind the route's address, as `play_request` makes it. `fresh`: an id nobody used before.
/// @fails Errc::unsupported for what only the provider can make (a token signed by its private key).
Result<void> attest(Mapping const& mapping, Section const& section, RouteFacts const& route,
                    std::string_view fresh, TimePoint now, ClientRequest& request);

} // namespace haatline::gateway::mapping
