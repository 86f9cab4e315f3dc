#include "simulators/smsc/session.hpp"

#include "simulators/smsc/smsc.hpp"

#include <algorithm>
#include <array>

namespace haatline::simulators::smsc {
namespace status = smpp::status;
using smpp::Command;
using namespace std::chrono_literals;
namespace {

// How long an answer that is to go behind the next one waits for a next one.
constexpr auto behind_most = 50ms;
constexpr auto look_every = 1s;

} // namespace

Session::Session(Smsc& smsc, gateway::StreamPtr wire, std::uint64_t number)
    : smsc_(smsc), wire_(std::move(wire)), number_(number) {}

void Session::begin() {
    begun_ = heard_ = smsc_.world_.clock.steady();
    wire_->split(smsc_.plan_.faults.split);
    gateway::Stream::Events events;
    events.octets = [self = shared_from_this()](std::string_view octets) { self->heard(octets); };
    events.closed = [self = shared_from_this()](std::string_view) { self->closed(); };
    wire_->begin(std::move(events));
    watch();
}

void Session::heard(std::string_view octets) {
    if (hung_ || closing_) return;
    heard_ = smsc_.world_.clock.steady();
    in_.add(octets);
    while (!closing_ && !hung_ && wire_->open()) {
        auto const next = in_.next();
        if (auto const* whole = std::get_if<smpp::Stream::Whole>(&next)) {
            part_since_ = {};
            one(whole->octets);
            continue;
        }
        if (auto const* bad = std::get_if<smpp::Stream::BadLength>(&next)) {
            ++smsc_.count_.malformed;
            smpp::Pdu nack;
            nack.command = Command::generic_nack;
            nack.status = status::invalid_command_length;
            nack.sequence = bad->sequence;
            send(nack);
            closing_ = true;
            wire_->close();
            return;
        }
        if (in_.waiting() > 0 && part_since_ == 0ns) part_since_ = heard_;
        return;
    }
}

void Session::send(smpp::Pdu const& pdu) {
    // What we send was made by us or checked before: the only way to fail is a text of somebody's --mo.
    auto const octets = smpp::encoded(pdu);
    if (octets) send_octets(*octets);
}

void Session::send_octets(std::string const& octets) {
    if (hung_) return;
    smsc_.log(*this, Way::out, octets);
    wire_->split(smsc_.plan_.faults.split);
    if (wire_->open() && !wire_->send(octets)) wire_->cut(); // it does not read
}

void Session::answer(smpp::Pdu response, Fate const& fate) {
    if (fate.delay <= Millis(0)) return send_answer(response, fate);
    smsc_.after(fate.delay, [weak = weak_from_this(), response = std::move(response), fate] {
        if (auto const self = weak.lock()) self->send_answer(response, fate);
    });
}

void Session::send_answer(smpp::Pdu const& response, Fate const& fate) {
    if (holder_ && holder_->unanswered > 0) --holder_->unanswered;
    if (fate.dropped || fate.silent) return;
    if (fate.behind) {
        behind_.push_back(response);
        smsc_.after(behind_most, [weak = weak_from_this()] {
            auto const self = weak.lock();
            if (!self || self->behind_.empty()) return;
            self->send(self->behind_.front());
            self->behind_.pop_front();
        });
        return;
    }
    send(response);
    if (fate.twice) send(response);
    for (auto& late : std::exchange(behind_, {})) send(late);
}

std::size_t Session::room() const {
    if (!receives() || closing_ || hung_ || !wire_->open()) return 0;
    return smsc_.plan_.window - std::min(smsc_.plan_.window, out_.size());
}

void Session::deliver(Delivery delivery) {
    auto const self = shared_from_this(); // a peer that does not read ends us while we write
    auto const sequence = next_sequence();
    delivery.pdu.sequence = sequence;
    ++delivery.tries;
    // A 3.3 peer knows no TLVs; a USSD one is nothing without.
    if (version_ < 0x34 && delivery.kind != Delivery::Kind::ussd) delivery.pdu.tlvs.clear();
    auto const& kept = out_[sequence] = Out{std::move(delivery), smsc_.world_.clock.steady()};
    send(kept.delivery.pdu);
}

std::uint32_t Session::next_sequence() {
    do sequence_ = sequence_ >= 0x7FFFFFFF ? 1 : sequence_ + 1;
    while (out_.contains(sequence_));
    return sequence_;
}

void Session::unbind() {
    smpp::Pdu pdu;
    pdu.command = Command::unbind;
    pdu.sequence = next_sequence();
    send(pdu);
    bound_ = Bound::unbound;
}

/// Looks at the clocks of this link once a second.
void Session::watch() {
    smsc_.after(look_every, [weak = weak_from_this()] {
        auto const self = weak.lock();
        if (!self || !self->wire_->open()) return;
        auto const now = self->smsc_.world_.clock.steady();
        auto const& plan = self->smsc_.plan_;
        auto const silent = now - self->heard_;
        bool const unborn = self->bound_ == Bound::no && now - self->begun_ > plan.bind_within;
        bool const stuck = self->part_since_ != 0ns && now - self->part_since_ > plan.pdu_within;
        if (unborn || stuck || silent > plan.silent_most) return self->wire_->cut();
        for (auto out = self->out_.begin(); out != self->out_.end();) {
            if (now - out->second.sent < plan.answer_within) break; // in order of sending
            auto late = std::move(out->second);
            out = self->out_.erase(out);
            if (self->holder_) self->smsc_.again(*self->holder_, std::move(late.delivery));
        }
        if (self->bound_ != Bound::no && silent > plan.enquire_after && !self->enquiry_) {
            smpp::Pdu pdu;
            pdu.command = Command::enquire_link;
            self->enquiry_ = pdu.sequence = self->next_sequence();
            self->send(pdu);
        }
        self->watch();
    });
}

/// What was not answered comes again on the next link, in the same order.
void Session::give_back() {
    if (!holder_) return;
    for (auto out = out_.rbegin(); out != out_.rend(); ++out)
        holder_->waiting.push_front(std::move(out->second.delivery));
    out_.clear();
}

void Session::closed() {
    closing_ = true;
    give_back();
    smsc_.gone(*this);
}

} // namespace haatline::simulators::smsc
