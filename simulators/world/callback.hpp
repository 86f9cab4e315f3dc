#pragma once

#include "gateway/channels/ussd/provider.hpp"
#include "simulators/handset/carrier.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace haatline::simulators::world {

/// One message of a provider's network to the gateway, sent once or, as a retry, byte for byte
/// again.
struct Callback {
    std::size_t number = 0;  ///< in the story
    std::size_t handset = 0; ///< who sent it
    std::string route;
    CarrierRequest request;
    gateway::RawRequest raw;
    gateway::Callback read; ///< as the provider's own reader understands it
    std::string dialogue;   ///< as the store names it
    std::string said;       ///< for the story: "dials *789#", "answers 1", "hangs up"
    /// The newest message of a number's only open dialogue: it must be answered with a step,
    /// whatever happened to the gateway.
    bool clean = false;

    std::size_t arrival = 0;  ///< when the gateway that runs now first took it; 0: it has not
    int waiting = 0;          ///< arrivals that this gateway owes a reply
    bool handed_over = false; ///< a reply was written to the network
    std::uint64_t seq = 0;    ///< the step it became
    std::string first_reply;  ///< bytes, once a step was its reply

    std::uint64_t phone() const { return read.phone.number(); }
    bool hangup() const { return read.kind == gateway::Callback::Kind::hangup; }
    bool exact() const { return read.retry == gateway::RetryRule::exact; }
};

using CallbackPtr = std::shared_ptr<Callback>;

} // namespace haatline::simulators::world
