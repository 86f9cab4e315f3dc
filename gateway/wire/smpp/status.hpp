#pragma once

#include <cstdint>
#include <string_view>

namespace haatline::smpp {

/// command_status. Source: SMPP 3.4 issue 1.2 §5.1.3; 0x100 and up SMPP 5.0 §4.7.6.
namespace status {
constexpr std::uint32_t ok = 0x00, invalid_message_length = 0x01, invalid_command_length = 0x02,
                        invalid_command = 0x03, wrong_bind_state = 0x04, already_bound = 0x05,
                        system_error = 0x08, invalid_source = 0x0A, invalid_destination = 0x0B,
                        invalid_message_id = 0x0C, bind_failed = 0x0D, invalid_password = 0x0E,
                        invalid_system_id = 0x0F, cancel_failed = 0x11, replace_failed = 0x13,
                        queue_full = 0x14, invalid_service_type = 0x15,
                        invalid_number_of_destinations = 0x33, invalid_list_name = 0x34,
                        invalid_destination_flag = 0x40, submit_failed = 0x45,
                        invalid_system_type = 0x53, throttled = 0x58, invalid_schedule = 0x61,
                        invalid_expiry = 0x62, temporary_app_error = 0x64,
                        permanent_app_error = 0x65, query_failed = 0x67, invalid_tlv_stream = 0xC0,
                        tlv_not_allowed = 0xC1, invalid_tlv_length = 0xC2, missing_tlv = 0xC3,
                        invalid_tlv_value = 0xC4, delivery_failed = 0xFE, unknown_error = 0xFF;
} // namespace status

/// What a refused submit_sm means for its sender (reference: smpp.md §6).
enum class StatusClass : unsigned char {
    accepted,
    slow_down,    ///< the link is full: the message waits in its place
    retry,        ///< this message may go another time
    refused,      ///< this message never will
    rebind,       ///< the link is not what we took it for
    bind_refused, ///< credentials: an operator must look
    unknown,      ///< no table has it: once more, then it is refused with its code kept
};

/// "RTHROTTLED"; empty for a code that no standard names.
std::string_view status_name(std::uint32_t code);

StatusClass class_of(std::uint32_t code);

} // namespace haatline::smpp
