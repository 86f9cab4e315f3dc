#pragma once

#include "base/result.hpp"
#include "locales/coding/sms_route.hpp"

#include <boost/container/small_vector.hpp>

#include <cstdint>
#include <string_view>

namespace haatline::coding {

/// A part of a text: octets [begin, end) of it, and what they cost without the header.
struct Cut {
    std::uint32_t begin = 0, end = 0;
    std::uint16_t units = 0;
    bool operator==(Cut const&) const = default;
};

/// How one text travels: the same form and tables for all its parts.
struct SmsPlan {
    Kind kind = Kind::standard;
    Tables tables;
    bool clean = true; ///< no cluster is cut
    bool ref16 = false;
    bool risky_cells = false;
    std::uint32_t units = 0; ///< septets or UTF-16 units of the text, without headers
    /// At least one. Most texts have one, so that a plan takes nothing from the heap.
    boost::container::small_vector<Cut, 4> parts;

    bool ucs2() const { return kind == Kind::ucs2; }
    std::uint8_t dcs() const { return ucs2() ? 0x08 : 0x00; }
    unsigned capacity_of_a_part() const {
        Capacity const c = capacity(kind, ref16);
        return parts.size() > 1 ? c.of_many : c.alone;
    }
    /// What the last part could still take.
    unsigned units_left() const { return capacity_of_a_part() - parts.back().units; }
};

/// The cheapest lawful form of `text` on `route`: fewest parts; on a tie the form that most handsets
/// read, then fewest units. A total order: two gateways plan alike. Cut between clusters where that
/// takes no more parts, never inside an escape or a surrogate pair. An ill-formed byte travels as
/// U+FFFD. One pass over the text and no allocation where one part is enough.
///
/// @fails Errc::limit when more than 255 parts would be needed; Errc::unsupported when nothing that the
/// route allows can carry the text.
/// Source: 3GPP TS 23.038, TS 23.040 §9.2.3.24; reference/encoding.md §3.
Result<SmsPlan> plan_sms(std::string_view text, SmsRoute const& route);

/// "gsm7-default", "ucs2", "gsm7-single", "gsm7-lock", "gsm7-lock+single".
std::string_view name(Kind kind);

} // namespace haatline::coding
