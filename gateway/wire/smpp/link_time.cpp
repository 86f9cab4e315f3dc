#include "gateway/wire/smpp/link.hpp"

#include <algorithm>

namespace haatline::smpp {

void Link::enquire(Instant now) {
    auto const& timers = options_.timers;
    if (timers.enquire == Instant::zero() || !(may_submit() || may_receive())) return;
    bool const first = enquiries_ == 0;
    if (now < (first ? heard_ + timers.enquire : enquired_ + timers.enquire_answer)) return;
    if (enquiries_ >= timers.enquiries) return end(Closed::silent);
    ++enquiries_;
    enquired_ = now;
    ask(Command::enquire_link, now);
}

void Link::expire(Instant now) {
    while (auto const oldest = in_flight_.oldest()) {
        if (now < oldest->at + options_.timers.response) return;
        Asked const asked = *in_flight_.take_oldest();
        if (is_bind(asked.command)) return end(Closed::bind_unanswered);
        if (!is_message(asked.command)) continue;
        ++counts_.expired;
        overdue_.add(asked, now);
        tell({.kind = LinkEvent::Kind::expired, .mark = asked.mark, .asked = asked.command});
    }
}

void Link::tick(Instant now) {
    auto const& timers = options_.timers;
    bool const server = options_.role == Role::smsc;
    if (state_ == Bound::closed) return;
    if (half_since_ && now >= *half_since_ + timers.half_pdu) return end(Closed::half_pdu);
    if (server && state_ == Bound::open && now >= opened_ + timers.session_init)
        return end(Closed::no_bind);
    if (state_ == Bound::unbinding && now >= unbound_ + timers.unbind) return end(Closed::unbound);
    if (server && timers.inactivity > Instant::zero() && now >= heard_ + timers.inactivity)
        return end(Closed::inactive);
    expire(now);
    enquire(now);
}

std::optional<Instant> Link::wakes_at() const {
    if (state_ == Bound::closed) return std::nullopt;
    auto const& timers = options_.timers;
    bool const server = options_.role == Role::smsc;
    std::optional<Instant> first;
    auto const at = [&](bool counts, Instant when) {
        if (counts && (!first || when < *first)) first = when;
    };
    at(half_since_.has_value(), half_since_.value_or(Instant{}) + timers.half_pdu);
    at(server && state_ == Bound::open, opened_ + timers.session_init);
    at(state_ == Bound::unbinding, unbound_ + timers.unbind);
    at(server && timers.inactivity > Instant::zero(), heard_ + timers.inactivity);
    at(timers.enquire > Instant::zero() && (may_submit() || may_receive()),
       enquiries_ == 0 ? heard_ + timers.enquire : enquired_ + timers.enquire_answer);
    if (auto const oldest = in_flight_.oldest()) at(true, oldest->at + timers.response);
    return first;
}

} // namespace haatline::smpp
