#pragma once

#include "gateway/mapping/scope.hpp"
#include "simulators/aggregator/aggregator.hpp"
#include "simulators/aggregator/scenes.hpp"
#include "simulators/aggregator/verdict.hpp"
#include "simulators/handset/carrier_mapped.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace haatline::simulators::aggregator {

struct TrafficPlan {
    std::shared_ptr<gateway::mapping::Mapping const> mapping;
    Line line; ///< the route's; each phone has a number of its own
    std::vector<Scene> scenes;
    std::vector<std::string> texts; ///< what people write; the first goes through any provider
    std::size_t phones = 100;       ///< in use at once
    double rate = 0;                ///< new scenes a second at most; 0: as phones come free
    std::chrono::seconds duration{10};
    Millis patience{10'000}; ///< for the last answers
    Faults faults;
    std::uint64_t seed = 1;
    std::uint64_t first_number = 0; ///< E.164 digits
};

/// A provider's messages, delivery reports and calls with its faults, played against a running gateway. Each answer is
/// held against what the mapping says of such an event, and a repeated request against the answer it got before. The
/// provider comes again where it is told to, as often as where it hears nothing, and goes on with its other work.
class Traffic {
  public:
    Traffic(TrafficPlan plan, World& world, Fire fire, After after);
    ~Traffic();

    void start(std::function<void()> on_end);
    Count const& count() const { return count_; }

  private:
    struct Phone;
    struct Turn;
    using PhonePtr = std::shared_ptr<Phone>;
    using TurnPtr = std::shared_ptr<Turn>;

    // traffic.cpp: what is told, and when
    void next_scene(PhonePtr phone);
    void tell(PhonePtr phone);
    Result<TurnPtr> made(Phone& phone, Act const& act);
    Result<TurnPtr> made_saying(Phone const& phone, Act const& act, std::string const& text);
    std::vector<std::string> texts_for(Phone& phone, Act const& act);
    Values said_by(Phone const& phone, Act const& act, std::string const& text) const;
    void check_mark(Phone const& phone, Turn const& turn);
    void go_on(PhonePtr phone);
    void stop();
    void end_if_done();
    void end();
    // traffic_turns.cpp: one request, its repetitions and its answers
    void ask(PhonePtr phone, TurnPtr turn);
    void send(PhonePtr phone, TurnPtr turn);
    void wait_for(PhonePtr phone, TurnPtr turn);
    void fire(PhonePtr phone, TurnPtr turn);
    void came(PhonePtr phone, TurnPtr turn, gateway::ClientReply const& reply,
              std::chrono::nanoseconds took);
    void check_repeat(Turn const& turn, Verdict const& verdict, gateway::ClientReply const& reply);
    void come_again(PhonePtr phone, TurnPtr turn);
    void forge(Phone const& phone, Act const& act);
    void wrong(Act const& act, std::string const& kind, std::string const& came);
    void done();

    bool over() const { return world_.clock.steady() >= begun_ + plan_.duration; }
    Millis think();
    std::string fresh() { return std::to_string(fresh_number(world_)); }
    void later(std::chrono::nanoseconds delay, std::function<void()> work);

    TrafficPlan plan_;
    gateway::mapping::RouteFacts route_;
    Millis deadline_;
    World& world_;
    Fire fire_;
    After after_;
    std::function<void()> on_end_;
    world::Chance chance_;
    Count count_;
    std::map<std::string, std::string, std::less<>> marks_; ///< of a dedupe rule → whose it is
    std::chrono::nanoseconds begun_{}, next_scene_{};
    std::size_t scenes_begun_ = 0, written_ = 0, forged_ = 0;
    std::size_t in_use_ = 0; ///< phones
    std::size_t out_ = 0;    ///< requests on their way, or to be repeated
    bool ended_ = false;
    std::shared_ptr<bool> alive_; ///< what comes back later asks it
};

} // namespace haatline::simulators::aggregator
