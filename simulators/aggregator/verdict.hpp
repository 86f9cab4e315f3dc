#pragma once

#include "gateway/mapping/hear.hpp"
#include "gateway/net/client_message.hpp"
#include "simulators/aggregator/count.hpp"

#include <chrono>
#include <string>

namespace haatline::simulators::aggregator {

/// What a request must get.
enum class Due : std::uint8_t {
    taken,        ///< one of the section's own replies; or to be told: not now, come back
    acknowledged, ///< nothing to us: `ack`, byte for byte, since whoever is sent away comes again
    refused,      ///< nobody proved where it comes from
};

struct Verdict {
    Outcome outcome = Outcome::wrong;
    std::string why; ///< of a wrong one, in words that gather alike
};

/// Judges one answer of a gateway's to a message or call. `heard`: what the mapping itself makes of the request;
/// `took`: from the request's leaving to the whole answer, which must lie within `within`.
Verdict judge(gateway::mapping::Mapping const& mapping, gateway::mapping::RouteFacts const& route,
              gateway::mapping::Heard const& heard, Due due, gateway::ClientReply const& reply,
              std::chrono::nanoseconds took, Millis within);

} // namespace haatline::simulators::aggregator
