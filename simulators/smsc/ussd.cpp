#include "simulators/smsc/ussd.hpp"

#include "locales/coding/sms_plan.hpp"
#include "locales/coding/user_data.hpp"

#include <fmt/format.h>

#include <array>

namespace haatline::simulators::smsc {
namespace {

constexpr std::array rows{
    Dialect{.name = "standard"},
    Dialect{.name = "sixdee", .aborts = 0x81, .ends = 0x17, .code_in_text = true},
    Dialect{.name = "mica",
            .aborts = 0x81,
            .aborts_by_bit = false,
            .ends = 0x17,
            .ends_by_bit = false,
            .key_is_reference = true,
            .code_in_text = true},
    Dialect{.name = "textbook", .ends = 0x11},
};

constexpr std::uint16_t end_bit = 1;

/// GSM septets one an octet, or UCS-2: a typed answer is short.
void put_text(smpp::Pdu& pdu, std::string const& text) {
    auto const plan = coding::plan_sms(text, {});
    if (!plan || text.empty()) return;
    auto const octets = coding::short_message(coding::coded(*plan, text, 0, 0));
    pdu.short_message.assign(octets.begin(), octets.end());
    pdu.data_coding = plan->dcs();
}

/// "*789#" travels without the star and the hash where it is an address.
std::string digits_of(std::string_view code) {
    std::string out;
    for (char const c : code)
        if (c >= '0' && c <= '9') out += c;
    return out;
}

} // namespace

std::span<Dialect const> dialects() { return rows; }

Result<Dialect const*> dialect(std::string_view name) {
    std::string names;
    for (auto const& row : rows) {
        if (row.name == name) return &row;
        names += (names.empty() ? "" : ", ") + std::string(row.name);
    }
    return fail(Errc::bad_request,
                fmt::format("no dialect of USSD is named '{}'; there are {}", name, names));
}

std::uint16_t call_key(std::uint64_t number) {
    return static_cast<std::uint16_t>((number % 0x7FFF + 1) << 1);
}

smpp::Pdu ussd_pdu(Dialect const& dialect, UssdIn const& in) {
    using What = UssdIn::What;
    smpp::Pdu out;
    out.command = smpp::Command::deliver_sm;
    out.service_type = "USSD";
    out.source = {1, 1, in.from};
    out.destination = {0, 0, dialect.code_in_text ? digits_of(in.code) : in.code};
    bool const aborts = in.what == What::abort;
    put_text(out, in.what == What::answer                          ? in.typed
                  : in.what == What::begin && dialect.code_in_text ? in.code
                                                                   : std::string());
    out.tlvs.add_u8(smpp::tag::ussd_service_op, in.what == What::begin    ? dialect.begins
                                                : in.what == What::answer ? dialect.answers
                                                                          : dialect.aborts);
    if (dialect.key_is_reference)
        out.tlvs.add_u16(smpp::tag::user_message_reference, in.key);
    else
        out.tlvs.add_u16(smpp::tag::its_session_info,
                         aborts && dialect.aborts_by_bit
                             ? static_cast<std::uint16_t>(in.key | end_bit)
                             : in.key);
    return out;
}

Result<std::optional<UssdOut>> ussd_of(Dialect const& dialect, smpp::Pdu const& submit) {
    auto const op = submit.tlvs.number(smpp::tag::ussd_service_op);
    if (!op) return std::optional<UssdOut>();
    auto const tag =
        dialect.key_is_reference ? smpp::tag::user_message_reference : smpp::tag::its_session_info;
    auto const key = submit.tlvs.number(tag);
    if (!key) return fail(Errc::invalid_data, "a USSD screen without the session's key");
    bool const bit = !dialect.key_is_reference && (*key & end_bit) != 0;
    UssdOut out;
    out.key = static_cast<std::uint16_t>(dialect.key_is_reference ? *key : *key & ~end_bit);
    if (*op == dialect.ends && (bit || !dialect.ends_by_bit))
        out.ends = true;
    else if (*op == dialect.goes_on && !bit)
        out.ends = false;
    else
        return fail(Errc::invalid_data,
                    fmt::format("{} knows no ussd_service_op {:#04x} with end bit {}", dialect.name,
                                *op, bit ? 1 : 0));
    return std::optional(out);
}

} // namespace haatline::simulators::smsc
