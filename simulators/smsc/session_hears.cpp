#include "simulators/smsc/session.hpp"
#include "simulators/smsc/smsc.hpp"

#include <algorithm>
#include <iterator>

/// What a link does with each PDU that comes in.
namespace haatline::simulators::smsc {
namespace status = smpp::status;
using smpp::Command;
namespace {

// A peer that sends commands nobody knows hears so; one that sends nothing else is put out.
constexpr std::uint64_t nacks_most = 1000;
/// "Put off": these come again, the others are the last word (reference: smpp.md §5, rule 6).
constexpr std::uint32_t put_off[] = {status::temporary_app_error, status::queue_full,
                                     status::throttled, status::system_error};
constexpr std::string_view our_name = "haatline-smsc";
constexpr std::uint8_t first_with_tlvs = 0x34;

} // namespace

struct Session::Rule {
    Command command;
    bool to_send; ///< only who may send may say it
    void (Session::*act)(smpp::Pdu const&);
};

Session::Rule const Session::rules[] = {
    {Command::submit_sm, true, &Session::submission},
    {Command::data_sm, true, &Session::submission},
    {Command::submit_multi, true, &Session::submission},
    {Command::query_sm, true, &Session::asked},
    {Command::cancel_sm, true, &Session::asked},
    {Command::replace_sm, true, &Session::asked},
    {Command::bind_transmitter, false, &Session::bind},
    {Command::bind_receiver, false, &Session::bind},
    {Command::bind_transceiver, false, &Session::bind},
    {Command::unbind, false, &Session::unbound},
    {Command::enquire_link, false, &Session::enquired},
    {Command::deliver_sm, false, &Session::not_yours},
    {Command::alert_notification, false, &Session::quiet},
    {Command::outbind, false, &Session::quiet},
    {Command::deliver_sm_resp, false, &Session::settled},
    {Command::data_sm_resp, false, &Session::settled},
    {Command::enquire_link_resp, false, &Session::settled},
    {Command::unbind_resp, false, &Session::settled},
    {Command::generic_nack, false, &Session::settled},
};

void Session::one(std::string_view octets) {
    smsc_.log(*this, Way::in, octets);
    auto const pdu = smpp::decode(octets, smsc_.plan_.lenient);
    if (!pdu) return unreadable(pdu.error());
    if (pdu->odd != 0) ++smsc_.count_.odd;
    auto const rule = std::find_if(std::begin(rules), std::end(rules),
                                   [&](Rule const& each) { return each.command == pdu->command; });
    if (rule == std::end(rules)) { // a response to what we never ask
        ++smsc_.count_.unexpected_responses;
        return;
    }
    if (rule->to_send && !sends()) {
        ++smsc_.count_.wrong_state;
        return send(smpp::response_to(*pdu, status::wrong_bind_state));
    }
    (this->*rule->act)(*pdu);
}

void Session::unreadable(smpp::Fault const& fault) {
    using Answer = smpp::Fault::Answer;
    bool const unknown = fault.status == status::invalid_command;
    ++(unknown ? smsc_.count_.unknown_commands : smsc_.count_.malformed);
    if (fault.answer == Answer::response)
        return send(smpp::response_to(fault.command, fault.sequence, fault.status));
    if (fault.answer == Answer::nothing) return;
    if (++nacks_ > nacks_most) {
        closing_ = true;
        return wire_->close();
    }
    smpp::Pdu nack;
    nack.command = Command::generic_nack;
    nack.status = fault.status;
    nack.sequence = fault.sequence;
    send(nack);
}

/// The same for a wrong password and for a name nobody has, so that names cannot be found out.
std::uint32_t Session::refusal_of(smpp::Pdu const& pdu) {
    auto* const holder = smsc_.holder_of(pdu.system_id);
    if (!holder || holder->account.password.full() != pdu.password) return status::invalid_password;
    if (holder->links.size() >= holder->account.links) return status::bind_failed;
    holder_ = holder;
    return status::ok;
}

void Session::bind(smpp::Pdu const& pdu) {
    if (bound_ != Bound::no) return send(smpp::response_to(pdu, status::already_bound));
    auto const refusal = refusal_of(pdu);
    auto response = smpp::response_to(pdu, refusal);
    if (refusal != status::ok) {
        ++smsc_.count_.binds_refused;
        send(response);
        closing_ = true;
        return wire_->close();
    }
    version_ = pdu.interface_version;
    response.system_id = our_name;
    if (!smsc_.plan_.faults.no_version && version_ >= first_with_tlvs)
        response.tlvs.add_u8(smpp::tag::interface_version, smsc_.plan_.version);
    send(response);
    bound_ = pdu.command == Command::bind_transmitter ? Bound::tx
             : pdu.command == Command::bind_receiver  ? Bound::rx
                                                      : Bound::trx;
    smsc_.bound_now(*this);
}

void Session::unbound(smpp::Pdu const& pdu) {
    bound_ = Bound::unbound;
    send(smpp::response_to(pdu));
    closing_ = true;
    wire_->close();
}

void Session::enquired(smpp::Pdu const& pdu) {
    ++smsc_.count_.enquire_links;
    send(smpp::response_to(pdu));
}

void Session::not_yours(smpp::Pdu const& pdu) {
    ++smsc_.count_.wrong_state;
    send(smpp::response_to(pdu, status::wrong_bind_state));
}

void Session::asked(smpp::Pdu const& pdu) { smsc_.asked(*this, pdu); }

/// A link's last submission is kept and never answered: nobody knows what became of it.
void Session::submission(smpp::Pdu const& pdu) {
    auto const self = shared_from_this();
    auto const& faults = smsc_.plan_.faults;
    auto const number = ++submissions_;
    auto const reached = [&](unsigned bound) { return bound > 0 && number >= bound; };
    hung_ = reached(faults.hang_after) || reached(faults.reset_after) || reached(faults.cut_after);
    smsc_.submitted(*this, pdu);
    if (faults.unbind_after == number) unbind();
    if (reached(faults.reset_after)) return wire_->reset();
    if (reached(faults.cut_after)) wire_->cut();
}

/// An answer to something of ours.
void Session::settled(smpp::Pdu const& pdu) {
    if (enquiry_ == pdu.sequence &&
        (pdu.command == Command::enquire_link_resp || pdu.command == Command::generic_nack)) {
        enquiry_.reset();
        return;
    }
    if (pdu.command == Command::unbind_resp && bound_ == Bound::unbound) {
        closing_ = true;
        return wire_->close();
    }
    auto const known = out_.find(pdu.sequence);
    bool const ours = known != out_.end() &&
                      (pdu.command == Command::generic_nack ||
                       pdu.command == smpp::response_of(known->second.delivery.pdu.command));
    if (!ours) {
        ++smsc_.count_.unexpected_responses;
        return;
    }
    auto out = std::move(known->second);
    out_.erase(known);
    delivered(std::move(out), pdu.status);
}

void Session::delivered(Out out, std::uint32_t status_code) {
    auto& count = smsc_.count_;
    if (status_code == status::ok) {
        using Kind = Delivery::Kind;
        auto const kind = out.delivery.kind;
        ++(kind == Kind::receipt ? count.receipts_answered
           : kind == Kind::mo    ? count.mo_answered
                                 : count.ussd_answered);
        count.answers.add(smsc_.world_.clock.steady() - out.sent);
    } else if (std::find(std::begin(put_off), std::end(put_off), status_code) !=
               std::end(put_off)) {
        ++count.deliveries_put_off;
        smsc_.again(*holder_, std::move(out.delivery));
    } else {
        ++count.deliveries_refused;
    }
    smsc_.pump(*holder_);
}

} // namespace haatline::simulators::smsc
