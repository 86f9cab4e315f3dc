#pragma once

#include "gateway/mapping/mapping.hpp"
#include "simulators/aggregator/scenes.hpp"

#include <cstddef>
#include <string_view>

namespace haatline::simulators::aggregator {

/// A request like the provider's by somebody who is not the provider: by turns (`number`) without any proof, with
/// one made by another secret, and, where proofs are over what is sent, an honest one altered on its way.
/// `given`: what the play says; `fresh`: an id nobody used before.
Result<gateway::ClientRequest> forged(gateway::mapping::Mapping const& mapping, Act const& act,
                                      gateway::mapping::RouteFacts const& route,
                                      Values const& given, std::string_view fresh, TimePoint now,
                                      std::size_t number);

} // namespace haatline::simulators::aggregator
