#include "gateway/wire/smpp/fields.hpp"

#include <algorithm>
#include <array>

namespace haatline::smpp {
namespace {

using enum FieldKind;

constexpr Field number(std::string_view name, std::uint8_t Pdu::*member) {
    return {u8, name, 1, 0, member, nullptr, nullptr};
}
constexpr Field text(std::string_view name, std::uint8_t most, std::uint32_t wrong,
                     std::string Pdu::*member, FieldKind kind = cstring) {
    return {kind, name, most, wrong, nullptr, member, nullptr};
}
constexpr Field where(std::string_view name, std::uint8_t most, std::uint32_t wrong,
                      Address Pdu::*member) {
    return {address, name, most, wrong, nullptr, nullptr, member};
}
constexpr Field list(FieldKind kind, std::string_view name, std::uint32_t wrong) {
    return {kind, name, 254, wrong, nullptr, nullptr, nullptr};
}

// Sizes: SMPP 3.4 issue 1.2 §5.2.
constexpr Field kService =
    text("service_type", 6, status::invalid_service_type, &Pdu::service_type);
constexpr Field kSource = where("source_addr", 21, status::invalid_source, &Pdu::source);
constexpr Field kLongSource = where("source_addr", 65, status::invalid_source, &Pdu::source);
constexpr Field kTo = where("destination_addr", 21, status::invalid_destination, &Pdu::destination);
constexpr Field kLongTo =
    where("destination_addr", 65, status::invalid_destination, &Pdu::destination);
constexpr Field kEsme = where("esme_addr", 65, status::invalid_destination, &Pdu::destination);
constexpr Field kEsmClass = number("esm_class", &Pdu::esm_class);
constexpr Field kProtocol = number("protocol_id", &Pdu::protocol_id);
constexpr Field kPriority = number("priority_flag", &Pdu::priority);
constexpr Field kSchedule = text("schedule_delivery_time", 17, status::invalid_schedule,
                                 &Pdu::schedule_time, FieldKind::time);
constexpr Field kValidity =
    text("validity_period", 17, status::invalid_expiry, &Pdu::validity, FieldKind::time);
constexpr Field kRegistered = number("registered_delivery", &Pdu::registered_delivery);
constexpr Field kReplace = number("replace_if_present_flag", &Pdu::replace_if_present);
constexpr Field kCoding = number("data_coding", &Pdu::data_coding);
constexpr Field kDefault = number("sm_default_msg_id", &Pdu::default_message_id);
constexpr Field kMessage = text("short_message", kMaxShortMessage, status::invalid_message_length,
                                &Pdu::short_message, FieldKind::message);
constexpr Field kId = text("message_id", 65, status::invalid_message_id, &Pdu::message_id);
constexpr Field kSystem = text("system_id", 16, status::invalid_system_id, &Pdu::system_id);
constexpr Field kPassword = text("password", 9, status::invalid_password, &Pdu::password);

constexpr std::array kBind{
    kSystem,
    kPassword,
    text("system_type", 13, status::invalid_system_type, &Pdu::system_type),
    number("interface_version", &Pdu::interface_version),
    where("address_range", 41, status::bind_failed, &Pdu::source),
};
constexpr std::array kBindResp{kSystem};
constexpr std::array kOutbind{kSystem, kPassword};
constexpr std::array kSm{kService,  kSource,   kTo,       kEsmClass,   kProtocol,
                         kPriority, kSchedule, kValidity, kRegistered, kReplace,
                         kCoding,   kDefault,  kMessage};
constexpr std::array kMulti{
    kService,
    kSource,
    list(destinations, "destinations", status::invalid_number_of_destinations),
    kEsmClass,
    kProtocol,
    kPriority,
    kSchedule,
    kValidity,
    kRegistered,
    kReplace,
    kCoding,
    kDefault,
    kMessage};
constexpr std::array kMultiResp{kId, list(unsuccessful, "unsuccess_sme", 0)};
constexpr std::array kIdOnly{kId};
constexpr std::array kDeliverResp{
    text("message_id", 65, status::invalid_message_id, &Pdu::message_id, nul)};
constexpr std::array kData{kService, kLongSource, kLongTo, kEsmClass, kRegistered, kCoding};
constexpr std::array kQuery{kId, kSource};
constexpr std::array kQueryResp{
    kId, text("final_date", 17, status::query_failed, &Pdu::final_date, FieldKind::time),
    number("message_state", &Pdu::message_state), number("error_code", &Pdu::error_code)};
constexpr std::array kCancel{kService, kId, kSource, kTo};
constexpr std::array kReplaceSm{kId,         kSource,  kSchedule, kValidity,
                                kRegistered, kDefault, kMessage};
constexpr std::array kAlert{kLongSource, kEsme};
constexpr std::span<Field const> kNone{};

using enum Command;

constexpr std::array kRows{
    CommandRow{bind_receiver, "bind_receiver", kBind},
    CommandRow{bind_transmitter, "bind_transmitter", kBind},
    CommandRow{query_sm, "query_sm", kQuery},
    CommandRow{submit_sm, "submit_sm", kSm},
    CommandRow{deliver_sm, "deliver_sm", kSm},
    CommandRow{unbind, "unbind", kNone, Tail::nothing},
    CommandRow{replace_sm, "replace_sm", kReplaceSm},
    CommandRow{cancel_sm, "cancel_sm", kCancel},
    CommandRow{bind_transceiver, "bind_transceiver", kBind},
    CommandRow{outbind, "outbind", kOutbind, Tail::nothing, false},
    CommandRow{enquire_link, "enquire_link", kNone, Tail::nothing},
    CommandRow{submit_multi, "submit_multi", kMulti},
    CommandRow{alert_notification, "alert_notification", kAlert, Tail::tlvs, false},
    CommandRow{data_sm, "data_sm", kData},
    CommandRow{generic_nack, "generic_nack", kNone, Tail::nothing},
    CommandRow{bind_receiver_resp, "bind_receiver_resp", kBindResp},
    CommandRow{bind_transmitter_resp, "bind_transmitter_resp", kBindResp},
    CommandRow{query_sm_resp, "query_sm_resp", kQueryResp},
    CommandRow{submit_sm_resp, "submit_sm_resp", kIdOnly},
    CommandRow{deliver_sm_resp, "deliver_sm_resp", kDeliverResp},
    CommandRow{unbind_resp, "unbind_resp", kNone, Tail::nothing},
    CommandRow{replace_sm_resp, "replace_sm_resp", kNone},
    CommandRow{cancel_sm_resp, "cancel_sm_resp", kNone},
    CommandRow{bind_transceiver_resp, "bind_transceiver_resp", kBindResp},
    CommandRow{enquire_link_resp, "enquire_link_resp", kNone, Tail::nothing},
    CommandRow{submit_multi_resp, "submit_multi_resp", kMultiResp},
    CommandRow{data_sm_resp, "data_sm_resp", kIdOnly},
};
static_assert(std::ranges::is_sorted(kRows, {}, &CommandRow::command));

} // namespace

std::span<CommandRow const> command_rows() { return kRows; }

CommandRow const* row_of(Command command) {
    auto const* const found = std::ranges::lower_bound(kRows, command, {}, &CommandRow::command);
    return found != kRows.end() && found->command == command ? found : nullptr;
}

std::string_view name_of(Command command) {
    CommandRow const* const row = row_of(command);
    return row ? row->name : std::string_view{};
}

} // namespace haatline::smpp
