#include "gateway/wire/smpp/tlv.hpp"

#include "gateway/wire/smpp/octets.hpp"

#include <algorithm>
#include <array>

namespace haatline::smpp {
namespace {

using enum TlvForm;

// Source: SMPP 3.4 issue 1.2 §5.3.2, SMPP 5.0 §4.8.4; where tools differ both sizes are taken.
constexpr std::array kRules{
    TlvRule{0x0005, "dest_addr_subunit", u8, 1, 1},
    TlvRule{0x0006, "dest_network_type", u8, 1, 1},
    TlvRule{0x0007, "dest_bearer_type", u8, 1, 1},
    TlvRule{0x0008, "dest_telematics_id", u16, 1, 2},
    TlvRule{0x000D, "source_addr_subunit", u8, 1, 1},
    TlvRule{0x000E, "source_network_type", u8, 1, 1},
    TlvRule{0x000F, "source_bearer_type", u8, 1, 1},
    TlvRule{0x0010, "source_telematics_id", u8, 1, 2},
    TlvRule{0x0017, "qos_time_to_live", u32, 4, 4},
    TlvRule{0x0019, "payload_type", u8, 1, 1},
    TlvRule{0x001D, "additional_status_info_text", cstring, 0, 256},
    TlvRule{0x001E, "receipted_message_id", cstring, 1, 65, true},
    TlvRule{0x0030, "ms_msg_wait_facilities", u8, 1, 1},
    TlvRule{0x0201, "privacy_indicator", u8, 1, 1},
    TlvRule{0x0202, "source_subaddress", octets, 2, 23},
    TlvRule{0x0203, "dest_subaddress", octets, 2, 23},
    TlvRule{0x0204, "user_message_reference", u16, 1, 2},
    TlvRule{0x0205, "user_response_code", u8, 1, 1},
    TlvRule{0x020A, "source_port", u16, 2, 2},
    TlvRule{0x020B, "destination_port", u16, 2, 2},
    TlvRule{0x020C, "sar_msg_ref_num", u16, 2, 2, true},
    TlvRule{0x020D, "language_indicator", u8, 1, 1},
    TlvRule{0x020E, "sar_total_segments", u8, 1, 1, true},
    TlvRule{0x020F, "sar_segment_seqnum", u8, 1, 1, true},
    TlvRule{0x0210, "sc_interface_version", u8, 1, 1},
    TlvRule{0x0302, "callback_num_pres_ind", u8, 1, 1},
    TlvRule{0x0303, "callback_num_atag", octets, 0, 65},
    TlvRule{0x0304, "number_of_messages", u8, 1, 1},
    TlvRule{0x0381, "callback_num", octets, 4, 19},
    TlvRule{0x0420, "dpf_result", u8, 1, 1},
    TlvRule{0x0421, "set_dpf", u8, 1, 1},
    TlvRule{0x0422, "ms_availability_status", u8, 1, 1},
    TlvRule{0x0423, "network_error_code", octets, 3, 3},
    TlvRule{0x0424, "message_payload", octets, 0, 0xFFFF, true},
    TlvRule{0x0425, "delivery_failure_reason", u8, 1, 1},
    TlvRule{0x0426, "more_messages_to_send", u8, 1, 1},
    TlvRule{0x0427, "message_state", u8, 1, 1, true},
    TlvRule{0x0428, "congestion_state", u8, 1, 1},
    TlvRule{0x0501, "ussd_service_op", u8, 1, 1, true},
    TlvRule{0x060B, "billing_identification", octets, 0, 1024},
    TlvRule{0x060D, "source_network_id", cstring, 0, 65},
    TlvRule{0x060E, "dest_network_id", cstring, 0, 65},
    TlvRule{0x060F, "source_node_id", octets, 6, 6},
    TlvRule{0x0610, "dest_node_id", octets, 6, 6},
    TlvRule{0x0611, "dest_addr_np_resolution", u8, 1, 1},
    TlvRule{0x0612, "dest_addr_np_information", octets, 10, 10},
    TlvRule{0x0613, "dest_addr_np_country", octets, 1, 5},
    TlvRule{0x1201, "display_time", u8, 1, 1},
    TlvRule{0x1203, "sms_signal", u16, 2, 2},
    TlvRule{0x1204, "ms_validity", u8, 1, 1},
    TlvRule{0x130C, "alert_on_message_delivery", octets, 0, 1},
    TlvRule{0x1380, "its_reply_type", u8, 1, 1},
    TlvRule{0x1383, "its_session_info", octets, 2, 2, true},
};
static_assert(std::ranges::is_sorted(kRules, {}, &TlvRule::tag));

constexpr std::size_t kHead = 4; ///< tag and length

} // namespace

TlvRule const* rule_of(std::uint16_t tag) {
    auto const* const found = std::ranges::lower_bound(kRules, tag, {}, &TlvRule::tag);
    return found != kRules.end() && found->tag == tag ? found : nullptr;
}

WholeTlvs whole_tlvs(std::string_view octets) {
    WholeTlvs whole;
    while (octets.size() - whole.octets >= kHead) {
        std::size_t const length = read_u16(octets, whole.octets + 2);
        if (octets.size() - whole.octets - kHead < length) {
            whole.length_too_long = true;
            break;
        }
        whole.octets += kHead + length;
    }
    return whole;
}

void Tlvs::add(std::uint16_t tag, std::string_view value) {
    put_u16(wire_, tag);
    put_u16(wire_, static_cast<std::uint16_t>(value.size()));
    wire_ += value.substr(0, 0xFFFF);
}

void Tlvs::add_u8(std::uint16_t tag, std::uint8_t value) {
    char const octet = static_cast<char>(value);
    add(tag, {&octet, 1});
}

void Tlvs::add_u16(std::uint16_t tag, std::uint16_t value) {
    put_u16(wire_, tag);
    put_u16(wire_, 2);
    put_u16(wire_, value);
}

void Tlvs::add_u32(std::uint16_t tag, std::uint32_t value) {
    put_u16(wire_, tag);
    put_u16(wire_, 4);
    put_u32(wire_, value);
}

void Tlvs::add_cstring(std::uint16_t tag, std::string_view value) {
    put_u16(wire_, tag);
    put_u16(wire_, static_cast<std::uint16_t>(value.size() + 1));
    wire_ += value;
    wire_ += '\0';
}

std::optional<std::string_view> Tlvs::find(std::uint16_t tag) const {
    for (Tlv const& one : *this)
        if (one.tag == tag) return one.value;
    return std::nullopt;
}

std::optional<std::uint32_t> Tlvs::number(std::uint16_t tag) const {
    auto const value = find(tag);
    if (!value || value->empty() || value->size() > 4) return std::nullopt;
    std::uint32_t sum = 0;
    for (char const octet : *value) sum = sum << 8 | static_cast<unsigned char>(octet);
    return sum;
}

std::optional<std::string_view> Tlvs::text(std::uint16_t tag) const {
    auto const value = find(tag);
    return value ? std::optional(value->substr(0, value->find('\0'))) : std::nullopt;
}

Tlv Tlvs::Iterator::operator*() const {
    return {read_u16(rest_, 0), rest_.substr(kHead, read_u16(rest_, 2))};
}

Tlvs::Iterator& Tlvs::Iterator::operator++() {
    rest_.remove_prefix(kHead + read_u16(rest_, 2));
    return *this;
}

Tlvs::Iterator Tlvs::Iterator::operator++(int) {
    Iterator const before = *this;
    ++*this;
    return before;
}

} // namespace haatline::smpp
