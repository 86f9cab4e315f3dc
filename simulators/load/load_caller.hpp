#pragma once

#include "gateway/net/http_volley.hpp"
#include "simulators/handset/carrier.hpp"
#include "simulators/handset/script.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace haatline::simulators {

struct LoadPlan {
    std::string provider = "africastalking";
    Line line; ///< token and code; the number is each caller's own
    std::vector<Press> story;
    double rate = 100;  ///< turns due a second, or calls
    bool dials = false; ///< calls are due, and each is played to its end
    std::chrono::seconds duration{10};
    std::chrono::seconds warm_up{0};            ///< of it, what is not counted
    std::chrono::milliseconds think{0};         ///< between a screen and the answer to it
    std::chrono::milliseconds deadline{5'000};  ///< a later screen helps nobody
    std::chrono::milliseconds patience{10'000}; ///< for the last answers
    std::size_t callers = 4096;                 ///< dialogues in flight at once, as the run begins
    std::uint64_t first_number = 0;             ///< E.164 digits of the first caller
    std::vector<std::string> busy; ///< how the gateway says that it is busy, in each language
};

/// One caller of a load as she plays the story.
class LoadCaller {
  public:
    /// @param index  her place in the run: her number and her name come of it.
    /// The provider must be known.
    LoadCaller(LoadPlan const& plan, std::uint64_t index, World& world);

    gateway::ClientRequest next(); ///< what her next press sends
    enum class Worth : std::uint8_t { good, busy, wrong };
    struct Judged {
        Worth worth = Worth::good;
        std::string wrong; ///< the kind of error
    };
    /// What the answer to that press is worth; a press further then.
    Judged heard(Result<gateway::ClientReply> const& reply);
    bool through() const { return step_ == plan_.story.size(); }

  private:
    Judged judged(Result<gateway::ClientReply> const& reply) const;

    LoadPlan const& plan_;
    std::unique_ptr<Carrier> carrier_;
    std::string name_;
    std::size_t step_ = 0;
};

} // namespace haatline::simulators
