#include "gateway/wire/smpp/link.hpp"

#include "gateway/wire/smpp/octets.hpp"

#include <algorithm>
#include <array>

namespace haatline::smpp {
namespace {

constexpr std::array kWhy{"peer_closed",     "peer_unbound", "unbound",          "bind_refused",
                          "bind_unanswered", "no_bind",      "bad_length",       "half_pdu",
                          "silent",          "inactive",     "too_many_unknown", "by_us"};

} // namespace

std::string_view name_of(Closed why) { return kWhy.at(static_cast<std::size_t>(why)); }

Link::Link(LinkOptions options, Instant now)
    : options_(options), stream_(options.max_pdu),
      in_flight_(options.asked_most, options.first_sequence), peer_version_(options.assume_version),
      opened_(now), heard_(now), nacks_at_(now) {}

Result<void> Link::bind(Pdu pdu, Instant now) {
    if (state_ != Bound::open || !is_bind(pdu.command))
        return fail(Errc::conflict, "a link is bound once");
    asked_state_ = pdu.command == Command::bind_transmitter ? Bound::tx
                   : pdu.command == Command::bind_receiver  ? Bound::rx
                                                            : Bound::trx;
    pdu.sequence = in_flight_.add(pdu.command, 0, now);
    if (auto done = encode(pdu, output_); !done) {
        in_flight_.take_back(pdu.sequence);
        return done;
    }
    ++counts_.pdus_out;
    state_ = Bound::binding;
    return {};
}

bool Link::may_send(Command command) const {
    switch (command) {
    case Command::submit_sm:
    case Command::submit_multi:
    case Command::query_sm:
    case Command::cancel_sm:
    case Command::replace_sm:
        return options_.role == Role::esme && may_submit();
    case Command::deliver_sm:
    case Command::alert_notification:
        return options_.role == Role::smsc && may_receive();
    case Command::data_sm:
        return options_.role == Role::esme ? may_submit() : may_receive();
    default:
        return false;
    }
}

Result<std::uint32_t> Link::request(Pdu const& pdu, std::uint64_t mark, Instant now) {
    if (!may_send(pdu.command))
        return fail(Errc::unavailable, "the link is not bound for this request");
    if (in_flight_.size() >= options_.asked_most)
        return fail(Errc::limit, "as many requests as may be are unanswered");
    if (!takes_input()) return fail(Errc::limit, "the peer does not read what it was sent");
    if (!takes_tlvs() && !pdu.tlvs.empty()) {
        Pdu older = pdu;
        older.tlvs.clear();
        return request(older, mark, now);
    }
    std::size_t const begin = output_.size();
    if (auto done = encode(pdu, output_); !done) return fail(done.error());
    std::uint32_t const sequence = in_flight_.add(pdu.command, mark, now);
    set_u32(output_, begin + 8, status::ok);
    set_u32(output_, begin + 12, sequence);
    ++counts_.pdus_out;
    if (pdu.command == Command::alert_notification) in_flight_.remove(sequence);
    return sequence;
}

void Link::respond(Pdu response) {
    if (state_ == Bound::closed) return;
    if (owed_ > 0) --owed_;
    bool const binds =
        options_.role == Role::smsc && is_response(response.command) &&
        is_bind(static_cast<Command>(static_cast<std::uint32_t>(response.command) & 0x7FFFFFFFU));
    if (binds && state_ == Bound::binding && response.status == status::ok) {
        state_ = asked_state_;
        if (options_.announce_version && takes_tlvs())
            response.tlvs.add_u8(tag::interface_version, 0x34);
        put(response);
        tell({.kind = LinkEvent::Kind::bound, .pdu = std::move(response)});
        return;
    }
    if (!takes_tlvs()) response.tlvs.clear();
    put(response);
    if (!binds || state_ != Bound::binding) return;
    end(Closed::bind_refused, std::move(response));
}

void Link::put(Pdu const& pdu) {
    if (encode(pdu, output_)) {
        ++counts_.pdus_out;
        return;
    }
    // An answer whose fields are out of bounds still is one.
    Pdu bare;
    bare.command = pdu.command;
    bare.sequence = pdu.sequence;
    bare.status = is_response(pdu.command) ? status::system_error : 0;
    if (encode(bare, output_)) ++counts_.pdus_out;
}

void Link::ask(Command command, Instant now) {
    Pdu pdu;
    pdu.command = command;
    pdu.sequence = in_flight_.add(command, 0, now);
    put(pdu);
}

void Link::unbind(Instant now) {
    if (state_ == Bound::closed || state_ == Bound::unbinding) return;
    if (state_ == Bound::open) return end(Closed::unbound);
    state_ = Bound::unbinding;
    unbound_ = now;
    ask(Command::unbind, now);
}

void Link::end(Closed why, Pdu pdu) {
    if (state_ == Bound::closed) return;
    state_ = Bound::closed;
    while (auto const asked = in_flight_.take_oldest())
        if (is_message(asked->command))
            tell({.kind = LinkEvent::Kind::lost, .mark = asked->mark, .asked = asked->command});
    tell({.kind = LinkEvent::Kind::closed, .pdu = std::move(pdu), .why = why});
}

std::string Link::take_output() {
    std::string out;
    out.swap(output_);
    counts_.octets_out += out.size();
    return out;
}

void Link::take_events(std::vector<LinkEvent>& into) {
    into.clear();
    into.swap(events_);
}

} // namespace haatline::smpp
