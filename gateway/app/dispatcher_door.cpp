#include "base/limits.hpp"
#include "gateway/app/dispatcher.hpp"

#include <algorithm>
#include <numeric>

// Who comes in and who leaves: retries, admission, replies.
namespace haatline::gateway {
namespace {

TurnReply say(UssdReply screen) { return {TurnReply::Kind::screen, std::move(screen), {}}; }

} // namespace

/// Neither the request nor anybody's memory says whose dialogue it is: it is long over.
void Dispatcher::take_nobodys(Turn& turn) {
    auto const done = std::exchange(turn.done, nullptr);
    if (turn.callback.kind == Callback::Kind::hangup)
        return done({TurnReply::Kind::hung_up_unknown, {}, {}});
    metrics_.count(turn.route->id, TurnOutcome::late);
    done(say(words_only("err.expired", {})));
}

void Dispatcher::take(Turn turn) {
    if (turn.callback.phone.number() == 0) return take_nobodys(turn);
    auto const number = turn.callback.phone.number();
    Waiting waiting{std::move(turn), {}, {}, {}, world_.clock.steady()};
    auto& callback = waiting.turn.callback;
    // What a retry repeats may be guessed from its digest, were that not keyed: a secret number can
    // be in it.
    if (!callback.identity.empty()) callback.identity = pepper_.mark(callback.identity);
    waiting.dialogue = waiting.turn.route->dialogue_key(callback.session);
    waiting.marks = Marks::of(waiting.dialogue, callback.identity);
    Phone* const known = phones_.find(number);
    bool const is_turn = callback.kind == Callback::Kind::turn;
    if (known && is_turn && served_from_memory(*known, waiting)) return;
    // A provider's retry repeats its signature and was answered above; anything else that does is a recording.
    if (!callback.once.empty() &&
        !replays_.admit(waiting.turn.route->name(), callback.once, world_.clock.now())) {
        metrics_.count(waiting.turn.route->id, TurnOutcome::refused);
        return waiting.turn.done({TurnReply::Kind::forbidden, {}, {}});
    }
    if (waiting.turn.message && heard_enough(waiting.turn)) return;
    // Who is refused leaves no trace: no phone in memory, no look at the disk.
    if (auto const why = weighed(known, waiting); why != Refusal::none)
        return refuse(waiting.turn, known, why);
    Route const& route = *waiting.turn.route;
    admission_.began(route.id, route.config.pace, waiting.taken);
    waiting.serial = in_work_.begin(number, waiting.taken);
    count_on_the_way(+1);
    Phone& phone = known ? *known : phones_.at(number);
    phone.waiting.push_back(std::move(waiting));
    pump(phone);
}

/// A retry gets the reply its twin got, or will get; no second step is taken.
bool Dispatcher::served_from_memory(Phone& phone, Waiting& fresh) {
    if (fresh.marks.callback == 0) return false;
    Turn& turn = fresh.turn;
    for (Waiting& waiting : phone.waiting) {
        if (waiting.turn.callback.kind != Callback::Kind::turn || waiting.marks != fresh.marks)
            continue;
        if (waiting.given_up()) {
            refuse(turn, &phone, Refusal::given_up);
            return true;
        }
        metrics_.count(turn.route->id, TurnOutcome::retry);
        waiting.twins.push_back(std::move(turn.done));
        return true;
    }
    bool newest = true;
    for (auto it = phone.answered.rbegin(); it != phone.answered.rend(); ++it, newest = false) {
        if (it->marks != fresh.marks) continue;
        bool const undelivered = it->delivery != Answered::Delivery::written &&
                                 (it->delivery != Answered::Delivery::unknown ||
                                  now() - it->at < limits::provider_retry_window);
        bool const just_now = turn.callback.retry == RetryRule::within_a_minute &&
                              now() - it->at < limits::same_text_window;
        // Of a message that an earlier process took, its sender may not have heard: it is brought again at once.
        bool const before_us = it->delivery == Answered::Delivery::unknown &&
                               now() - it->at < limits::same_text_window;
        bool const is_retry = turn.callback.retry == RetryRule::exact || just_now ||
                              (newest && (turn.message ? before_us : undelivered));
        if (!is_retry) return false;
        metrics_.count(turn.route->id, TurnOutcome::retry);
        TurnReply reply = say(it->reply);
        if (turn.callback.retry == RetryRule::while_unanswered) {
            it->delivery = Answered::Delivery::pending;
            reply.sent = watch(phone, fresh.marks);
        }
        turn.done(std::move(reply));
        return true;
    }
    return false;
}

Refusal Dispatcher::weighed(Phone* known, Waiting const& fresh) {
    auto const& callback = fresh.turn.callback;
    auto const own = known ? known->waiting.size() : 0;
    if (callback.kind == Callback::Kind::hangup) { // it makes room, so there is more room for it
        if (own >= 2 * limits::turns_waiting) return Refusal::number;
        return admission_.hangup_may() ? Refusal::none : Refusal::full;
    }
    if (own >= limits::turns_waiting) return Refusal::number;
    Route const& route = *fresh.turn.route;
    auto const gate = admission_.gate(route.id, route.config.pace, fresh.taken);
    auto why = gate.answer;
    if (gate.new_call != Refusal::none && gate.new_call != why &&
        !(known && in_call(*known, fresh)))
        why = gate.new_call;
    if (why != Refusal::none) return why;
    return admission_.number_may(callback.phone.number(), fresh.taken) ? Refusal::none
                                                                       : Refusal::number;
}

/// Whether it goes on with a dialogue that is open. What was put down long ago is not looked up.
bool Dispatcher::in_call(Phone& phone, Waiting const& fresh) {
    if (!phone.waiting.empty()) return phone.waiting.back().dialogue == fresh.dialogue;
    if (phone.dialogue != fresh.dialogue || phone.ended) return false;
    phone.ensure_read(phones_.marker());
    auto const& callback = fresh.turn.callback;
    // Some providers' sessions are the number itself: a dial is told from an answer by its text.
    auto const kind =
        fresh.turn.provider->meaning(callback, live(phone, true, callback.session, now())).kind;
    return kind == Meaning::Kind::answer || kind == Meaning::Kind::again;
}

LiveDialogue Dispatcher::live(Phone const& phone, bool ours, std::string_view session,
                              TimePoint at) const {
    return {ours ? session : std::string_view(),
            {phone.text, phones_.marker()},
            phone.ended,
            at - phone.last,
            false};
}

/// In the provider's own words, and in hers where they are at hand.
void Dispatcher::refuse(Turn& turn, Phone* known, Refusal why) {
    metrics_.refuse(turn.route->id, why);
    std::uint64_t left_out = 0;
    if (refusal_brakes_[static_cast<std::size_t>(why)].lets(world_.clock.steady(), left_out))
        spdlog::warn("turned away reason={} route={} phone={} left_out={}",
                     refusal_names[static_cast<std::size_t>(why)], turn.route->name(),
                     turn.callback.phone, left_out);
    auto const done = std::exchange(turn.done, nullptr);
    if (turn.callback.kind == Callback::Kind::hangup)
        return done({TurnReply::Kind::hung_up_unknown, {}, {}});
    if (known) known->ensure_read(phones_.marker());
    auto reply = say(words_only("err.busy", known ? known->session.language : std::string()));
    reply.taken = false;
    done(std::move(reply));
}

void Dispatcher::finish(Phone& phone, TurnReply reply, TurnOutcome outcome) {
    if (phone.forget) phone.wipe();
    Waiting front = std::move(phone.waiting.front());
    phone.waiting.erase(phone.waiting.begin());
    phone.busy = false;
    auto const now = world_.clock.steady();
    bool const moved = outcome != TurnOutcome::late && outcome != TurnOutcome::hangup;
    admission_.ended(now, now - front.taken, moved);
    in_work_.end(front.serial);
    count_on_the_way(-1);
    reply.taken = outcome != TurnOutcome::busy && outcome != TurnOutcome::fault;
    if (!front.given_up()) {
        metrics_.count(front.turn.route->id, outcome);
        for (auto& twin : front.twins) twin({reply.kind, reply.screen, reply.sent, reply.taken});
        front.turn.done(std::move(reply));
    }
    pump(phone);
}

void Dispatcher::look_at_the_waits() {
    auto const now = world_.clock.steady();
    if (options_.give_up_after.count() > 0)
        for (auto const* each = in_work_.oldest();
             each && now - each->taken >= options_.give_up_after; each = in_work_.oldest()) {
            auto const serial = in_work_.oldest_serial();
            Phone* const phone = phones_.find(each->number);
            in_work_.end(serial);
            if (phone) give_up(*phone, serial);
        }
    auto const level = admission_.level(now);
    if (level == level_said_) return;
    auto const refused =
        std::accumulate(metrics_.routes.begin(), metrics_.routes.end(), std::uint64_t{0},
                        [](std::uint64_t sum, auto const& route) {
                            return std::accumulate(route.refused.begin(), route.refused.end(), sum);
                        });
    using enum Admission::Level;
    auto const wait = std::chrono::duration_cast<Millis>(admission_.wait(now)).count();
    if (level == open)
        spdlog::info("overload is over turned_away={}", refused - refused_before_);
    else
        spdlog::warn("overload: {} wait_ms={} turns_in_work={}",
                     level == shut ? "everybody is told to dial again"
                                   : "new calls are told to dial again, open ones go on",
                     wait, admission_.in_work());
    if (level_said_ == open) refused_before_ = refused;
    level_said_ = level;
}

/// Her network hangs up on silence. Should her step still reach the disk, she finds it when she dials
/// again, and a retry of the same callback gets the reply.
void Dispatcher::give_up(Phone& phone, std::uint64_t serial) {
    auto const late = std::find_if(phone.waiting.begin(), phone.waiting.end(),
                                   [&](Waiting const& each) { return each.serial == serial; });
    if (late == phone.waiting.end() || late->given_up()) return;
    auto twins = std::exchange(late->twins, {});
    Turn turn{late->turn.route, late->turn.callback, std::exchange(late->turn.done, nullptr),
              late->turn.provider};
    for (auto& twin : twins) {
        Turn again{turn.route, turn.callback, std::move(twin), turn.provider};
        refuse(again, &phone, Refusal::given_up);
    }
    refuse(turn, &phone, Refusal::given_up);
}

} // namespace haatline::gateway
