#pragma once

#include "gateway/app/pepper.hpp"
#include "simulators/world/callback.hpp"
#include "simulators/world/chance.hpp"
#include "simulators/world/errands.hpp"
#include "simulators/world/notary.hpp"
#include "simulators/world/story.hpp"

#include <functional>
#include <memory>
#include <string>

namespace haatline::simulators::world {

/// What all handsets and the network share.
struct Stage {
    Timeline& timeline;
    Chance& chance;
    Story& story;
    Notary& notary;
    gateway::Program const& program;
    gateway::Pepper const& pepper;
    Errands const& errands;
    std::vector<std::string> const& numbers; ///< of the village, ten digits each
    std::string fashion{};                   ///< the effect that many in this village are after
    Millis holiday_until{};                  ///< nobody dials before
    bool closing = false;                    ///< nobody dials or answers any more
    std::size_t callbacks = 0;
};

/// A person with a phone: dials, reads, thinks, answers, hangs up, is cut off, dials again. Knows
/// of the menus only what kind of answer a screen waits for.
class Handset {
  public:
    using Send = std::function<void(CallbackPtr)>;

    Handset(Stage& stage, std::size_t number, Msisdn phone, gateway::RouteConfig const& route,
            haatline::World& world, bool alone, Send send);

    void rest();
    void dial();
    /// The network brings the reply to `callback`, or gives it up.
    void heard(Callback const& callback, Heard const& heard);
    void lost(Callback const& callback);
    /// A copy of an older message reached the gateway: what follows may be mixed up by it.
    void saw_a_copy(Callback const& callback);

    Carrier const& carrier() const { return *carrier_; }
    bool may_judge() const { return !mixed_up_; }
    std::size_t answers_heard() const { return answers_heard_; }

  private:
    void think();
    void answer();
    void hang_up();
    void send(CarrierRequest request, std::string said, bool clean);
    std::string something_to_say();
    std::string something_to_type(menus::Node const& node);
    /// What brings her nearer to what she wants; empty when she sees no way.
    std::string something_toward_her_errand(menus::Node const& node, int rows_shown);

    Stage& stage_;
    std::size_t number_;
    Msisdn phone_;
    gateway::RouteConfig const& route_;
    std::unique_ptr<gateway::UssdProvider> provider_;
    std::unique_ptr<Carrier> carrier_;
    bool alone_; ///< the only handset with this number
    Send send_;
    CallbackPtr current_;
    bool mixed_up_ = false;
    std::string errand_; ///< the effect she is after
    int words_ = 0;
    std::size_t answers_heard_ = 0;
};

} // namespace haatline::simulators::world
