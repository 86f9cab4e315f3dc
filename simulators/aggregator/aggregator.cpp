#include "simulators/aggregator/aggregator.hpp"

#include "simulators/aggregator/phone.hpp"
#include "simulators/load/story.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::simulators::aggregator {

using std::chrono::nanoseconds;

Aggregator::Aggregator(Plan plan, MakeLine make_line, World& world, Fire fire, After after)
    : plan_(std::move(plan)), make_line_(std::move(make_line)), world_(world),
      fire_(std::move(fire)), after_(std::move(after)), chance_(plan_.seed),
      alive_(std::make_shared<bool>(true)) {
    count_.provider = plan_.provider;
}

Aggregator::~Aggregator() { *alive_ = false; }

void Aggregator::later(nanoseconds delay, std::function<void()> work) {
    after_(delay, [this, alive = alive_, work = std::move(work)] {
        if (*alive && !ended_) work();
    });
}

Millis Aggregator::think() {
    auto const& span = plan_.faults.think;
    return chance_.between(span.least.count(), span.most.count());
}

Result<void> Aggregator::start(std::function<void()> on_end) {
    on_end_ = std::move(on_end);
    begun_ = world_.clock.steady();
    auto calm = std::make_shared<Phone>();
    calm->calm = true;
    if (auto ready = new_caller(*calm); !ready) return ready;
    press(std::move(calm));
    return {};
}

/// Somebody else takes the phone: a number and a name of her own.
Result<void> Aggregator::new_caller(Phone& phone) {
    forget_marks(phone);
    auto line = make_line_(Msisdn::from_number(plan_.first_number + count_.callers));
    if (!line) return fail(line.error());
    phone.caller = count_.callers++;
    phone.name = name_of(phone.caller);
    phone.carrier = std::move(*line);
    phone.step = 0;
    phone.resuming = phone.asked_to_go_on = phone.maybe_taken = false;
    phone.screens.clear();
    return {};
}

/// One of the two who begin is through.
void Aggregator::told(PhonePtr phone) {
    told_.push_back(std::move(phone->screens));
    told_names_.push_back(phone->name);
    if (told_.size() < 2) {
        if (auto ready = new_caller(*phone); ready) return press(std::move(phone));
        return end();
    }
    auto telling = Telling::of(told_[0], told_names_[0], told_[1], told_names_[1]);
    if (!telling) {
        problem_ = telling.error().detail;
        return end();
    }
    telling_ = std::move(*telling);
    start_phones();
}

void Aggregator::start_phones() {
    // What the two cost is no part of the run.
    auto const callers = count_.callers;
    count_ = {};
    count_.provider = plan_.provider;
    count_.callers = callers;
    begun_ = next_call_ = world_.clock.steady();
    in_use_ = plan_.phones;
    for (std::size_t i = 0; i < plan_.phones; ++i) call_next(std::make_shared<Phone>());
    later(plan_.duration + plan_.patience, [this] { give_up_waiting(); });
}

/// A new caller, when the plan allows one more.
void Aggregator::call_next(PhonePtr phone) {
    auto const now = world_.clock.steady();
    next_call_ = std::max(next_call_, now);
    auto const wait = next_call_ - now;
    if (plan_.rate > 0) next_call_ += nanoseconds(static_cast<std::int64_t>(1e9 / plan_.rate));
    later(wait + (plan_.rate > 0 ? Millis(0) : think()),
          [this, phone = std::move(phone)]() mutable {
              if (over() || !new_caller(*phone)) return stop(*phone);
              press(std::move(phone));
          });
}

void Aggregator::stop(Phone& phone) {
    phone.turn.reset();
    if (--in_use_ == 0 && out_ == 0) end();
}

void Aggregator::give_up_waiting() {
    count_.unanswered += out_;
    end();
}

void Aggregator::end() {
    if (ended_) return;
    ended_ = true;
    count_.seconds = std::chrono::duration<double>(world_.clock.steady() - begun_).count();
    if (telling_) count_.callers -= 2; // the two of the beginning
    on_end_();
}

} // namespace haatline::simulators::aggregator
