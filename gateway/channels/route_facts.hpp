#pragma once

#include "gateway/channels/ussd/provider.hpp"
#include "gateway/mapping/scope.hpp"

namespace haatline::gateway {

namespace mapping {
struct Mapping;
}

/// What a mapping's expressions may know of a route: its defaults, and what the operator set.
mapping::RouteFacts route_facts(mapping::Mapping const& mapping, ProviderOptions const& options);

} // namespace haatline::gateway
