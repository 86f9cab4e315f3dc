#pragma once

#include "locales/coding/sms_plan.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace haatline::coding {

/// Why a text travels in a dearer form than its other letters would need.
enum class CauseKind : std::uint8_t {
    no_alphabet, ///< no table of the standard has it: the whole text goes to UCS-2
    not_allowed, ///< a national table has it that the route does not allow
    risky,       ///< only cells that handsets disagree on have it
    not_utf8,    ///< a byte that is no UTF-8; U+FFFD is sent for it
    shifted,     ///< not in the locking table: a single table besides, and two septets each
};
std::string_view name(CauseKind kind);

/// One character that costs, where it stands first.
struct Cause {
    CauseKind kind = CauseKind::no_alphabet;
    char32_t code = 0;
    std::size_t at = 0, octets = 0; ///< of the text
    std::size_t character = 0;      ///< counted from 0
    std::size_t times = 1;
    TableMask tables = 0; ///< national tables that hold it
    /// What may be written for it; empty when nothing says the same, or when `leave_out`.
    std::string instead;
    bool leave_out = false; ///< joiners and invisible marks
    bool operator==(Cause const&) const = default;
};

/// The characters that cost a text its cheaper form, each once, in the order of the text, at most
/// `most`; none for the default alphabet. Letters that the same national tables would hold are one
/// cause, the first of them.
std::vector<Cause> causes_of(std::string_view text, SmsPlan const& plan, SmsRoute const& route,
                             std::size_t most = 8);

/// Parts as a vendor counts them, who may cut UCS-2 shorter than the standard does.
std::size_t billed_parts(SmsPlan const& plan, SmsRoute const& route);

} // namespace haatline::coding
