#pragma once

#include "simulators/world/alone.hpp"
#include "simulators/world/callback.hpp"
#include "simulators/world/story.hpp"
#include "storage/witness.hpp"

#include <map>
#include <set>
#include <vector>

namespace haatline::simulators::world {

/// Writes down what was promised to whom and compares it with what is on the disk: the promises of
/// product.md, each in a function of its own. Knows the gateway only from outside: what goes to the
/// journal, what the network carries, what the database holds.
class Notary {
  public:
    Notary(gateway::Program const& program, gateway::Pepper const& pepper,
           std::vector<gateway::RouteConfig> const& routes, Story& story);

    // Between dispatcher and store.
    void answered(Caller const& caller, Question const& question, Answer const& answer);
    void not_answered(Caller const& caller);
    void appended(storage::Step const& step, std::uint64_t token);
    void on_disk(storage::Committed const& committed);
    /// Whoever was behind this number is forgotten, and her dialogue with her.
    void erased(std::uint64_t phone);

    // Between network and gateway.
    void arrived(CallbackPtr const& callback);
    void replied(Callback& callback, gateway::RawReply const& reply, Heard const& heard);
    /// Told to the person who waits for it. `faults`: the disk refused something lately.
    void read(Callback const& callback, Heard const& heard, bool faults);
    /// What this caller typed is nobody else's to read.
    void keep_private(std::uint64_t phone, std::string word);
    /// Her number stays hidden until she gives it away, but from those who know it already.
    void keep_number(std::uint64_t phone, std::string digits);
    void knows_number(std::uint64_t phone, std::string digits);

    // The gateway's life.
    void opened(storage::Witness& witness);
    void crashed();
    /// Everything written is compared with everything promised; `every_page`: and the file is whole.
    enum class Care : std::uint8_t { promises, every_page };
    void compare(Care care);

    /// The screen a phone looks at, as the reference has it; empty before the first.
    menus::Session const& session_of(std::uint64_t phone);
    std::size_t steps() const { return durable_.size(); }
    std::size_t wishes() const { return wishes_.size(); }
    std::size_t erased_numbers() const { return erased_.size(); }
    std::map<std::string, std::size_t> const& effects() const { return effects_; }

  private:
    struct Noted {
        storage::Step step;
        std::vector<Alone::Heard> heard;
        CallbackPtr callback;
        std::size_t arrival = 0;
    };
    struct Line {
        Line(gateway::Program const& program, gateway::Pepper const& pepper)
            : alone(program, pepper) {}
        Alone alone;
        std::vector<Alone::Heard> heard; ///< since its last step
        std::size_t last_arrival = 0;    ///< of the callback whose step came last
    };
    /// What a retry repeats: number, dialogue and identity.
    using Key = std::tuple<std::uint64_t, std::string, std::string>;

    Line& line(std::uint64_t phone);
    void is_nobody_else(Caller const& caller, Answer const& answer);
    gateway::RouteConfig const& route_of(std::string_view dialogue) const;
    void durable(std::uint64_t seq, Noted noted);
    void count_effects(Noted const& noted);
    void look_for_new_events();
    void is_a_step(Callback& callback, Heard const& heard);
    void fits(Callback const& callback, std::string_view text);
    void is_hers(Callback const& callback, std::string_view text);
    void hides_numbers(Callback const& callback, std::string_view text);
    bool is_sentence(std::string_view key, Heard const& heard) const;
    bool is_as_promised(storage::Witness::Event const& event, storage::Step const& step) const;
    void compare_events();
    void compare_effects();
    bool are_left(std::string_view counter, std::vector<storage::Witness::Left> const& there);

    gateway::Program const& program_;
    gateway::Pepper const& pepper_;
    std::vector<gateway::RouteConfig> const& routes_;
    Story& story_;
    storage::Witness* witness_ = nullptr;
    std::uint64_t settled_ = 0; ///< steps from before this world

    std::map<std::uint64_t, Line> lines_;
    std::map<std::uint64_t, Noted> queued_;                 ///< by token: on their way to the disk
    std::vector<Noted> doubtful_;                           ///< nobody knows whether they got there
    std::map<std::uint64_t, Noted> durable_;                ///< by seq
    std::map<std::uint64_t, storage::Witness::Event> seen_; ///< on the disk, by seq
    std::map<Key, std::vector<std::uint64_t>> by_key_;      ///< seqs of `seen_`
    std::vector<CallbackPtr> open_;                         ///< arrived, not replied
    std::size_t arrivals_ = 0;
    std::map<std::string, std::uint64_t> private_words_;            ///< word → whose
    std::map<std::string, std::uint64_t> numbers_;                  ///< digits → whose
    std::set<std::pair<std::uint64_t, std::string>> known_numbers_; ///< to whom, which
    std::set<std::uint64_t> askers_, givers_; ///< asked for an introduction; gave a number away
    /// Told by whose effect. `sure`: it left a row; some find what they would add there already.
    struct Promised {
        std::uint64_t phone;
        bool sure;
    };
    using BySerial = std::map<std::uint64_t, Promised>;
    std::map<std::string, BySerial, std::less<>> left_; ///< by counter
    std::map<std::string, std::uint64_t, std::less<>> first_serial_;
    std::uint64_t empty_searches_ = 0;
    std::vector<TimePoint> wishes_;              ///< to be erased
    std::set<std::uint64_t> erased_;             ///< numbers
    std::map<std::string, std::size_t> effects_; ///< how often each took place
};

} // namespace haatline::simulators::world
