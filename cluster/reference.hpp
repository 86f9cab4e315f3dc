#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace haatline {

/// A number people read to each other: at least five digits and one Damm check digit, so that a
/// single wrong or swapped digit is "not understood" and never another person's record. `serial`
/// counts from 0; the printed form starts at 10000 + check digit and grows in length past 90,000
/// records.
std::string reference_text(std::uint64_t serial);

/// The serial of a printed reference; nothing when the check digit is wrong. Accepts digits of any
/// script.
std::optional<std::uint64_t> reference_serial(std::string_view text);

} // namespace haatline
