#pragma once

#include "gateway/net/http_volley.hpp"
#include "simulators/load/load_caller.hpp"
#include "simulators/load/tally.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace haatline::simulators {

/// How a request leaves and its answer comes back: `HttpVolley` in the command.
using Fire = std::function<void(gateway::ClientRequest, gateway::HttpVolley::Done)>;
/// Calls back after a while, on the same thread.
using After = std::function<void(std::chrono::nanoseconds, std::function<void()>)>;

/// Turns that are due by the clock, whether or not earlier ones were answered: a gateway that stops
/// for a second owes the turns of that second, and each is counted from when it was due
/// (coordinated omission). A caller whose reply has not come is never asked to type on: whoever
/// waits longest goes next, and when nobody is free a new caller dials.
///
/// With `LoadPlan::dials` it is calls that are due by the clock: each caller types on when she has
/// thought, to the end of her story, or goes away when she is told that the service is busy. So the
/// calls offered do not depend on how many are taken.
class OpenLoop {
  public:
    OpenLoop(LoadPlan plan, World& world, Fire fire, After after);
    ~OpenLoop();

    /// Runs until the plan is over and answers have come (or patience ends); then `on_end`.
    /// @fails Errc::not_found for an unknown provider.
    Result<void> start(std::function<void(std::string const& line)> on_second,
                       std::function<void()> on_end);
    Tally const& tally() const { return tally_; }

  private:
    using Caller = std::shared_ptr<LoadCaller>;

    Caller new_caller();
    Caller next_caller();
    void pump();
    void fire(Caller caller, std::chrono::nanoseconds due);
    void heard(Caller const& caller, std::chrono::nanoseconds due,
               Result<gateway::ClientReply> const& reply);
    void go_on(Caller caller, LoadCaller::Worth worth);
    bool counts(std::chrono::nanoseconds due) const { return due >= begun_ + plan_.warm_up; }
    void look_each_second();
    void note_silence(std::chrono::nanoseconds now);
    void wait_for_the_last();
    void end();

    LoadPlan plan_;
    World& world_;
    Fire fire_;
    After after_;
    std::function<void(std::string const&)> on_second_;
    std::function<void()> on_end_;
    Tally tally_;
    Latencies this_second_;
    std::uint64_t errors_this_second_ = 0;
    std::deque<Caller> ready_; ///< who waited longest first
    std::chrono::nanoseconds begun_{}, last_heard_{};
    std::size_t out_ = 0;     ///< turns without an answer yet
    std::size_t in_call_ = 0; ///< callers between their dial and their last screen
    std::uint64_t fired_ = 0;
    int seconds_said_ = 0;
    bool ended_ = false;
    std::shared_ptr<bool> alive_; ///< what comes back later asks it
};

} // namespace haatline::simulators
