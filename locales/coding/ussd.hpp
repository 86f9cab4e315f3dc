#pragma once

#include "base/result.hpp"
#include "locales/coding/decode.hpp"
#include "locales/coding/measure.hpp"
#include "locales/coding/user_data.hpp"

#include <string>
#include <string_view>

namespace haatline::coding {

/// What the protocol itself carries: 160 octets. Source: 3GPP TS 23.038 §5, TS 24.080.
constexpr PageBudget kUssdCeiling{182, 80};
/// Below this a page has no room for a question and its keys.
constexpr PageBudget kUssdLeast{20, 10};
/// What we plan for where an operator has said nothing: Indian government services live with 45 to 60
/// letters a page (reference/encoding.md §6).
constexpr PageBudget kUssdUnknownRoute{160, 60};

/// "160/60": septets and UCS-2 units of a page, as an operator types them.
/// @fails Errc::bad_request for anything else, and beyond `kUssdLeast` and `kUssdCeiling`.
Result<PageBudget> read_budget(std::string_view typed);

/// How a route wants its strings. The budget is counted behind the route's own prefix.
struct UssdRoute {
    PageBudget budget = kUssdUnknownRoute;
    std::uint8_t dcs_gsm7 = 0x0F, dcs_ucs2 = 0x48; ///< operators differ
};

struct UssdString {
    std::uint8_t dcs = 0;
    Measure cost;
    Octets octets; ///< packed septets with CR in spare bits, or UTF-16BE
};

/// One page as octets. No national tables: no gateway is known that carries them.
/// @fails Errc::limit when the text does not fit the route or 160 octets; cut it with `cut_pages`.
Result<UssdString> coded_ussd(std::string_view text, UssdRoute const& route);

/// Septets a phone sent or a network hands on; any octets at all.
std::string decode_ussd(OctetSpan octets, std::uint8_t dcs);

} // namespace haatline::coding
