#pragma once

#include "cluster/harvest.hpp"
#include "gateway/app/admission.hpp"
#include "gateway/app/asker.hpp"
#include "gateway/app/clock_watch.hpp"
#include "gateway/app/log.hpp"
#include "gateway/app/metrics.hpp"
#include "gateway/app/pepper.hpp"
#include "gateway/app/phones.hpp"
#include "gateway/app/program.hpp"
#include "gateway/app/turn.hpp"
#include "gateway/app/turns_in_work.hpp"
#include "gateway/wire/replay_guard.hpp"
#include "storage/store.hpp"

#include <deque>
#include <map>
#include <memory>
#include <string>

namespace haatline::gateway {

struct DispatcherOptions {
    AdmissionLimits admission;
    /// A turn that takes so long is answered "busy, saved" while its provider still listens; 0: never.
    Millis give_up_after{};
    std::uint64_t replay_span_max = 60'000; ///< events a start may have to read back (about 0.3 s)
    Millis idle_max = std::chrono::minutes(15); ///< silent phones leave memory
    std::size_t answered_max = 12; ///< replies kept per phone for late retries: about a call
    /// Menus that were replaced but in which dialogues may still be: a call lasts minutes, and
    /// nobody changes menus more often while one does.
    std::size_t older_programs_max = 4;
};

/// Room 3 of a turn: orders callbacks per number, recognises retries, runs the engine, and lets a
/// reply go only after the step is on disk. Lives on the loop's thread; touches no socket and no
/// SQL.
class Dispatcher {
  public:
    Dispatcher(Asker& asker, World& world, Metrics& metrics, std::shared_ptr<Program const> program,
               Pepper const& pepper, DispatcherOptions options);

    /// Serial counters (EffectContract::serial) with their first free value, and the journal;
    /// before the first turn.
    void begin(storage::Journal& journal,
               std::map<std::string, std::uint64_t, std::less<>> serials);
    /// One event read back at start, oldest first.
    void restore(storage::ReplayedStep const& step);

    void take(Turn turn);
    /// Steps that are on disk now (or failed).
    void committed(std::vector<storage::Committed> const& steps);
    /// These numbers were erased: nothing of their dialogues may stay in memory.
    void forget(std::vector<std::uint64_t> const& numbers) {
        for (auto const number : numbers) left_.erase(number);
        phones_.forget(numbers);
    }
    /// Puts idle phones down; called now and then.
    void tidy_up();
    /// Once a second: answers who waited too long, and says when the house falls behind.
    void look_at_the_waits();
    /// See WaitGauge::looked.
    void line_waited(std::chrono::nanoseconds by, std::uint64_t read) {
        admission_.looked(world_.clock.steady(), by, read);
    }

    /// Whether messages leave at all: screens promise no SMS where none comes.
    void messages_leave(bool leave) { sends_ = leave; }
    /// New dialogues begin with `program`; those that are open finish on the one they began with.
    void use(std::shared_ptr<Program const> program);
    Program const& newest() const { return *program_; }
    std::size_t turns_in_work() const { return admission_.in_work(); }
    Admission const& admission() const { return admission_; }
    std::size_t steps_on_the_way() const { return on_the_way_.size(); } ///< to the disk
    std::size_t phones() const { return phones_.size(); }

  private:
    struct Working; ///< one turn between its callback and the disk

    void take_nobodys(Turn& turn);
    bool served_from_memory(Phone& phone, Waiting& fresh);
    Refusal weighed(Phone* known, Waiting const& fresh);
    bool in_call(Phone& phone, Waiting const& fresh);
    void refuse(Turn& turn, Phone* known, Refusal why);
    void give_up(Phone& phone, std::uint64_t serial);
    LiveDialogue live(Phone const& phone, bool ours, std::string_view session, TimePoint at) const;
    std::shared_ptr<Working> begun(Phone& phone);
    void pump(Phone& phone);
    void run_front(Phone& phone);
    void too_late(std::shared_ptr<Working> working);
    void run_engine(std::shared_ptr<Working> working, menus::Next next);
    void write_down(std::shared_ptr<Working> working, menus::Said said);
    void hang_up(std::shared_ptr<Working> working);
    // dispatcher_message.cpp: turns that came by SMS
    bool heard_enough(Turn& turn);
    void run_message(std::shared_ptr<Working> working);
    void read_message(std::shared_ptr<Working> working);
    void leave_answer(Working const& working, storage::Step& step);
    void tell_newcomer(Working const& working, storage::Step& step) const;
    void append(std::shared_ptr<Working> working, storage::Step step);
    void finish(Phone& phone, TurnReply reply, TurnOutcome outcome);
    void say_not_answered(std::string_view question, Error const& error);
    TimePoint now();
    void read_from_disk(Phone& phone, std::string state);
    std::shared_ptr<Program const> program_of(Phone const& phone) const;
    UssdReply words_only(std::string_view key, std::string_view language) const;
    menus::Context context(Working const& working);
    Caller caller(Working const& working) const;
    void remember(Phone& phone, Answered answered);
    std::function<void(bool)> watch(Phone const& phone, Marks marks);
    void count_on_the_way(int change);
    void take_notice(std::string_view name, Msisdn const& phone);

    Asker& asker_;
    World& world_;
    Metrics& metrics_;
    std::shared_ptr<Program const> program_;           ///< the newest
    std::deque<std::shared_ptr<Program const>> older_; ///< oldest first
    Pepper pepper_;
    bool sends_ = false;
    DispatcherOptions options_;
    storage::Journal* journal_ = nullptr;
    std::map<std::string, std::uint64_t, std::less<>> serials_;
    Harvest harvest_;
    std::map<std::string_view, LogBrake> notice_brakes_; ///< a kind that floods hides no other
    Phones phones_;
    std::deque<std::shared_ptr<Working>> on_the_way_; ///< by commit token, from `oldest_token_` on
    /// Put down, but perhaps not on disk yet: who comes back meanwhile is read from here.
    struct Left {
        std::uint64_t call; ///< of Journal::snapshot
        std::string state;
    };
    std::unordered_map<std::uint64_t, Left> left_; ///< by number
    std::uint64_t snapshot_calls_ = 0;
    std::uint64_t oldest_token_ = 1;
    std::uint64_t head_seq_ = 0;
    LogBrake not_answered_brake_;
    ReplayGuard replays_;
    ClockWatch clock_;
    Admission admission_;
    TurnsInWork in_work_;
    std::array<LogBrake, refusals> refusal_brakes_;
    Admission::Level level_said_ = Admission::Level::open;
    std::uint64_t refused_before_ = 0; ///< when that level was said
    std::size_t since_tidy_ = 0;
    std::size_t not_appended_ = 0; ///< turns the journal may expect soon
};

} // namespace haatline::gateway
