#pragma once

#include "gateway/wire/smpp/pdu.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

/// USSD as SMSCs carry it: deliver_sm and submit_sm with ussd_service_op and a key of the session.
/// Reference: smpp.md §12.
namespace haatline::smpp {

/// Where the key of a session stands.
enum class UssdKey : unsigned char {
    its_session_info, ///< without its lowest bit, which says that the session ends
    user_message_reference,
};

/// How one maker's SMSC speaks.
struct UssdDialect {
    std::string_view name;
    std::uint8_t begin_in = 0x01;
    std::uint8_t answers_in[2] = {0x12, 0x12};
    std::uint8_t end_in = 0x11;
    bool unknown_answers = false; ///< an op nobody knows is an answer
    std::uint8_t more_out = 0x02, end_out = 0x11;
    UssdKey key = UssdKey::its_session_info;
    bool end_bit = true;       ///< the key's lowest bit ends a session, either way
    bool code_in_text = false; ///< the dialled code is the first text, not the destination
    std::chrono::seconds life{180};
};

/// "standard", "6d", "mica", "textbook".
std::span<UssdDialect const> ussd_dialects();
UssdDialect const* ussd_dialect(std::string_view name);

/// Whether a PDU is of USSD: never an SMS then, whatever service_type says.
inline bool is_ussd(Pdu const& pdu) { return pdu.tlvs.has(tag::ussd_service_op); }

enum class UssdEvent : unsigned char { begin, answer, end };

struct UssdHeard {
    UssdEvent event{};
    std::optional<std::uint16_t> key; ///< none came: one session a number and code
    std::string number;               ///< as it was written
    std::string code;    ///< what was dialled, where the dialect says; empty: in the text
    bool odd_op = false; ///< nobody knows this op: taken for an answer
};
/// @returns nothing for a PDU that is not of USSD, or has an op that this dialect takes for none.
std::optional<UssdHeard> hear_ussd(Pdu const& pdu, UssdDialect const& dialect);

/// What the next screen is sent with: everything but the text. Addresses are those of the PDU that it
/// answers, turned round.
struct UssdTo {
    Address number, code;
    std::optional<std::uint16_t> key;
    std::string service_type;
};
UssdTo answer_to(Pdu const& heard, UssdDialect const& dialect);

struct UssdCoding {
    std::uint8_t gsm_dcs = 0, ucs2_dcs = 8; ///< operators differ: 0x0F, 0x48
    bool operator==(UssdCoding const&) const = default;
};
/// @fails Errc::limit when the screen is longer than 182 septets or 80 UCS-2 units.
Result<Pdu> ussd_screen(UssdTo const& to, std::string_view text, bool last,
                        UssdDialect const& dialect, UssdCoding const& coding = {});

} // namespace haatline::smpp
