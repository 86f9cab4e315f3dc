#pragma once

#include "gateway/app/house.hpp"
#include "simulators/world/handset.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace haatline::simulators::world {

/// How bad a network is, in percent of the messages.
struct Weather {
    unsigned dropped = 2, doubled = 4, delayed = 4, replies_lost = 3;
};

/// The providers between handsets and gateway: carry each callback once or, when no reply comes,
/// again, byte for byte; lose, double, delay and reorder by the weather.
class Network {
  public:
    Network(Stage& stage, Weather weather) : stage_(stage), weather_(weather) {}

    /// Whose replies are brought to whom; `faults` tells whether the disk refused something lately.
    void serve(std::deque<Handset>& handsets, std::function<bool()> faults);
    void send(CallbackPtr callback);
    /// The gateway that runs now, or nobody.
    void reach(gateway::House* house);
    /// Every connection to the gateway breaks.
    void cut();
    std::size_t at_the_gateway() const;
    void clear_up() { weather_ = {0, 0, 0, 0}; }

  private:
    struct Passage {
        CallbackPtr callback;
        int tries = 0;
        bool done = false; ///< the reply was brought, or nobody waits any more
        bool doubled = false;
    };
    using PassagePtr = std::shared_ptr<Passage>;

    void attempt(PassagePtr const& passage);
    void carry(PassagePtr const& passage, Millis delay, bool copy);
    void arrive(PassagePtr const& passage);
    void leave(PassagePtr const& passage, gateway::RawReply reply);
    void bring(PassagePtr const& passage, Heard const& heard, bool faults);
    void again(PassagePtr const& passage, int after_try);
    Millis on_the_way();

    Stage& stage_;
    Weather weather_;
    std::deque<Handset>* handsets_ = nullptr;
    std::function<bool()> faults_;
    gateway::House* house_ = nullptr;
    std::size_t life_ = 0; ///< counts gateways, so that a dead one's words are not heard
    std::vector<PassagePtr> inside_;
};

} // namespace haatline::simulators::world
