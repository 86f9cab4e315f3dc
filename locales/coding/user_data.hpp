#pragma once

#include "locales/coding/sms_plan.hpp"

#include <boost/container/static_vector.hpp>

namespace haatline::coding {

/// The most that is ever held: 182 septets and a pad of a USSD page.
using Octets = boost::container::static_vector<std::uint8_t, 192>;

/// One part as it goes on the air.
struct Part {
    bool ucs2 = false;
    std::string_view text; ///< of the planned text
    Octets header;         ///< with its length in front; empty when there is none
    Octets body;           ///< a septet an octet, or UTF-16BE
    /// TP-UDL: septets with those that the header takes, or octets with the header.
    std::uint8_t length = 0;
};

/// Part `index` of a plan for `text`. `reference` tells the parts of two messages apart; the lower octet
/// counts where references have eight bits. Requires index < plan.parts.size() and the planned text.
Part coded(SmsPlan const& plan, std::string_view text, std::size_t index, std::uint16_t reference);

/// TP-UD: header, fill bits up to a whole septet, septets least bit first (3GPP TS 23.040 §9.2.3.24).
Octets packed_ud(Part const& part);

/// short_message of SMPP: header, then one septet an octet, or UTF-16BE; `packed` for an SMSC that wants
/// TP-UD. esm_class has bit 0x40 when there is a header.
Octets short_message(Part const& part, bool packed = false);

/// Septets as octets, the first one `skip_bits` (0..6) behind the beginning; those bits are 0.
void pack(std::uint8_t const* septets, std::size_t count, unsigned skip_bits, Octets& to);

/// Septets that a header takes, filled up.
constexpr std::size_t septets_of_header(std::size_t octets) { return (8 * octets + 6) / 7; }

} // namespace haatline::coding
