#pragma once

#include "simulators/aggregator/aggregator.hpp"

namespace haatline::simulators::aggregator {

/// One request and every time it was sent.
struct Aggregator::Turn {
    gateway::ClientRequest request;
    Fate fate;
    int sent = 0;                    ///< by the provider, copies not counted
    std::chrono::nanoseconds left{}; ///< when it was sent last
    std::optional<gateway::ClientReply> reply;
    bool heard = false; ///< the phone saw the reply
    bool taken = false; ///< acknowledged, where the screen comes by a request of the gateway's own
    bool given_up = false; ///< nobody waits for it any more
};

/// A telephone and who holds it now.
struct Aggregator::Phone {
    bool calm = false; ///< one of the two who tell the story first
    std::uint64_t caller = 0;
    std::string name;
    std::unique_ptr<Carrier> carrier;
    std::size_t step = 0; ///< of the story: the press that was made last
    bool resuming = false, asked_to_go_on = false;
    bool maybe_taken = false;   ///< the gateway was busy: whether it took the answer is to be seen
    std::vector<Heard> screens; ///< calm: what was shown
    TurnPtr turn;
    std::vector<std::string> marks; ///< by which screens sent to her are known
    TurnPtr late;                   ///< to be sent again behind the next request
};

} // namespace haatline::simulators::aggregator
