#include "simulators/load/open_loop.hpp"

#include <algorithm>

namespace haatline::simulators {
namespace {

using std::chrono::nanoseconds;

/// A silence this long while turns wait is a stall (issue: no stall over 50 ms).
constexpr auto stall_min = std::chrono::milliseconds(50);

} // namespace

OpenLoop::OpenLoop(LoadPlan plan, World& world, Fire fire, After after)
    : plan_(std::move(plan)), world_(world), fire_(std::move(fire)), after_(std::move(after)),
      alive_(std::make_shared<bool>(true)) {}

OpenLoop::~OpenLoop() { *alive_ = false; }

OpenLoop::Caller OpenLoop::new_caller() {
    return std::make_shared<LoadCaller>(plan_, tally_.callers++, world_);
}

/// Whose turn it is now.
OpenLoop::Caller OpenLoop::next_caller() {
    if (plan_.dials) {
        tally_.in_call_most = std::max(tally_.in_call_most, ++in_call_);
        return new_caller();
    }
    if (ready_.empty()) return new_caller();
    auto out = std::move(ready_.front());
    ready_.pop_front();
    return out;
}

Result<void> OpenLoop::start(std::function<void(std::string const&)> on_second,
                             std::function<void()> on_end) {
    auto const known = make_carrier(plan_.provider, plan_.line, world_);
    if (!known) return fail(known.error());
    on_second_ = std::move(on_second);
    on_end_ = std::move(on_end);
    tally_.rate_wanted = plan_.rate;
    tally_.deadline = plan_.deadline;
    if (plan_.dials)
        tally_.rate_wanted *= static_cast<double>(plan_.story.size());
    else
        for (std::size_t i = 0; i < plan_.callers; ++i) ready_.push_back(new_caller());
    begun_ = last_heard_ = world_.clock.steady();
    look_each_second();
    pump();
    return {};
}

/// Sends what is due by now and comes again when the next turn is.
void OpenLoop::pump() {
    auto const due_at = [this](std::uint64_t turn) {
        return begun_ +
               nanoseconds(static_cast<std::int64_t>(static_cast<double>(turn) * 1e9 / plan_.rate));
    };
    auto const last = begun_ + plan_.duration;
    auto due = due_at(fired_);
    while (due < last && due <= world_.clock.steady()) {
        fire(next_caller(), due);
        due = due_at(++fired_);
    }
    if (due >= last) return wait_for_the_last();
    after_(std::max(nanoseconds(0), due - world_.clock.steady()), [this, alive = alive_] {
        if (*alive) pump();
    });
}

void OpenLoop::fire(Caller caller, nanoseconds due) {
    bool const counted = counts(due);
    tally_.intended += counted ? 1 : 0;
    auto request = caller->next();
    auto const now = world_.clock.steady();
    if (out_ == 0) last_heard_ = now; // nobody waited, so the silence before was no stall
    ++out_;
    if (counted) tally_.lateness.add(now - due);
    fire_(std::move(request),
          [this, alive = alive_, caller = std::move(caller), due](auto const& reply) {
              if (*alive) heard(caller, due, reply);
          });
}

void OpenLoop::heard(Caller const& caller, nanoseconds due,
                     Result<gateway::ClientReply> const& reply) {
    if (ended_) return;
    auto const now = world_.clock.steady();
    note_silence(now);
    --out_;
    auto const judged = caller->heard(reply);
    bool const good = judged.worth == LoadCaller::Worth::good;
    if (good) this_second_.add(now - due);
    if (!good) ++errors_this_second_;
    bool const in_window = counts(now) && now < begun_ + plan_.duration;
    if (good && in_window && now - due <= plan_.deadline) ++tally_.in_time;
    if (counts(due)) {
        tally_.count(judged, now - due);
        if (good && caller->through()) ++tally_.stories;
        if (good) tally_.seconds = std::chrono::duration<double>(now - begun_).count();
    }
    go_on(caller, judged.worth);
}

/// Who was refused or is through makes room for somebody the gateway does not know.
void OpenLoop::go_on(Caller caller, LoadCaller::Worth worth) {
    bool const over = caller->through() || worth != LoadCaller::Worth::good;
    if (over && plan_.dials) return void(--in_call_);
    if (over || plan_.think.count() == 0) {
        if (over) caller = new_caller();
        if (plan_.dials) return fire(std::move(caller), world_.clock.steady());
        return ready_.push_back(std::move(caller));
    }
    auto const due = world_.clock.steady() + plan_.think;
    if (plan_.dials && due >= begun_ + plan_.duration) return; // the run is over before she types
    after_(plan_.think, [this, alive = alive_, caller = std::move(caller), due] {
        if (!*alive || ended_) return;
        plan_.dials ? fire(caller, due) : ready_.push_back(caller);
    });
}

void OpenLoop::note_silence(nanoseconds now) {
    auto const silence = now - last_heard_;
    last_heard_ = now;
    tally_.longest_stall = std::max(tally_.longest_stall, silence);
    if (silence > stall_min) ++tally_.stalls;
}

void OpenLoop::look_each_second() {
    after_(std::chrono::seconds(1), [this, alive = alive_] {
        if (!*alive || ended_) return;
        on_second_(progress_line(++seconds_said_, this_second_, errors_this_second_, out_));
        this_second_ = {};
        errors_this_second_ = 0;
        look_each_second();
    });
}

void OpenLoop::wait_for_the_last() {
    auto const patience_ends = begun_ + plan_.duration + plan_.patience;
    if (out_ == 0 || world_.clock.steady() >= patience_ends) return end();
    after_(std::chrono::milliseconds(5), [this, alive = alive_] {
        if (*alive) wait_for_the_last();
    });
}

void OpenLoop::end() {
    ended_ = true;
    tally_.unanswered = out_;
    // A run whose last turn was answered at once lasted as long as it was asked to.
    tally_.seconds =
        std::max(tally_.seconds, std::chrono::duration<double>(plan_.duration).count());
    tally_.counted_seconds = std::chrono::duration<double>(plan_.duration - plan_.warm_up).count();
    on_end_();
}

} // namespace haatline::simulators
