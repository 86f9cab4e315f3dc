#pragma once

#include "gateway/mapping/understand.hpp"
#include "simulators/aggregator/traffic.hpp"

#include <optional>

namespace haatline::simulators::aggregator {

/// One request and every time it was sent.
struct Traffic::Turn {
    Act const* act = nullptr;
    gateway::ClientRequest request;
    gateway::mapping::Heard heard; ///< what the mapping makes of it
    Due due = Due::taken;
    Fate fate{};
    int sent = 0;                     ///< by the provider, copies not counted
    int answered = 0;                 ///< of those, the last whose answer the provider heard
    std::optional<Verdict> verdict{}; ///< the first
    std::string body{};               ///< of the answer with it
};

/// A telephone and what it is in.
struct Traffic::Phone {
    Msisdn number;
    Scene const* scene = nullptr;
    std::size_t at = 0;           ///< act of the scene
    std::string session, message; ///< ids of the call, of the message
    Values stored;                ///< what the call's first request left for its later ones
    std::size_t pressed =
        0;        ///< keys, each another: one pressed twice is for the dedupe rule the same
    TurnPtr late; ///< to be sent again behind the next request
};

} // namespace haatline::simulators::aggregator
