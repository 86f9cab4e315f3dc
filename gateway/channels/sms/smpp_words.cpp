#include "gateway/channels/sms/smpp_words.hpp"

#include "gateway/wire/digest.hpp"
#include "gateway/wire/smpp/time_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace haatline::gateway {
namespace {

constexpr std::size_t kCodeDigitsMost = 8; ///< longer ones are numbers of E.164
constexpr std::size_t kHeaderMost = 11;    ///< alphanumeric senders (3GPP TS 23.040 §9.1.2.5)

smpp::Address sender_of(std::string const& sender, SmppOptions const& options) {
    std::string const& name = sender.empty() ? options.sender : sender;
    bool const digits =
        !name.empty() && std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return {options.header_ton, options.header_npi, name.substr(0, kHeaderMost)};
    if (name.size() <= kCodeDigitsMost) return {options.code_ton, options.code_npi, name};
    return {1, 1, name};
}

struct Reason {
    std::uint32_t status;
    std::string_view reason;
};
constexpr std::array kReasons{
    Reason{smpp::status::invalid_source, "header"},
    Reason{smpp::status::invalid_destination, "unreachable"},
    Reason{0x50, "unreachable"},
    Reason{0x51, "unreachable"},
    Reason{smpp::status::bind_failed, "auth"},
    Reason{smpp::status::invalid_password, "auth"},
    Reason{smpp::status::invalid_system_id, "auth"},
    Reason{smpp::status::wrong_bind_state, "auth"},
};

std::string_view state_word(smpp::MessageState state) {
    switch (state) {
    case smpp::MessageState::delivered:
        return "delivered";
    case smpp::MessageState::expired:
        return "expired";
    case smpp::MessageState::deleted:
    case smpp::MessageState::undeliverable:
    case smpp::MessageState::skipped:
        return "undelivered";
    case smpp::MessageState::rejected:
        return "refused";
    default:
        return "accepted";
    }
}

std::string code_of(smpp::Receipt const& receipt) {
    if (!receipt.err.empty()) return receipt.err;
    if (receipt.network_error)
        return fmt::format("{}:{}", *receipt.network_error >> 16, *receipt.network_error & 0xFFFF);
    return {};
}

std::string reason_of(smpp::Receipt const& receipt, std::string const& code,
                      SmppOptions const& options) {
    if (!receipt.final() || receipt.state == smpp::MessageState::delivered) return {};
    auto const known = options.reasons.find(code);
    if (known != options.reasons.end()) return known->second;
    return receipt.state == smpp::MessageState::expired ? "absent" : "unknown";
}

} // namespace

tl::expected<std::vector<smpp::Pdu>, SmppRefusal> submissions_of(Outgoing const& message,
                                                                 SmppOptions const& options,
                                                                 std::uint16_t reference,
                                                                 TimePoint now) {
    smpp::DltValues const values{message.dlt.entity, message.dlt.header, message.dlt.template_id,
                                 message.dlt.chain};
    if (auto const missing = smpp::missing_dlt(options.dlt, options.chain, values))
        return tl::unexpected(SmppRefusal{
            *missing == smpp::DltSource::constant ? "unknown" : std::string(name_of(*missing)),
            "the link requires a field of the register that the message does not have"});
    smpp::Pdu base;
    base.command = smpp::Command::submit_sm;
    base.source = sender_of(message.sender, options);
    base.destination = {1, 1, std::to_string(message.to.number())};
    base.esm_class = options.esm_mode;
    base.registered_delivery = message.wants_receipt ? 1 : 0;
    if (message.valid_until != TimePoint{}) {
        auto const left =
            std::chrono::duration_cast<std::chrono::seconds>(message.valid_until - now);
        base.validity = options.absolute_validity ? smpp::absolute_time(message.valid_until)
                                                  : smpp::relative_time(left);
    }
    base.tlvs.add_u16(smpp::tag::user_message_reference,
                      static_cast<std::uint16_t>(message.parcel & 0xFFFF));
    if (auto added = smpp::add_dlt_fields(base.tlvs, options.dlt, options.chain, values); !added)
        return tl::unexpected(SmppRefusal{"unknown", added.error().detail});
    auto pdus = smpp::pdus_of_text(std::move(base), message.text, options.text, reference);
    if (!pdus) return tl::unexpected(SmppRefusal{"unknown", pdus.error().detail});
    return std::move(*pdus);
}

std::string raw_code_of(std::uint32_t status) {
    auto const name = smpp::status_name(status);
    return fmt::format("0x{:02X}{}{}", status, name.empty() ? "" : " ", name);
}

std::string reason_of(std::uint32_t status, SmppOptions const& options) {
    auto const own = options.reasons.find(fmt::format("0x{:02X}", status));
    if (own != options.reasons.end()) return own->second;
    auto const* const found = std::ranges::find(kReasons, status, &Reason::status);
    return found == kReasons.end() ? "unknown" : std::string(found->reason);
}

std::optional<ReceiptNews> news_of(smpp::Pdu const& pdu, SmppOptions const& options) {
    auto const receipt = smpp::read_receipt(pdu, options.receipts);
    ReceiptNews news;
    if (auto const reference = pdu.tlvs.number(smpp::tag::user_message_reference))
        news.reference = *reference;
    if (receipt.id.empty() && news.reference == 0) return std::nullopt;
    news.id = smpp::plain_id(receipt.id, options.id_form, true);
    if (options.id_form == smpp::IdForm::any)
        news.also = smpp::other_spellings(news.id, options.id_form);
    // A receipt comes from the phone that the message went to.
    if (auto const phone = writer_of(pdu.source)) news.to = *phone;
    std::string const code = code_of(receipt);
    news.state = receipt.intermediate ? "accepted" : std::string(state_word(receipt.state));
    news.reason = reason_of(receipt, code, options);
    news.raw_code =
        receipt.stat.empty() || code.empty() ? receipt.stat + code : receipt.stat + " " + code;
    return news;
}

std::string identity_of(smpp::Pdu const& pdu) {
    char const facts[] = {static_cast<char>(pdu.data_coding), static_cast<char>(pdu.esm_class)};
    return short_digest({pdu.source.digits, pdu.destination.digits,
                         std::string_view(facts, sizeof facts), pdu.short_message,
                         pdu.tlvs.wire()});
}

std::optional<Msisdn> writer_of(smpp::Address const& source) {
    std::string digits;
    for (char const c : source.digits)
        if (c != ' ') digits += c;
    auto const number = Msisdn::parse(digits);
    return number ? std::optional(*number) : std::nullopt;
}

} // namespace haatline::gateway
