#include "gateway/wire/smpp/long_message.hpp"

#include "locales/coding/user_data.hpp"

namespace haatline::smpp {
namespace {

constexpr std::uint8_t kUdhi = 0x40;

template <class Octets>
void append(std::string& to, Octets const& octets) {
    to.append(reinterpret_cast<char const*>(octets.data()), octets.size());
}

void add_sar(Pdu& pdu, std::uint16_t reference, std::size_t total, std::size_t number) {
    pdu.tlvs.add_u16(tag::sar_reference, reference);
    pdu.tlvs.add_u8(tag::sar_total, static_cast<std::uint8_t>(total));
    pdu.tlvs.add_u8(tag::sar_number, static_cast<std::uint8_t>(number));
}

Result<Pdu> payload_pdu(Pdu pdu, std::string_view text, coding::SmsPlan const& plan) {
    std::string octets;
    for (std::size_t i = 0; i < plan.parts.size(); ++i)
        append(octets, coded(plan, text, i, 0).body);
    if (octets.size() > 0xFFFF) return fail(Errc::limit, "a text is longer than message_payload");
    if (plan.parts.size() == 1 && octets.size() <= kMaxShortMessage)
        pdu.short_message = std::move(octets);
    else
        pdu.tlvs.add(tag::message_payload, octets);
    return pdu;
}

} // namespace

Result<std::vector<Pdu>> pdus_of_text(Pdu base, std::string_view text, TextOptions const& options,
                                      std::uint16_t reference) {
    coding::SmsRoute route = options.route;
    // Tables are told by headers, which only this way has.
    if (options.long_mode != LongMode::udh) route.policy = coding::Policy::off;
    auto const plan = coding::plan_sms(text, route);
    if (!plan) return fail(plan.error());
    base.data_coding = plan->ucs2() ? options.ucs2_dcs : options.gsm_dcs;
    std::vector<Pdu> pdus;
    if (options.long_mode == LongMode::payload) {
        auto one = payload_pdu(std::move(base), text, *plan);
        if (!one) return fail(one.error());
        pdus.push_back(std::move(*one));
        return pdus;
    }
    std::size_t const total = plan->parts.size();
    pdus.reserve(total);
    for (std::size_t i = 0; i < total; ++i) {
        auto const part = coded(*plan, text, i, reference);
        Pdu& pdu = i + 1 == total ? pdus.emplace_back(std::move(base)) : pdus.emplace_back(base);
        if (options.long_mode == LongMode::sar && total > 1) {
            add_sar(pdu, reference, total, i + 1);
        } else if (!part.header.empty()) {
            pdu.esm_class |= kUdhi;
            append(pdu.short_message, part.header);
        }
        append(pdu.short_message, part.body);
    }
    return pdus;
}

} // namespace haatline::smpp
