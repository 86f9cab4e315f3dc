#pragma once

#include "base/world.hpp"
#include "gateway/wire/smpp/pdu.hpp"

#include <optional>
#include <string>
#include <vector>

namespace haatline::smpp {

/// message_state. Source: SMPP 3.4 issue 1.2 §5.2.28; scheduled and skipped SMPP 5.0 §4.7.15.
enum class MessageState : std::uint8_t {
    scheduled = 0,
    enroute = 1,
    delivered = 2,
    expired = 3,
    deleted = 4,
    undeliverable = 5,
    accepted = 6,
    unknown = 7,
    rejected = 8,
    skipped = 9,
};
constexpr bool is_final(MessageState state) {
    using enum MessageState;
    return state == delivered || state == expired || state == deleted || state == undeliverable ||
           state == rejected || state == skipped;
}
/// "DELIVRD" and so on, as receipts write it.
std::string_view stat_of(MessageState state);

struct ReceiptOptions {
    bool by_text = false; ///< "id:" and "stat:" make a receipt; a subscriber can forge one then
    bool digit_states = false;      ///< "stat:2" is a state
    std::chrono::minutes zone{330}; ///< of its dates: receipts carry none
    bool operator==(ReceiptOptions const&) const = default;
};

struct Receipt {
    std::string id; ///< empty: none that could be read
    MessageState state = MessageState::unknown;
    bool intermediate = false;                  ///< then nothing is final
    std::string stat, err;                      ///< as they were written
    std::optional<std::uint32_t> network_error; ///< type and code of TLV 0x0423: 0xTTCCCC
    std::optional<TimePoint> done;              ///< informative; never decides anything
    bool final() const { return !intermediate && is_final(state); }
    bool operator==(Receipt const&) const = default;
};

/// What a deliver_sm or data_sm is.
enum class DeliverKind : unsigned char {
    message,
    receipt,
    acknowledgement, ///< of a phone or a person (esm_class 08, 10, 18): no text for us
};
DeliverKind kind_of(Pdu const& pdu, ReceiptOptions const& options);

/// Reads a receipt, TLVs before text. Any octets; what cannot be read stays empty and unknown, never
/// failed. Reference: smpp.md §9.
Receipt read_receipt(Pdu const& pdu, ReceiptOptions const& options);

/// The text alone, as the grammar of the reference has it: one pass, no bound on what it is given.
Receipt read_receipt_text(std::string_view text, ReceiptOptions const& options);

/// How an SMSC writes ids: in the response, in the receipt.
enum class IdForm : unsigned char {
    same,
    hex_then_decimal,
    decimal_then_hex,
    any, ///< not known: both are tried, for the same destination only
};

/// An id as it is compared: without leading zeros; of a link with two bases in decimal.
std::string plain_id(std::string_view id, IdForm form, bool of_receipt);

/// The receipt's id in the other spellings that the response may have had: without leading zeros, in the
/// other base and either case. Without the id itself.
std::vector<std::string> other_spellings(std::string_view id, IdForm form);
/// Without the zeros in front, which some SMSCs lose on the way. "0" stays.
std::string_view without_zeros(std::string_view id);

} // namespace haatline::smpp
