#include "simulators/aggregator/phone.hpp"

#include <fmt/format.h>

namespace haatline::simulators::aggregator {
namespace {

/// Shorter ones are words, not ids or numbers.
constexpr std::size_t mark_size_min = 9;

bool of_a_mark(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
}

} // namespace

/// By which marks the screen of this turn will be known, whichever of them the provider's format tells.
void Aggregator::expect_screen(PhonePtr phone, TurnPtr turn) {
    for (auto& mark : phone->carrier->marks()) {
        expected_.insert_or_assign(mark, std::pair(phone, turn));
        phone->marks.push_back(std::move(mark));
    }
}

/// Not at once: a copy of a request may bring its screen again after the caller is gone.
void Aggregator::forget_marks(Phone& phone) {
    if (phone.marks.empty()) return;
    later(plan_.patience, [this, marks = std::move(phone.marks)] {
        for (auto const& mark : marks) expected_.erase(mark);
    });
    phone.marks.clear();
}

void Aggregator::acknowledged(PhonePtr phone, TurnPtr turn, gateway::ClientReply const& reply) {
    if (turn->taken || turn->given_up) return;
    if (reply.status < 200 || reply.status > 299) {
        turn->given_up = true;
        --out_;
        return wrong(phone, "not taken", fmt::format("status {}: {}", reply.status, reply.body));
    }
    if (turn->fate.reply_lost) {
        turn->fate.reply_lost = false; // the next one arrives
        ++count_.lost_replies;
        return;
    }
    turn->taken = true;
    later(plan_.patience, [this, phone, turn] {
        if (turn->heard || turn->given_up) return;
        turn->given_up = true;
        --out_;
        ++count_.unanswered;
        if (phone->calm) {
            problem_ = "what was asked is acknowledged, and no screen comes: does the route send "
                       "to --listen?";
            return end();
        }
        call_next(phone);
    });
}

void Aggregator::screen_came(gateway::ClientReply said) {
    if (ended_) return;
    auto const& body = said.body;
    for (std::size_t at = 0; at < body.size();) {
        auto end = at;
        while (end < body.size() && of_a_mark(body[end])) ++end;
        auto const found = end - at < mark_size_min
                               ? expected_.end()
                               : expected_.find(std::string_view(body).substr(at, end - at));
        if (found == expected_.end()) {
            at = end + 1;
            continue;
        }
        auto const [phone, turn] = found->second;
        if (turn->heard) { // sent once more, as its request was
            if (turn->reply && turn->reply->body != body)
                count_.add_wrong("a repeated request got another screen",
                                 fmt::format("first `{}`, then `{}`", turn->reply->body, body));
            return;
        }
        if (turn->given_up) return;
        turn->reply = std::move(said);
        turn->heard = turn->taken = true;
        --out_;
        count_.latencies.add(world_.clock.steady() - turn->left);
        return later(turn->fate.back, [this, phone, turn] { seen(phone, turn); });
    }
    count_.add_wrong("a screen nobody waits for", body);
}

} // namespace haatline::simulators::aggregator
