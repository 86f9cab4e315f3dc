#include "simulators/aggregator/forgery.hpp"
#include "simulators/aggregator/traffic_phone.hpp"
#include "simulators/handset/carrier_mapped.hpp"

#include <fmt/format.h>

namespace haatline::simulators::aggregator {

void Traffic::ask(PhonePtr phone, TurnPtr turn) {
    ++out_;
    if (turn->fate.lost) {
        ++count_.lost_requests;
        ++turn->sent;
        return wait_for(std::move(phone), std::move(turn));
    }
    later(turn->fate.there, [this, phone, turn] {
        send(phone, turn);
        if (turn->fate.doubled) {
            ++count_.duplicates;
            fire(phone, turn);
        }
        if (auto const late = std::move(phone->late)) {
            ++count_.late_copies;
            fire(phone, late);
        }
        phone->late = turn->fate.late_copy ? turn : nullptr;
    });
}

/// The provider's own sending, and what it does when nothing comes back.
void Traffic::send(PhonePtr phone, TurnPtr turn) {
    ++count_.requests;
    ++turn->sent;
    fire(phone, turn);
    wait_for(std::move(phone), std::move(turn));
}

void Traffic::fire(PhonePtr phone, TurnPtr turn) {
    auto const left = world_.clock.steady();
    fire_(turn->request, [this, alive = alive_, phone, turn, left](auto reply) {
        // A broken connection is silence: the provider tries again in its time.
        if (*alive && !ended_ && reply) came(phone, turn, *reply, world_.clock.steady() - left);
    });
}

void Traffic::wait_for(PhonePtr phone, TurnPtr turn) {
    auto const tries = turn->sent;
    later(plan_.faults.retry_after, [this, phone, turn, tries] {
        if (turn->sent != tries || turn->answered >= tries) return;
        if (tries < plan_.faults.tries) {
            ++count_.retries;
            return send(phone, turn);
        }
        ++count_.unanswered;
        bool const never = turn->answered == 0;
        turn->answered = tries; // nobody waits any more
        done();
        if (never) next_scene(phone);
    });
}

void Traffic::came(PhonePtr phone, TurnPtr turn, gateway::ClientReply const& reply,
                   std::chrono::nanoseconds took) {
    auto const verdict =
        judge(*plan_.mapping, route_, turn->heard, turn->due, reply, took, deadline_);
    if (turn->verdict) {
        check_repeat(*turn, verdict, reply);
    } else {
        turn->verdict = verdict;
        turn->body = reply.body;
        if (turn->fate.reply_lost) {
            ++count_.lost_replies;
            return;
        }
    }
    if (turn->answered == turn->sent) return; // a copy's
    bool const first = turn->answered == 0;
    turn->answered = turn->sent;
    count_.latencies.add(took);
    if (first) {
        count_.add_event(name_of(*turn->act), verdict.outcome);
        if (verdict.outcome == Outcome::wrong)
            wrong(*turn->act, verdict.why, fmt::format("{} {}", reply.status, reply.body));
        later(turn->fate.back, [this, phone] { go_on(phone); });
    }
    if (verdict.outcome == Outcome::come_back) return come_again(std::move(phone), std::move(turn));
    done();
}

/// Who is told to come back does, while the provider goes on with its other work.
void Traffic::come_again(PhonePtr phone, TurnPtr turn) {
    if (turn->sent >= plan_.faults.tries || over()) return done();
    later(plan_.faults.retry_after, [this, phone, turn] {
        ++count_.retries;
        send(phone, turn);
    });
}

/// The same request must have got the same answer, but that one who came back may have been taken.
void Traffic::check_repeat(Turn const& turn, Verdict const& verdict,
                           gateway::ClientReply const& reply) {
    auto const& before = *turn.verdict;
    bool const same = before.outcome == verdict.outcome && turn.body == reply.body;
    bool const taken_now =
        before.outcome == Outcome::come_back && verdict.outcome == Outcome::taken;
    if (same || taken_now) return;
    wrong(*turn.act, "a repeated request got another answer",
          fmt::format("first `{}`, then `{}`", turn.body, reply.body));
}

/// Somebody who is not the provider sends one like it, at the same time.
void Traffic::forge(Phone const& phone, Act const& act) {
    auto given = said_by(phone, act, plan_.texts.front());
    auto const transaction = fresh();
    given.set("transaction", transaction);
    // Ids of its own: taken for a repetition of the honest one it would prove nothing.
    given.set("session", fresh());
    given.set("provider_message_id", fresh());
    auto request =
        forged(*plan_.mapping, act, route_, given, transaction, world_.clock.now(), forged_++);
    if (!request) return wrong(act, "a forgery that cannot be made", request.error().detail);
    request->path = placed(*plan_.mapping, plan_.line, request->path);
    ++out_;
    ++count_.requests;
    auto const left = world_.clock.steady();
    fire_(std::move(*request), [this, alive = alive_, act, left](auto reply) {
        if (!*alive || ended_) return;
        if (!reply) {
            ++count_.unanswered;
            return done();
        }
        auto const verdict = judge(*plan_.mapping, route_, {}, Due::refused, *reply,
                                   world_.clock.steady() - left, deadline_);
        count_.add_event(name_of(act), verdict.outcome);
        if (verdict.outcome == Outcome::wrong)
            wrong(act, verdict.why, fmt::format("{} {}", reply->status, reply->body));
        done();
    });
}

void Traffic::wrong(Act const& act, std::string const& kind, std::string const& came) {
    count_.add_wrong(fmt::format("{}: {}", name_of(act), kind),
                     fmt::format("section {}: came `{}`", act.section->name, came));
}

void Traffic::done() {
    --out_;
    end_if_done();
}

} // namespace haatline::simulators::aggregator
