#include "simulators/load/open_loop.hpp"

#include "simulators/load/story.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::simulators {
namespace {

using std::chrono::nanoseconds;

/// A silence this long while turns wait is a stall (issue: no stall over 50 ms).
constexpr auto stall_min = std::chrono::milliseconds(50);

std::string_view kind_of(Error const& error) {
    return error.code == Errc::timeout ? "timeout" : "connection broken";
}

} // namespace

struct OpenLoop::Caller {
    std::unique_ptr<Carrier> carrier;
    std::string name;
    std::size_t step = 0; ///< of the story
};

OpenLoop::OpenLoop(LoadPlan plan, World& world, Fire fire, After after)
    : plan_(std::move(plan)), world_(world), fire_(std::move(fire)), after_(std::move(after)),
      alive_(std::make_shared<bool>(true)) {}

OpenLoop::~OpenLoop() { *alive_ = false; }

std::unique_ptr<OpenLoop::Caller> OpenLoop::new_caller() {
    auto line = plan_.line;
    line.from = Msisdn::from_number(plan_.first_number + tally_.callers);
    auto caller = std::make_unique<Caller>();
    caller->name = name_of(tally_.callers++);
    caller->carrier = *make_carrier(plan_.provider, std::move(line), world_); // start() tried it
    return caller;
}

Result<void> OpenLoop::start(std::function<void(std::string const&)> on_second,
                             std::function<void()> on_end) {
    auto const known = make_carrier(plan_.provider, plan_.line, world_);
    if (!known) return fail(known.error());
    on_second_ = std::move(on_second);
    on_end_ = std::move(on_end);
    tally_.rate_wanted = plan_.rate;
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
        fire_one(due);
        due = due_at(++fired_);
    }
    if (due >= last) return wait_for_the_last();
    after_(std::max(nanoseconds(0), due - world_.clock.steady()), [this, alive = alive_] {
        if (*alive) pump();
    });
}

void OpenLoop::fire_one(nanoseconds due) {
    ++tally_.intended;
    if (ready_.empty()) ready_.push_back(new_caller());
    auto caller = std::move(ready_.front());
    ready_.pop_front();
    auto const& press = plan_.story[caller->step];
    auto const text = filled(press.text, caller->name);
    auto request = press.kind == Press::Kind::dial     ? caller->carrier->dial(text)
                   : press.kind == Press::Kind::answer ? caller->carrier->answer(text)
                                                       : caller->carrier->hang_up();
    auto const now = world_.clock.steady();
    if (out_ == 0) last_heard_ = now; // nobody waited, so the silence before was no stall
    ++out_;
    tally_.lateness.add(now - due);
    gateway::ClientRequest out;
    out.method = request.post ? "POST" : "GET";
    out.path = std::move(request.path);
    out.body = std::move(request.body);
    fire_(std::move(out),
          [this, alive = alive_, caller, due](Result<gateway::ClientReply> reply) mutable {
              if (*alive) heard(std::move(caller), due, std::move(reply));
          });
}

void OpenLoop::heard(std::shared_ptr<Caller> caller, nanoseconds due,
                     Result<gateway::ClientReply> reply) {
    if (ended_) return;
    auto const now = world_.clock.steady();
    note_silence(now);
    --out_;
    auto const wrong = judged(*caller, reply);
    if (wrong.empty()) {
        ++tally_.answered;
        tally_.latencies.add(now - due);
        this_second_.add(now - due);
        tally_.seconds = std::chrono::duration<double>(now - begun_).count();
    } else {
        ++tally_.errors[wrong];
        ++errors_this_second_;
    }
    bool const over = ++caller->step == plan_.story.size();
    if (over && wrong.empty()) ++tally_.stories;
    // Who was refused or is through makes room for somebody the gateway does not know.
    ready_.push_back(over || !wrong.empty() ? new_caller() : std::move(caller));
}

/// What is wrong with an answer, or nothing.
std::string OpenLoop::judged(Caller& caller, Result<gateway::ClientReply> const& reply) const {
    if (!reply) return std::string(kind_of(reply.error()));
    if (reply->status != 200) return fmt::format("status {}", reply->status);
    if (plan_.story[caller.step].kind == Press::Kind::hangup) return {};
    auto const screen = caller.carrier->read(*reply);
    if (!screen || screen->text.empty()) return "not a screen";
    // The story types on, so a screen that closes the call is a refusal in words ("busy").
    bool const types_on = caller.step + 1 < plan_.story.size() &&
                          plan_.story[caller.step + 1].kind == Press::Kind::answer;
    return screen->ended && types_on ? "closed early" : "";
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
    on_end_();
}

} // namespace haatline::simulators
