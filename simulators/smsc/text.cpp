#include "simulators/smsc/text.hpp"

#include "locales/coding/sms_plan.hpp"
#include "locales/coding/user_data.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::simulators::smsc {
namespace {

using coding::OctetSpan;

constexpr std::uint8_t has_udh = 0x40;
constexpr std::uint8_t latin1 = 3;

OctetSpan span_of(std::string_view octets) {
    return {reinterpret_cast<std::uint8_t const*>(octets.data()), octets.size()};
}

std::u16string ucs2(OctetSpan octets, std::size_t& mended) {
    std::u16string out;
    for (std::size_t at = 0; at + 1 < octets.size(); at += 2)
        out += static_cast<char16_t>(octets[at] << 8 | octets[at + 1]);
    mended += octets.size() % 2;
    return out;
}

/// sar_msg_ref_num and its two companions say the same as a header; where both are, the header counts.
std::optional<coding::Concat> sar_of(smpp::Pdu const& pdu) {
    auto const reference = pdu.tlvs.number(smpp::tag::sar_reference),
               total = pdu.tlvs.number(smpp::tag::sar_total),
               number = pdu.tlvs.number(smpp::tag::sar_number);
    if (!reference || !total || !number || *total > 255 || *number == 0 || *number > *total)
        return std::nullopt;
    return coding::Concat{static_cast<std::uint16_t>(*reference), true,
                          static_cast<std::uint8_t>(*total), static_cast<std::uint8_t>(*number)};
}

std::string octets_of(coding::Octets const& octets) { return {octets.begin(), octets.end()}; }

/// One deliver_sm or one a part.
std::vector<smpp::Pdu> cut(Mo const& mo, coding::SmsPlan const& plan, std::uint16_t reference) {
    std::vector<smpp::Pdu> out;
    for (std::size_t i = 0; i < plan.parts.size(); ++i) {
        auto const part = coding::coded(plan, mo.text, i, reference);
        smpp::Pdu pdu;
        bool const bare = mo.as == Long::sar || mo.as == Long::payload;
        pdu.short_message = octets_of(bare ? part.body : coding::short_message(part));
        if (!bare && !part.header.empty()) pdu.esm_class |= has_udh;
        pdu.data_coding = plan.dcs();
        if (mo.as == Long::sar && plan.parts.size() > 1) {
            pdu.tlvs.add_u16(smpp::tag::sar_reference, reference);
            pdu.tlvs.add_u8(smpp::tag::sar_total, static_cast<std::uint8_t>(plan.parts.size()));
            pdu.tlvs.add_u8(smpp::tag::sar_number, static_cast<std::uint8_t>(i + 1));
        }
        out.push_back(std::move(pdu));
    }
    if (mo.as != Long::payload) return out;
    std::string whole;
    for (auto const& pdu : out) whole += pdu.short_message;
    out.resize(1);
    out.front().short_message.clear();
    out.front().tlvs.add(smpp::tag::message_payload, whole);
    return out;
}

} // namespace

coding::Decoded part_of(smpp::Pdu const& pdu) {
    coding::Decoded out;
    auto octets = span_of(pdu.message());
    if ((pdu.esm_class & has_udh) != 0) {
        out.header = coding::read_header(octets);
        octets = octets.subspan(std::min(out.header.octets, octets.size()));
    }
    if (!out.header.concat) out.header.concat = sar_of(pdu);
    out.content = coding::content_of(pdu.data_coding);
    if (pdu.data_coding == latin1) {
        out.content = coding::Content::ucs2;
        for (auto const octet : octets) out.units += static_cast<char16_t>(octet);
    } else if (out.content == coding::Content::ucs2) {
        out.units = ucs2(octets, out.mended);
    } else if (out.content == coding::Content::gsm7) {
        out.units = coding::read_septets(octets, out.header.tables, out.mended);
    }
    return out;
}

std::string shown_text(smpp::Pdu const& pdu) {
    auto const part = part_of(pdu);
    if (part.content != coding::Content::octets) return coding::text_of(part.units);
    std::string out = "hex:";
    for (auto const octet : span_of(pdu.message())) out += fmt::format("{:02x}", octet);
    return out;
}

Result<Long> long_mode(std::string_view name) {
    for (auto const& [known, mode] : {std::pair{std::string_view("udh8"), Long::udh8},
                                      {"udh16", Long::udh16},
                                      {"sar", Long::sar},
                                      {"payload", Long::payload}})
        if (known == name) return mode;
    return fail(Errc::bad_request, "long messages travel as udh8, udh16, sar or payload");
}

Result<std::vector<smpp::Pdu>> pdus_of(Mo const& mo, std::uint16_t reference) {
    std::vector<smpp::Pdu> out(1);
    if (mo.octets) {
        out.front().short_message = *mo.octets;
    } else {
        coding::SmsRoute route;
        route.ref16 = mo.as == Long::udh16;
        auto const plan = coding::plan_sms(mo.text, route);
        if (!plan) return fail(plan.error());
        out = cut(mo, *plan, reference);
    }
    for (auto& pdu : out) {
        pdu.command = smpp::Command::deliver_sm;
        pdu.source = {1, 1, mo.from};
        pdu.destination = {0, 0, mo.to};
        pdu.esm_class |= mo.esm_class;
        if (mo.data_coding) pdu.data_coding = *mo.data_coding;
    }
    if (mo.backwards) std::reverse(out.begin(), out.end());
    return out;
}

} // namespace haatline::simulators::smsc
