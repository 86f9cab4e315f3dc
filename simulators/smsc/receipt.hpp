#pragma once

#include "base/result.hpp"
#include "base/world.hpp"
#include "gateway/wire/smpp/pdu.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace haatline::simulators::smsc {

/// message_state of SMPP 3.4 §5.2.28.
enum class State : std::uint8_t {
    enroute = 1,
    delivered = 2,
    expired = 3,
    deleted = 4,
    undeliverable = 5,
    accepted = 6,
    unknown = 7,
    rejected = 8,
};
constexpr bool is_final(State state) {
    return state != State::enroute && state != State::accepted && state != State::unknown;
}

/// What a receipt tells.
struct News {
    std::string id; ///< as receipts write it
    State state = State::delivered;
    TimePoint submitted{}, done{};
    std::string text;                  ///< the message's octets
    smpp::Address source, destination; ///< of the message: the receipt goes the other way
    std::uint32_t reference = 0;       ///< user_message_reference; 0: none was given
};

/// One way to write a receipt: each is a row of reference smpp.md §9.
struct ReceiptStyle {
    std::string_view name, says;
    /// {id} {stat} {err} {sub} {sent10|12|14} {done10|12|14} {text} {digits} {noise} {long}
    std::string_view text;
    std::string_view words{}; ///< of the states 1..8, with blanks between; empty: the usual ones
    bool tlvs = true;         ///< receipted_message_id and message_state besides
};
std::span<ReceiptStyle const> receipt_styles();
/// @fails Errc::bad_request naming the styles there are.
Result<ReceiptStyle const*> receipt_style(std::string_view name);

/// What differs between SMSCs besides the text.
struct ReceiptManner {
    bool tlvs = true;              ///< false: in no style
    bool reference = false;        ///< user_message_reference is echoed
    std::uint8_t esm_class = 0x04; ///< 0: receipts look like messages
    std::uint8_t data_coding = 0;
};

std::string receipt_text(ReceiptStyle const& style, News const& news);
/// The deliver_sm; its sequence number is the link's business.
smpp::Pdu receipt_pdu(ReceiptStyle const& style, ReceiptManner const& manner, News const& news);

} // namespace haatline::simulators::smsc
