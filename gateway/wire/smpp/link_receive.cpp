#include "gateway/wire/smpp/link.hpp"

#include <algorithm>

namespace haatline::smpp {
namespace {

// Of commands nobody knows so many are answered; a peer that goes on is not one (reference: smpp.md §7).
constexpr double kNacksPerSecond = 10;
constexpr std::uint64_t kWithheldMost = 1000;

Bound state_after(Command bind) {
    return bind == Command::bind_transmitter ? Bound::tx
           : bind == Command::bind_receiver  ? Bound::rx
                                             : Bound::trx;
}

double seconds(Instant span) { return std::chrono::duration<double>(span).count(); }

} // namespace

bool Link::is_message(Command command) {
    return !is_bind(command) && command != Command::enquire_link && command != Command::unbind;
}

void Link::received(std::string_view octets, Instant now) {
    if (state_ == Bound::closed || octets.empty()) return;
    counts_.octets_in += octets.size();
    stream_.add(octets);
    bool whole_ones = false;
    while (state_ != Bound::closed) {
        auto const next = stream_.next();
        if (auto const* bad = std::get_if<Stream::BadLength>(&next))
            return take_bad_length(bad->sequence);
        auto const* whole = std::get_if<Stream::Whole>(&next);
        if (!whole) break;
        whole_ones = true;
        heard_ = now;
        enquiries_ = 0;
        ++counts_.pdus_in;
        auto pdu = decode(whole->octets, options_.lenience);
        pdu ? take(std::move(*pdu), now) : take_fault(pdu.error(), now);
    }
    if (stream_.waiting() == 0)
        half_since_.reset();
    else if (whole_ones || !half_since_)
        half_since_ = now;
}

void Link::take_bad_length(std::uint32_t sequence) {
    ++counts_.faults;
    ++counts_.nacks_out;
    Pdu nack;
    nack.command = Command::generic_nack;
    nack.status = status::invalid_command_length;
    nack.sequence = sequence;
    put(nack);
    end(Closed::bad_length);
}

void Link::nack(std::uint32_t sequence, std::uint32_t status, Instant now) {
    nack_credit_ =
        std::min(kNacksAtOnce, nack_credit_ + kNacksPerSecond * seconds(now - nacks_at_));
    nacks_at_ = now;
    if (nack_credit_ == kNacksAtOnce) withheld_ = 0;
    if (nack_credit_ < 1) {
        ++counts_.nacks_withheld;
        if (++withheld_ > kWithheldMost) end(Closed::too_many_unknown);
        return;
    }
    nack_credit_ -= 1;
    ++counts_.nacks_out;
    Pdu pdu;
    pdu.command = Command::generic_nack;
    pdu.status = status;
    pdu.sequence = sequence;
    put(pdu);
}

void Link::take_fault(Fault const& fault, Instant now) {
    ++counts_.faults;
    if (fault.answer == Fault::Answer::nack) return nack(fault.sequence, fault.status, now);
    if (fault.answer == Fault::Answer::nothing) {
        counts_.unmatched += is_response(fault.command);
        return;
    }
    put(response_to(fault.command, fault.sequence, fault.status));
    // A bind that cannot be read is one that was refused.
    if (is_bind(fault.command) && options_.role == Role::smsc && state_ == Bound::open)
        end(Closed::bind_refused);
}

void Link::take(Pdu pdu, Instant now) {
    if (pdu.odd != 0) ++counts_.odd;
    is_response(pdu.command) ? take_response(std::move(pdu), now) : take_request(std::move(pdu));
}

bool Link::may_come(Command command) const {
    switch (command) {
    case Command::deliver_sm:
        return options_.role == Role::esme && may_receive();
    case Command::data_sm:
        return options_.role == Role::esme ? may_receive() : may_submit();
    case Command::submit_sm:
    case Command::submit_multi:
    case Command::query_sm:
    case Command::cancel_sm:
    case Command::replace_sm:
        return options_.role == Role::smsc && may_submit();
    default:
        return false;
    }
}

void Link::take_request(Pdu pdu) {
    switch (pdu.command) {
    case Command::enquire_link:
        return put(response_to(pdu)); // in every state
    case Command::unbind:
        put(response_to(pdu));
        return end(Closed::peer_unbound);
    case Command::alert_notification:
    case Command::outbind:
        return; // have no answer, and nothing rests on them
    default:
        break;
    }
    if (is_bind(pdu.command)) {
        if (options_.role == Role::smsc && state_ == Bound::open) {
            state_ = Bound::binding;
            asked_state_ = state_after(pdu.command);
            peer_version_ = pdu.interface_version;
            ++owed_;
            return tell({.kind = LinkEvent::Kind::request, .pdu = std::move(pdu)});
        }
        ++counts_.wrong_state;
        return put(response_to(pdu, options_.role == Role::smsc ? status::already_bound
                                                                : status::wrong_bind_state));
    }
    if (!may_come(pdu.command)) {
        ++counts_.wrong_state;
        return put(response_to(pdu, status::wrong_bind_state));
    }
    if (owed_ >= options_.owed_most) {
        ++counts_.over_limit;
        return put(response_to(pdu, options_.role == Role::esme ? status::temporary_app_error
                                                                : status::queue_full));
    }
    ++owed_;
    tell({.kind = LinkEvent::Kind::request, .pdu = std::move(pdu)});
}

void Link::take_response(Pdu pdu, Instant now) {
    counts_.nacks_in += pdu.command == Command::generic_nack;
    auto const asked = in_flight_.answered(pdu.sequence, pdu.command);
    if (!asked) {
        auto const overdue = overdue_.answered(pdu.sequence, pdu.command, now);
        if (!overdue) {
            ++counts_.unmatched;
            return;
        }
        ++counts_.late;
        return tell({.kind = LinkEvent::Kind::late,
                     .pdu = std::move(pdu),
                     .mark = overdue->mark,
                     .waited = now - overdue->at,
                     .asked = overdue->command});
    }
    if (is_bind(asked->command)) return take_bind_response(std::move(pdu));
    if (asked->command == Command::unbind) return end(Closed::unbound);
    if (asked->command == Command::enquire_link) return; // was heard, which is all
    tell({.kind = LinkEvent::Kind::response,
          .pdu = std::move(pdu),
          .mark = asked->mark,
          .waited = now - asked->at,
          .asked = asked->command});
}

void Link::take_bind_response(Pdu pdu) {
    if (state_ != Bound::binding) return;
    if (pdu.status != status::ok || pdu.command == Command::generic_nack)
        return end(Closed::bind_refused, std::move(pdu));
    state_ = asked_state_;
    if (auto const version = pdu.tlvs.number(tag::interface_version))
        peer_version_ = static_cast<std::uint8_t>(std::min(*version, 0xFFU));
    tell({.kind = LinkEvent::Kind::bound, .pdu = std::move(pdu)});
}

} // namespace haatline::smpp
