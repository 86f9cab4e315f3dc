#pragma once

#include "gateway/net/http_volley.hpp"
#include "simulators/aggregator/count.hpp"
#include "simulators/aggregator/faults.hpp"
#include "simulators/aggregator/telling.hpp"
#include "simulators/handset/carrier.hpp"
#include "simulators/handset/script.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace haatline::simulators::aggregator {

struct Plan {
    std::string provider;
    std::vector<Press> story;
    std::size_t phones = 100; ///< in use at once
    double rate = 0;          ///< new callers a second at most; 0: as phones come free
    std::chrono::seconds duration{10};
    Millis patience{10'000}; ///< for the last answers
    Faults faults;
    std::uint64_t seed = 1;
    std::uint64_t first_number = 0; ///< E.164 digits of the first caller
    std::vector<std::string> busy;  ///< how the gateway says that it is busy, in each language
};

using MakeLine = std::function<Result<std::unique_ptr<Carrier>>(Msisdn)>;
/// How a request leaves and its answer comes back: `HttpVolley` in the command.
using Fire = std::function<void(gateway::ClientRequest, gateway::HttpVolley::Done)>;
/// Calls back after a while, on the same thread.
using After = std::function<void(std::chrono::nanoseconds, std::function<void()>)>;

/// A provider with its faults, played against a running gateway. Two callers whom nothing disturbs tell the story
/// first; then every phone plays it over a network that loses, doubles and reorders, and each must see the screens
/// that those two saw: another caller's screen, a lost answer or one taken twice shows itself as another screen. A
/// repeated request must be answered with the same bytes. Who hung up in the middle must find her screen again.
class Aggregator {
  public:
    Aggregator(Plan plan, MakeLine make_line, World& world, Fire fire, After after);
    ~Aggregator();

    /// @fails as `make_line`.
    Result<void> start(std::function<void()> on_end);
    /// A screen came by a request of the gateway's own.
    void screen_came(gateway::ClientReply said);
    Count const& count() const { return count_; }
    /// Why nothing could be checked: what the two callers of the beginning met. Empty when they were served.
    std::string const& problem() const { return problem_; }

  private:
    struct Phone;
    struct Turn;
    using PhonePtr = std::shared_ptr<Phone>;
    using TurnPtr = std::shared_ptr<Turn>;

    // aggregator.cpp: who calls, and when
    Result<void> new_caller(Phone& phone);
    void call_next(PhonePtr phone);
    void told(PhonePtr phone);
    void start_phones();
    void stop(Phone& phone);
    void give_up_waiting();
    void end();
    bool over() const { return world_.clock.steady() >= begun_ + plan_.duration; }
    // aggregator_turns.cpp: one request, its repetitions and its answer
    void press(PhonePtr phone);
    void ask(PhonePtr phone, gateway::ClientRequest request);
    void send(PhonePtr phone, TurnPtr turn);
    void try_again(PhonePtr phone, TurnPtr turn);
    void came(PhonePtr phone, TurnPtr turn, Result<gateway::ClientReply> reply);
    void check_repeat(Phone const& phone, Turn const& turn, gateway::ClientReply const& reply);
    // aggregator_later.cpp: screens that come by themselves
    void acknowledged(PhonePtr phone, TurnPtr turn, gateway::ClientReply const& reply);
    void expect_screen(PhonePtr phone, TurnPtr turn);
    void forget_marks(Phone& phone);
    // aggregator_seen.cpp: what a screen means for the story
    void seen(PhonePtr phone, TurnPtr turn);
    void seen_calmly(PhonePtr phone, Heard heard);
    void told_to_dial_again(PhonePtr phone);
    void seen_again(PhonePtr phone, Heard const& heard);
    std::optional<std::size_t> found_again(Phone const& phone, Heard const& heard) const;
    void go_on(PhonePtr phone, bool ended);
    void hang_up(PhonePtr phone);
    void dial_again(PhonePtr phone);
    void wrong(PhonePtr phone, std::string const& kind, std::string const& came);
    bool is_busy(std::string_view text) const;
    std::string what_kind(Phone const& phone, Heard const& heard) const;

    void later(std::chrono::nanoseconds delay, std::function<void()> work);
    Millis think();

    Plan plan_;
    MakeLine make_line_;
    World& world_;
    Fire fire_;
    After after_;
    std::function<void()> on_end_;
    world::Chance chance_;
    Count count_;
    std::string problem_;
    std::optional<Telling> telling_;
    std::map<std::string, std::pair<PhonePtr, TurnPtr>, std::less<>> expected_; ///< by mark
    std::vector<std::vector<Heard>> told_; ///< by the two of the beginning
    std::vector<std::string> told_names_;
    std::chrono::nanoseconds begun_{}, next_call_{};
    std::size_t in_use_ = 0; ///< phones
    std::size_t out_ = 0;    ///< requests on their way
    bool ended_ = false;
    std::shared_ptr<bool> alive_; ///< what comes back later asks it
};

} // namespace haatline::simulators::aggregator
