#pragma once

#include "gateway/wire/smpp/pdu.hpp"
#include "locales/coding/sms_route.hpp"

#include <string_view>
#include <vector>

namespace haatline::smpp {

/// How a text of several parts says that they belong together.
enum class LongMode : unsigned char {
    udh,     ///< a header in short_message
    sar,     ///< three TLVs
    payload, ///< one PDU with message_payload: SMSCs cut it their own way, or cut it off
};

struct TextOptions {
    coding::SmsRoute route; ///< its ref16 says how wide references are
    LongMode long_mode = LongMode::udh;
    std::uint8_t gsm_dcs = 0, ucs2_dcs = 8; ///< operators differ
    bool operator==(TextOptions const&) const = default;
};

/// The PDUs of one text, in their order: `base`, which holds all but the text, once a part. They have to
/// take the same link one behind the other. `reference` tells two messages apart.
/// @fails as coding::plan_sms does: Errc::limit for too many parts, Errc::unsupported for letters that
/// the route does not carry; Errc::limit also for a payload past 64 K.
/// Source: 3GPP TS 23.040 §9.2.3.24; reference: smpp.md §8.
Result<std::vector<Pdu>> pdus_of_text(Pdu base, std::string_view text, TextOptions const& options,
                                      std::uint16_t reference);

} // namespace haatline::smpp
