#include "simulators/aggregator/phone.hpp"
#include "simulators/load/story.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::simulators::aggregator {

/// The screen is on the phone.
void Aggregator::seen(PhonePtr phone, TurnPtr turn) {
    auto heard = phone->carrier->read(*turn->reply);
    if (!heard || (heard->text.empty() && !heard->ended))
        return wrong(phone, "not a screen", heard ? "an empty one" : heard.error().detail);
    if (phone->calm) return seen_calmly(std::move(phone), std::move(*heard));
    if (is_busy(heard->text)) {
        ++count_.busy;
        return told_to_dial_again(std::move(phone));
    }
    if (phone->resuming) return seen_again(std::move(phone), *heard);
    if (!telling_->fits(phone->step, *heard, phone->name))
        return wrong(phone, what_kind(*phone, *heard), heard->text);
    ++count_.screens;
    if (heard->ended) ++count_.ends;
    if (turn->fate.late_copy) phone->late = turn;
    go_on(std::move(phone), heard->ended);
}

/// One of the two who tell the story sees what everybody must see.
void Aggregator::seen_calmly(PhonePtr phone, Heard heard) {
    bool const types_on = phone->step + 1 < plan_.story.size() &&
                          plan_.story[phone->step + 1].kind == Press::Kind::answer;
    if (is_busy(heard.text) || (heard.ended && types_on)) {
        problem_ = fmt::format("step {} ends the call of a caller whom nothing disturbs: `{}`",
                               phone->step + 1, heard.text);
        return end();
    }
    bool const ended = heard.ended;
    phone->screens.push_back(std::move(heard));
    go_on(std::move(phone), ended);
}

/// Too busy: her answers are saved, and this one is either among them or still to be given.
void Aggregator::told_to_dial_again(PhonePtr phone) {
    if (!phone->resuming && plan_.story[phone->step].kind == Press::Kind::answer) {
        --phone->step;
        phone->maybe_taken = true;
    }
    dial_again(std::move(phone));
}

/// Where in the story she is after dialling again; nothing when the screen is none that she may see.
std::optional<std::size_t> Aggregator::found_again(Phone const& phone, Heard const& heard) const {
    if (telling_->fits(phone.step, heard, phone.name)) return phone.step;
    if (!phone.maybe_taken) return std::nullopt;
    auto const next = phone.step + 1;
    if (telling_->fits(next, heard, phone.name)) return next;
    // The answer was the last of its call, so that the next call begins.
    auto const after = next + 1;
    bool const calls_again =
        after < plan_.story.size() && plan_.story[after].kind == Press::Kind::dial;
    if (calls_again && telling_->fits(after, heard, phone.name)) return after;
    return std::nullopt;
}

/// After a call that broke off: the same question, at once or behind "go on where you stopped?".
void Aggregator::seen_again(PhonePtr phone, Heard const& heard) {
    if (auto const step = found_again(*phone, heard)) {
        phone->step = *step;
        phone->resuming = phone->asked_to_go_on = phone->maybe_taken = false;
        ++count_.resumed;
        ++count_.screens;
        return go_on(std::move(phone), heard.ended);
    }
    if (heard.ended || phone->asked_to_go_on)
        return wrong(phone, "an answer was lost with a call that broke off", heard.text);
    phone->asked_to_go_on = true;
    later(think(), [this, phone] {
        if (over()) return stop(*phone);
        auto yes = phone->carrier->answer("1");
        if (!yes) return wrong(phone, "a request that cannot be made", yes.error().detail);
        ask(phone, std::move(*yes));
    });
}

void Aggregator::go_on(PhonePtr phone, bool ended) {
    if (++phone->step == plan_.story.size()) {
        if (phone->calm) return told(std::move(phone));
        ++count_.stories;
        return call_next(std::move(phone));
    }
    auto const next = plan_.story[phone->step].kind;
    if (!phone->calm && !ended && next == Press::Kind::answer &&
        chance_.percent(plan_.faults.abandon)) {
        --phone->step; // what she saw last is what she must see again
        ++count_.abandoned;
        return hang_up(std::move(phone));
    }
    later(phone->calm ? Millis(0) : think(), [this, phone] { press(phone); });
}

/// Tells the network, where it is told, and dials again (or goes on with the story, where it says so).
void Aggregator::hang_up(PhonePtr phone) {
    if (auto notice = phone->carrier->hang_up()) {
        ++count_.requests;
        ++out_;
        fire_(std::move(*notice), [this, alive = alive_](auto const& reply) {
            if (!*alive || ended_) return;
            --out_;
            if (!reply || reply->status >= 500) ++count_.unanswered;
            if (in_use_ == 0 && out_ == 0 && telling_) end();
        });
    }
    if (plan_.story[phone->step].kind != Press::Kind::hangup) return dial_again(std::move(phone));
    if (phone->calm) phone->screens.push_back({});
    go_on(std::move(phone), true);
}

void Aggregator::dial_again(PhonePtr phone) {
    phone->resuming = true;
    phone->asked_to_go_on = false;
    later(think(), [this, phone] {
        if (over()) return stop(*phone);
        auto at = phone->step;
        while (at > 0 && plan_.story[at].kind != Press::Kind::dial) --at;
        auto request = phone->carrier->dial(plan_.story[at].text);
        if (!request) return wrong(phone, "a request that cannot be made", request.error().detail);
        ++count_.calls;
        ask(phone, std::move(*request));
    });
}

void Aggregator::wrong(PhonePtr phone, std::string const& kind, std::string const& came) {
    auto const example = telling_ ? fmt::format("step {}: expected `{}`, came `{}`",
                                                phone->step + 1, telling_->shown(phone->step), came)
                                  : fmt::format("step {}: {}", phone->step + 1, came);
    if (phone->calm) {
        problem_ = fmt::format("{}: {}", kind, example);
        return end();
    }
    count_.add_wrong(kind, example);
    call_next(std::move(phone)); // somebody else takes the phone
}

bool Aggregator::is_busy(std::string_view text) const {
    return std::any_of(plan_.busy.begin(), plan_.busy.end(),
                       [&](auto const& busy) { return !busy.empty() && text == busy; });
}

/// Why a screen is not the one that belongs here.
std::string Aggregator::what_kind(Phone const& phone, Heard const& heard) const {
    for (std::uint64_t other = 0; other < count_.callers; ++other)
        if (other != phone.caller && heard.text.find(name_of(other)) != std::string::npos)
            return "a screen of another phone";
    for (std::size_t step = 0; step < telling_->steps(); ++step)
        if (telling_->fits(step, heard, phone.name))
            return step < phone.step ? "an answer was lost" : "an answer was taken twice";
    return "another screen than this step's";
}

} // namespace haatline::simulators::aggregator
