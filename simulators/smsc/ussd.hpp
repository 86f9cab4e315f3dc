#pragma once

#include "base/result.hpp"
#include "gateway/wire/smpp/pdu.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace haatline::simulators::smsc {

/// How one maker's network speaks USSD over SMPP (reference: smpp.md §12).
struct Dialect {
    std::string_view name;
    std::uint8_t begins = 0x01;    ///< ussd_service_op of a new call, from the network
    std::uint8_t answers = 0x12;   ///< ... of what a caller typed
    std::uint8_t aborts = 0x11;    ///< ... when she hung up
    bool aborts_by_bit = true;     ///< and its_session_info says "end"
    std::uint8_t goes_on = 0x02;   ///< from the gateway: a screen that asks
    std::uint8_t ends = 0x02;      ///< from the gateway: the last screen
    bool ends_by_bit = true;       ///< it needs the end bit to be the last
    bool key_is_reference = false; ///< user_message_reference instead of its_session_info
    bool code_in_text = false;     ///< the dialled code stands in short_message
};
std::span<Dialect const> dialects();
/// @fails Errc::bad_request naming the dialects there are.
Result<Dialect const*> dialect(std::string_view name);

/// A key of a call: 15 bits, the lowest left free for the end of the session.
std::uint16_t call_key(std::uint64_t number);

/// What the network sends to the gateway. `code`: "*789#"; `typed`: nothing for the first PDU.
struct UssdIn {
    std::string from, code, typed;
    std::uint16_t key = 0;
    enum class What : std::uint8_t { begin, answer, abort } what = What::begin;
};
smpp::Pdu ussd_pdu(Dialect const& dialect, UssdIn const& in);

/// What the gateway said, read strictly: what another network would not take is an error here.
struct UssdOut {
    bool ends = false;
    std::uint16_t key = 0;
};
/// @fails Errc::invalid_data saying what is wrong. Nothing for a PDU without ussd_service_op.
Result<std::optional<UssdOut>> ussd_of(Dialect const& dialect, smpp::Pdu const& submit);

} // namespace haatline::simulators::smsc
