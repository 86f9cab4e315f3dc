#pragma once

#include "base/result.hpp"
#include "gateway/wire/smpp/pdu.hpp"
#include "locales/coding/decode.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::simulators::smsc {

/// One part of a message as the phone behind this SMSC reads it, whichever of the three ways it came.
coding::Decoded part_of(smpp::Pdu const& pdu);

/// The text of this part alone, UTF-8; of octets that are no text their hex digits.
std::string shown_text(smpp::Pdu const& pdu);

/// How a text of more than one part is carried (reference: smpp.md §8).
enum class Long : std::uint8_t { udh8, udh16, sar, payload };
Result<Long> long_mode(std::string_view name); ///< @fails Errc::bad_request naming them

/// A message from a phone as it is to travel.
struct Mo {
    std::string from, to, text; ///< digits without plus; UTF-8
    std::optional<std::string>
        octets{}; ///< instead of `text`: as they are to stand in short_message
    std::optional<std::uint8_t> data_coding{}; ///< as it is to be labelled, rightly or wrongly
    std::uint8_t esm_class = 0;                ///< bits besides
    Long as = Long::udh8;
    bool backwards = false; ///< the last part first
};

/// Its deliver_sm PDUs, in order of sending; `reference` joins parts.
/// @fails as coding::plan_sms.
Result<std::vector<smpp::Pdu>> pdus_of(Mo const& mo, std::uint16_t reference);

} // namespace haatline::simulators::smsc
