#pragma once

#include "gateway/mapping/hear.hpp"
#include "gateway/net/client_message.hpp"

#include <vector>

namespace haatline::gateway::mapping {

/// A request of the provider's as it would come in.
RawRequest as_raw(ClientRequest const& request);

/// What the gateway makes of a request that was made from `plays:`: simulators and self-tests ask it what to expect.
struct Understood {
    Section const* section = nullptr;
    std::vector<Heard> events;
};

/// `stored`: what the first request of its dialogue or call said; may be null. `security:` is not asked.
/// @fails as `choose_section` and `hear`.
Result<Understood> understand(Mapping const& mapping, RouteFacts const& route,
                              ClientRequest const& request, Values const* stored, TimePoint now);

/// Adds what this event's request leaves to the later ones of its dialogue or call (`stores:`).
void store(Heard const& heard, Values& stored);

} // namespace haatline::gateway::mapping
