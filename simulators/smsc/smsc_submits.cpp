#include "simulators/smsc/smsc.hpp"

#include <fmt/format.h>

#include <algorithm>

/// What becomes of a submission, and what its sender hears of it later.
namespace haatline::simulators::smsc {
namespace status = smpp::status;
using smpp::Command;
namespace {

constexpr std::size_t references_most = 1'000'000;
constexpr std::size_t kept_text = 160;
/// registered_delivery, bits 1 and 0, and bit 4.
constexpr unsigned wants_final = 1, wants_failure = 2, wants_success = 3, wants_intermediate = 0x10;

bool is_destination(smpp::Address const& to) {
    auto const digits = std::string_view(to.digits).substr(to.digits.starts_with('+') ? 1 : 0);
    return digits.size() >= 3 &&
           std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// As receipts repeat it: letters that stand alike in GSM and ASCII.
std::string beginning_of(smpp::Pdu const& pdu) {
    bool const plain = pdu.data_coding <= 1 && (pdu.esm_class & 0x40) == 0;
    auto out = plain ? std::string(pdu.message().substr(0, kept_text)) : shown_text(pdu);
    if (!plain)
        for (char& c : out)
            if (c < ' ' || c > '~') c = '?';
    return out.substr(0, kept_text);
}

bool asks_for(std::uint8_t registered, State state) {
    switch (registered & 3U) {
    case wants_final:
        return true;
    case wants_failure:
        return state != State::delivered;
    case wants_success:
        return state == State::delivered;
    default:
        return false;
    }
}

} // namespace

std::uint32_t Smsc::refusal_of(Holder& holder, smpp::Pdu const& pdu, Fate const& fate) {
    if (!holder.rate.take(world_.clock.steady())) return status::throttled;
    if (holder.account.window > 0 && holder.unanswered > holder.account.window)
        return status::queue_full;
    if (fate.status != status::ok) return fate.status;
    if (pdu.command != Command::submit_multi && !is_destination(pdu.destination))
        return status::invalid_destination;
    auto const refusal = plan_.dlt.status_of(pdu);
    if (refusal != status::ok) ++count_.refused_dlt;
    return refusal;
}

void Smsc::submitted(Session& from, smpp::Pdu const& pdu) {
    auto& holder = *from.holder();
    ++count_.submitted;
    auto fate = fate_of(plan_.faults, ++submissions_, chance_);
    if (pdu.command == Command::data_sm && plan_.faults.silent_data_sm) fate.silent = true;
    if (pdu.command == Command::submit_multi && plan_.faults.refuse_multi)
        fate.status = status::invalid_command;
    ++holder.unanswered; // until it is answered, or never will be
    count_.unanswered_most = std::max<std::uint64_t>(count_.unanswered_most, holder.unanswered);
    if (fate.dropped) {
        ++count_.dropped;
        return from.answer({}, fate);
    }
    if (fate.silent) ++count_.silent;
    auto const refusal = refusal_of(holder, pdu, fate);
    if (!fate.silent) ++count_.by_status[refusal];
    if (refusal != status::ok) {
        ++(refusal == status::throttled    ? count_.throttled
           : refusal == status::queue_full ? count_.full
                                           : count_.refused);
        return from.answer(smpp::response_to(pdu, refusal), fate);
    }
    if (pdu.command == Command::submit_multi) return submitted_to_many(from, holder, pdu, fate);
    auto const reference = pdu.tlvs.number(smpp::tag::user_message_reference);
    std::string key;
    if (plan_.honours_reference && reference) {
        // The parts of a long text bear its one reference: each is a message of its own.
        auto const part = part_of(pdu).header.concat.value_or(coding::Concat{});
        key = fmt::format("{}|{}|{}|{}", holder.account.system_id, pdu.destination.digits,
                          *reference, part.number);
        auto const twin = by_reference_.find(key);
        if (twin != by_reference_.end()) {
            ++count_.reference_twins;
            return from.answer(smpp::response_to(pdu, status::ok, twin->second), fate);
        }
    }
    auto& message = keep(holder, pdu);
    if (!key.empty()) {
        by_reference_[key] = message.id.answered;
        references_kept_.push_back(std::move(key));
        if (references_kept_.size() > references_most) {
            by_reference_.erase(references_kept_.front());
            references_kept_.pop_front();
        }
    }
    auto response = smpp::response_to(pdu, status::ok, message.id.answered);
    if (plan_.faults.congestion > 0)
        response.tlvs.add_u8(smpp::tag::congestion_state,
                             static_cast<std::uint8_t>(plan_.faults.congestion - 1));
    bool const early = chance_.percent(plan_.faults.receipt_early);
    if (early) take(holder, pdu, message, true);
    from.answer(std::move(response), fate);
    if (!early) take(holder, pdu, message, false);
}

/// One id for all; who cannot be reached stands in the answer.
void Smsc::submitted_to_many(Session& from, Holder& holder, smpp::Pdu const& pdu,
                             Fate const& fate) {
    auto response = smpp::response_to(pdu);
    count_.submitted += pdu.destinations.size() - 1;
    for (auto const& each : pdu.destinations) {
        auto const wrong = !each.list.empty()              ? status::invalid_list_name
                           : !is_destination(each.address) ? status::invalid_destination
                                                           : status::ok;
        if (wrong != status::ok) {
            ++count_.refused;
            auto& told = response.destinations.emplace_back(each);
            told.status = wrong;
            told.list.clear();
            continue;
        }
        auto one = pdu;
        one.destination = each.address;
        auto& message = keep(holder, one);
        if (response.message_id.empty()) response.message_id = message.id.answered;
        take(holder, one, message, false);
    }
    from.answer(std::move(response), fate);
}

Message& Smsc::keep(Holder& holder, smpp::Pdu const& pdu) {
    ++count_.accepted;
    if (pdu.tlvs.has(smpp::tag::message_payload)) ++count_.payloads;
    witness_.saw(pdu, count_);
    Message message;
    message.number = ++numbers_;
    message.id = message_id(plan_.ids, message.number, plan_.seed);
    message.account = holder.account.system_id;
    message.source = pdu.source;
    message.destination = pdu.destination;
    message.text = beginning_of(pdu);
    message.submitted = world_.clock.now();
    message.reference = pdu.tlvs.number(smpp::tag::user_message_reference).value_or(0);
    message.registered_delivery = pdu.registered_delivery;
    return messages_.add(std::move(message));
}

State Smsc::outcome() {
    auto const& faults = plan_.faults;
    auto const drawn = static_cast<unsigned>(chance_.below(100));
    unsigned bound = 0;
    for (auto const& [share, state] : {std::pair{faults.undelivered, State::undeliverable},
                                       {faults.expired, State::expired},
                                       {faults.rejected, State::rejected},
                                       {faults.unknown, State::unknown}})
        if (drawn < (bound += share)) return state;
    return State::delivered;
}

/// The message reaches its phone, or does not, and its sender hears of it where he asked.
void Smsc::take(Holder& holder, smpp::Pdu const& pdu, Message& message, bool early) {
    auto const state = outcome();
    if ((message.registered_delivery & wants_intermediate) != 0) {
        message.state = State::enroute;
        receipt_of(holder, message, early);
    }
    message.state = state;
    if (state == State::delivered) {
        if (pdu.tlvs.has(smpp::tag::ussd_service_op))
            screen(pdu);
        else
            for_phone(pdu);
    }
    if (asks_for(message.registered_delivery, state)) receipt_of(holder, message, early);
}

void Smsc::receipt_of(Holder& holder, Message const& message, bool early) {
    auto const& faults = plan_.faults;
    bool const lost = chance_.percent(faults.receipt_lost),
               twice = chance_.percent(faults.receipt_twice),
               late = chance_.percent(faults.receipt_late),
               orphaned = chance_.percent(faults.receipt_orphan);
    auto delay = plan_.receipt_after.pick(chance_) * (late ? 10 : 1);
    if (lost) return;
    News const news{message.id.in_receipt,      message.state,    message.submitted,
                    world_.clock.now() + delay, message.text,     message.source,
                    message.destination,        message.reference};
    auto const go = [this, &holder, news, twice, orphaned] {
        send_receipt(holder, news);
        if (twice) send_receipt(holder, news);
        if (!orphaned) return;
        auto other = news;
        other.id += "0000";
        send_receipt(holder, other);
    };
    if (early || delay <= Millis(0)) return go();
    after(delay, go);
}

ReceiptStyle const& Smsc::style() {
    auto const all = receipt_styles();
    if (chance_.percent(plan_.faults.receipt_odd)) return all[chance_.below(all.size())];
    return plan_.receipts ? *plan_.receipts : all[styles_used_++ % all.size()];
}

void Smsc::send_receipt(Holder& holder, News const& news) {
    queue(holder, {Delivery::Kind::receipt, receipt_pdu(style(), plan_.manner, news)});
}

Result<void> Smsc::tell(std::string const& id, State state) {
    auto* const message = messages_.find(id);
    if (!message) return fail(Errc::not_found, "no message was answered with this id");
    message->state = state;
    message->done = world_.clock.now();
    send_receipt(*holder_of(message->account),
                 News{message->id.in_receipt, state, message->submitted, message->done,
                      message->text, message->source, message->destination, message->reference});
    return {};
}

void Smsc::orphan() {
    News const news{"99990000" + std::to_string(chance_.below(10'000)),
                    State::delivered,
                    world_.clock.now(),
                    world_.clock.now(),
                    {},
                    {5, 0, "HAATLN"},
                    {1, 1, std::to_string(plan_.first_number)}};
    send_receipt(holder_for_phones(), news);
}

/// query_sm, cancel_sm, replace_sm.
void Smsc::asked(Session& from, smpp::Pdu const& pdu) {
    ++(pdu.command == Command::query_sm    ? count_.queries
       : pdu.command == Command::cancel_sm ? count_.cancels
                                           : count_.replaces);
    if (pdu.command == Command::query_sm && plan_.faults.silent_query_sm) return;
    auto* const message = messages_.find(pdu.message_id);
    bool const his = message && message->account == from.holder()->account.system_id;
    if (!his) return from.send(smpp::response_to(pdu, status::invalid_message_id));
    auto response = smpp::response_to(pdu, status::ok, pdu.message_id);
    if (pdu.command == Command::query_sm) {
        response.message_state = static_cast<std::uint8_t>(message->state);
        return from.send(response);
    }
    // Phones here read at once: what is delivered can be neither taken back nor replaced.
    if (is_final(message->state))
        return from.send(smpp::response_to(pdu, pdu.command == Command::cancel_sm
                                                    ? status::cancel_failed
                                                    : status::replace_failed));
    if (pdu.command == Command::cancel_sm)
        message->state = State::deleted;
    else
        message->text = pdu.short_message;
    from.send(response);
}

} // namespace haatline::simulators::smsc
