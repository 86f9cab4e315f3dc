#pragma once

#include "gateway/mapping/mapping.hpp"

#include <span>
#include <string>
#include <vector>

namespace haatline::simulators::aggregator {

/// One thing that a provider tells of a message or a call.
struct Act {
    gateway::mapping::Section const* section = nullptr;
    gateway::mapping::Play const* play = nullptr;
    gateway::mapping::EventKind kind{};
    std::string
        state{}; ///< dlr: the provider's word for what became of the message; empty: the play's own
};

/// What belongs together: one message, the reports of one message, one call; in their order.
using Scene = std::vector<Act>;

/// Everything that a mapping's SMS and voice sections can play on these channels.
std::vector<Scene> scenes_of(gateway::mapping::Mapping const& mapping,
                             std::span<gateway::mapping::Channel const> channels);

/// "sms mo", "voice call": how a report calls it.
std::string name_of(Act const& act);

} // namespace haatline::simulators::aggregator
