#include "gateway/wire/smpp/dialect.hpp"

#include "locales/coding/ussd.hpp"

#include <algorithm>
#include <array>

namespace haatline::smpp {
namespace {

constexpr std::array kDialects{
    UssdDialect{.name = "standard", .answers_in = {0x12, 0x02}, .end_out = 0x02},
    // 0x17 is written so in this maker's and the next one's clients, where the standard's decimal 17 may
    // have been meant; live gateways take it.
    UssdDialect{.name = "6d", .end_in = 0x81, .unknown_answers = true, .end_out = 0x17},
    UssdDialect{.name = "mica",
                .end_in = 0x81,
                .end_out = 0x17,
                .key = UssdKey::user_message_reference,
                .end_bit = false,
                .code_in_text = true},
    UssdDialect{.name = "textbook"},
};

constexpr std::uint16_t kEndBit = 0x0001;
constexpr std::uint8_t kAborted = 0x81; ///< some networks end a session with it in any dialect

struct Key {
    std::optional<std::uint16_t> key;
    bool ends = false;
};

Key key_of(Tlvs const& tlvs, UssdDialect const& dialect) {
    bool const session = dialect.key == UssdKey::its_session_info;
    auto const number = tlvs.number(session ? tag::its_session_info : tag::user_message_reference);
    if (!number) return {};
    auto const whole = static_cast<std::uint16_t>(*number);
    if (!session) return {whole, false};
    return {static_cast<std::uint16_t>(whole & ~kEndBit),
            dialect.end_bit && (whole & kEndBit) != 0};
}

std::optional<UssdEvent> event_of(std::uint8_t op, UssdDialect const& dialect, bool& odd) {
    if (op == dialect.begin_in) return UssdEvent::begin;
    if (op == dialect.end_in || op == kAborted) return UssdEvent::end;
    if (std::ranges::count(dialect.answers_in, op) > 0) return UssdEvent::answer;
    odd = true;
    return dialect.unknown_answers ? std::optional(UssdEvent::answer) : std::nullopt;
}

/// One septet an octet, or UTF-16.
std::string octets_of(std::string_view text, coding::Measure const& cost) {
    coding::SmsPlan plan;
    plan.kind =
        cost.alphabet == coding::Alphabet::ucs2 ? coding::Kind::ucs2 : coding::Kind::standard;
    plan.parts.push_back(
        {0, static_cast<std::uint32_t>(text.size()), static_cast<std::uint16_t>(cost.units)});
    auto const part = coding::coded(plan, text, 0, 0);
    return {reinterpret_cast<char const*>(part.body.data()), part.body.size()};
}

} // namespace

std::span<UssdDialect const> ussd_dialects() { return kDialects; }

UssdDialect const* ussd_dialect(std::string_view name) {
    auto const* const found = std::ranges::find(kDialects, name, &UssdDialect::name);
    return found == kDialects.end() ? nullptr : found;
}

std::optional<UssdHeard> hear_ussd(Pdu const& pdu, UssdDialect const& dialect) {
    auto const op = pdu.tlvs.number(tag::ussd_service_op);
    if (!op) return std::nullopt;
    UssdHeard heard;
    auto const event = event_of(static_cast<std::uint8_t>(*op), dialect, heard.odd_op);
    if (!event) return std::nullopt;
    Key const key = key_of(pdu.tlvs, dialect);
    heard.event = key.ends ? UssdEvent::end : *event;
    heard.key = key.key;
    heard.number = pdu.source.digits;
    if (!dialect.code_in_text) heard.code = pdu.destination.digits;
    return heard;
}

UssdTo answer_to(Pdu const& heard, UssdDialect const& dialect) {
    return {heard.source, heard.destination, key_of(heard.tlvs, dialect).key, heard.service_type};
}

Result<Pdu> ussd_screen(UssdTo const& to, std::string_view text, bool last,
                        UssdDialect const& dialect, UssdCoding const& coding) {
    auto const cost = coding::measure(text);
    if (!coding::kUssdCeiling.fits(cost))
        return fail(Errc::limit, "a USSD screen is longer than 182 septets or 80 UCS-2 units");
    Pdu pdu;
    pdu.command = Command::submit_sm;
    pdu.service_type = to.service_type;
    pdu.source = to.code;
    pdu.destination = to.number;
    pdu.data_coding = cost.alphabet == coding::Alphabet::ucs2 ? coding.ucs2_dcs : coding.gsm_dcs;
    pdu.short_message = octets_of(text, cost);
    pdu.tlvs.add_u8(tag::ussd_service_op, last ? dialect.end_out : dialect.more_out);
    if (!to.key) return pdu;
    if (dialect.key == UssdKey::user_message_reference)
        pdu.tlvs.add_u16(tag::user_message_reference, *to.key);
    else
        pdu.tlvs.add_u16(
            tag::its_session_info,
            static_cast<std::uint16_t>(*to.key | (last && dialect.end_bit ? kEndBit : 0)));
    return pdu;
}

} // namespace haatline::smpp
