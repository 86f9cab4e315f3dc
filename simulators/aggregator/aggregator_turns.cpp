#include "simulators/aggregator/phone.hpp"
#include "simulators/load/story.hpp"

#include <fmt/format.h>

namespace haatline::simulators::aggregator {

/// The next press of the story leaves the phone.
void Aggregator::press(PhonePtr phone) {
    if (!phone->calm && over()) return stop(*phone);
    auto const& what = plan_.story[phone->step];
    if (what.kind == Press::Kind::hangup) return hang_up(std::move(phone));
    auto const text = filled(what.text, phone->name);
    bool const dials = what.kind == Press::Kind::dial;
    auto request = dials ? phone->carrier->dial(text) : phone->carrier->answer(text);
    if (!request) return wrong(phone, "a request that cannot be made", request.error().detail);
    if (dials) ++count_.calls;
    ask(std::move(phone), std::move(*request));
}

void Aggregator::ask(PhonePtr phone, gateway::ClientRequest request) {
    auto turn = std::make_shared<Turn>();
    turn->request = std::move(request);
    if (!phone->calm) turn->fate = fate_of(plan_.faults, chance_);
    phone->turn = turn;
    ++out_;
    if (phone->carrier->answers_later()) expect_screen(phone, turn);
    if (turn->fate.lost) {
        ++count_.lost_requests;
        ++turn->sent;
        turn->left = world_.clock.steady();
        return try_again(std::move(phone), std::move(turn));
    }
    later(turn->fate.there, [this, phone, turn] {
        send(phone, turn);
        if (turn->fate.doubled) {
            ++count_.duplicates;
            fire_(turn->request, [this, alive = alive_, phone, turn](auto reply) {
                if (*alive && !ended_) came(phone, turn, std::move(reply));
            });
        }
        if (auto late = std::move(phone->late)) {
            ++count_.late_copies;
            fire_(late->request, [this, alive = alive_, phone, late](auto reply) {
                if (*alive && !ended_ && reply && !phone->carrier->answers_later())
                    check_repeat(*phone, *late, *reply);
            });
        }
    });
}

/// The provider's own sending, and what it does when nothing comes back.
void Aggregator::send(PhonePtr phone, TurnPtr turn) {
    ++count_.requests;
    ++turn->sent;
    turn->left = world_.clock.steady();
    fire_(turn->request, [this, alive = alive_, phone, turn](auto reply) {
        if (*alive && !ended_) came(phone, turn, std::move(reply));
    });
    try_again(std::move(phone), std::move(turn));
}

void Aggregator::try_again(PhonePtr phone, TurnPtr turn) {
    auto const tries = turn->sent;
    later(plan_.faults.retry_after, [this, phone, turn, tries] {
        if (turn->heard || turn->given_up || turn->sent != tries) return;
        if (turn->taken) return; // who acknowledged owes the screen
        if (tries < plan_.faults.tries) {
            ++count_.retries;
            return send(phone, turn);
        }
        turn->given_up = true;
        --out_;
        ++count_.unanswered;
        if (phone->calm) {
            problem_ = "nobody answers";
            return end();
        }
        call_next(phone);
    });
}

void Aggregator::came(PhonePtr phone, TurnPtr turn, Result<gateway::ClientReply> reply) {
    if (!reply) { // a broken connection is silence: the provider tries again in its time
        if (phone->calm && problem_.empty()) problem_ = reply.error().detail;
        return;
    }
    if (phone->carrier->answers_later()) return acknowledged(phone, turn, *reply);
    if (turn->reply) check_repeat(*phone, *turn, *reply);
    if (turn->heard || turn->given_up) return;
    bool const first = !turn->reply;
    turn->reply = std::move(*reply);
    if (first && turn->fate.reply_lost) {
        ++count_.lost_replies;
        return;
    }
    turn->heard = true;
    --out_;
    count_.latencies.add(world_.clock.steady() - turn->left);
    later(turn->fate.back, [this, phone, turn] { seen(phone, turn); });
}

/// The same request must have got the same answer, but that a gateway too busy for one may serve the other.
void Aggregator::check_repeat(Phone const& phone, Turn const& turn,
                              gateway::ClientReply const& reply) {
    if (!turn.reply) return;
    if (reply.status == turn.reply->status && reply.body == turn.reply->body) return;
    for (auto const* each : {&reply, &*turn.reply}) {
        auto const read = phone.carrier->read(*each);
        if (read && is_busy(read->text)) return;
    }
    count_.add_wrong("a repeated request got another answer",
                     fmt::format("first `{}`, then `{}`", turn.reply->body, reply.body));
}

} // namespace haatline::simulators::aggregator
