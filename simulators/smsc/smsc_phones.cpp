#include "cluster/msisdn.hpp"
#include "simulators/smsc/smsc.hpp"

#include <algorithm>

/// The phones' side: what they read, write and dial.
namespace haatline::simulators::smsc {
namespace {

/// "919876543212" of 9876543212, +91…, 0091…: numbers stand on the wire as E.164 without a plus.
Result<std::string> on_the_wire(std::string const& typed) {
    auto const number = Msisdn::parse(typed);
    if (!number) return fail(number.error());
    return std::to_string(number->number());
}

constexpr std::uint64_t phones_most = 4'000'000; ///< numbers that are fictional, behind the first

} // namespace

/// The first account that listens; else the first, where it waits for a link.
Holder& Smsc::holder_for_phones() {
    for (auto const& holder : holders_)
        if (std::any_of(holder->links.begin(), holder->links.end(),
                        [](Session const* link) { return link->receives(); }))
            return *holder;
    return *holders_.front();
}

void Smsc::replied(std::string const& number) {
    auto const known = wrote_.find(number);
    if (known == wrote_.end()) return;
    ++count_.mo_replied;
    count_.replies.add(world_.clock.steady() - known->second);
    wrote_.erase(known);
}

void Smsc::for_phone(smpp::Pdu const& pdu) {
    replied(pdu.destination.digits);
    auto text = phones_.hear(pdu);
    if (!text) return;
    ++count_.whole_texts;
    auto const line = phones_.answer(text->number);
    if (line)
        after(plan_.think.pick(chance_),
              [this, from = text->number, to = text->from, line = *line] {
                  Mo answer{from, to, line};
                  answer.as = plan_.long_mode;
                  (void)mo(answer);
              });
    phones_.read(std::move(*text));
}

Result<void> Smsc::mo(Mo const& typed) {
    auto out = typed;
    auto const from = on_the_wire(typed.from);
    if (!from) return fail(from.error());
    out.from = *from;
    auto pdus = pdus_of(out, ++references_);
    if (!pdus) return fail(pdus.error());
    for (auto& pdu : *pdus) {
        // What somebody at the desk typed may be longer than SMPP has room for.
        if (auto const fits = smpp::encoded(pdu); !fits) return fail(fits.error());
    }
    for (auto& pdu : *pdus) queue(holder_for_phones(), {Delivery::Kind::mo, std::move(pdu)});
    return {};
}

Result<void> Smsc::dial(std::string const& from, std::string const& code,
                        std::vector<std::string> answers) {
    auto const number = on_the_wire(from);
    if (!number) return fail(number.error());
    auto const key = call_key(calls_made_++);
    calls_[key] = {*number, code, world_.clock.steady()};
    if (!answers.empty()) phones_.script("ussd:" + *number, std::move(answers));
    ++count_.ussd_calls;
    queue(holder_for_phones(),
          {Delivery::Kind::ussd,
           ussd_pdu(*plan_.dialect, {*number, code, {}, key, UssdIn::What::begin})});
    return {};
}

/// A screen came for a caller: she reads it and types her next line, or hangs up when she has none.
void Smsc::screen(smpp::Pdu const& pdu) {
    replied(pdu.destination.digits);
    auto const said = ussd_of(*plan_.dialect, pdu);
    auto const call = said && *said ? calls_.find((*said)->key) : calls_.end();
    if (call == calls_.end() || call->second.from != pdu.destination.digits) {
        ++count_.ussd_wrong;
        phones_.read({pdu.destination.digits, pdu.source.digits,
                      said ? "(no call of hers has this key)" : "(" + said.error().detail + ")",
                      true});
        return;
    }
    ++count_.ussd_screens;
    phones_.read({pdu.destination.digits, pdu.source.digits, shown_text(pdu), true});
    if ((*said)->ends) {
        ++count_.ussd_ended;
        calls_.erase(call);
        return;
    }
    auto const line = phones_.answer("ussd:" + call->second.from);
    after(plan_.think.pick(chance_),
          [this, key = call->first, line] { line ? type(key, *line) : hang_up(key); });
}

void Smsc::type(std::uint16_t key, std::string text) {
    auto const call = calls_.find(key);
    if (call == calls_.end()) return;
    queue(holder_for_phones(),
          {Delivery::Kind::ussd,
           ussd_pdu(*plan_.dialect, {call->second.from, call->second.code, std::move(text), key,
                                     UssdIn::What::answer})});
}

void Smsc::hang_up(std::uint16_t key) {
    auto const call = calls_.find(key);
    if (call == calls_.end()) return;
    Delivery out{Delivery::Kind::ussd,
                 ussd_pdu(*plan_.dialect,
                          {call->second.from, call->second.code, {}, key, UssdIn::What::abort})};
    auto const from = call->second.from;
    calls_.erase(call);
    queue(holder_for_phones(), std::move(out));
    wrote_.erase(from); // nobody waits for a screen any more
}

void Smsc::start() {
    every(plan_.mo_rate, &Smsc::a_phone_writes, world_.clock.steady());
    every(plan_.ussd_rate, &Smsc::a_phone_dials, world_.clock.steady());
}

/// By the clock, not by when the last one was done: a late one does not put the others off.
void Smsc::every(double rate, void (Smsc::*act)(), std::chrono::nanoseconds due) {
    if (rate <= 0) return;
    due += std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / rate));
    auto const now = world_.clock.steady();
    after(std::max(due - now, std::chrono::nanoseconds(0)), [this, rate, act, due] {
        every(rate, act, due);
        // Phones wait for a network: none writes while nobody is bound.
        if (bound() > 0) (this->*act)();
    });
}

void Smsc::a_phone_writes() {
    auto const number = std::to_string(plan_.first_number + phones_made_++ % phones_most);
    if (plan_.lines.size() > 1)
        phones_.script(number, {plan_.lines.begin() + 1, plan_.lines.end()});
    Mo first{number, plan_.mo_to, plan_.lines.front()};
    first.as = plan_.long_mode;
    (void)mo(first);
}

void Smsc::a_phone_dials() {
    (void)dial(std::to_string(plan_.first_number + phones_made_++ % phones_most), plan_.code,
               plan_.lines);
}

} // namespace haatline::simulators::smsc
