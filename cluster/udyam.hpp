#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace haatline {

/// A Udyam registration number in the form it is printed, "UDYAM-BR-12-0001234", from what somebody
/// typed on a keypad: with or without the prefix, blanks or hyphens, in small letters, with digits
/// of any script, with the letter O where a zero belongs or a zero where the letter does.
///
/// @returns nothing for anything else; a number too short or too long is never completed or cut.
/// The two digits in the middle are the register's own and no LGD code, so none is refused.
/// Source: `^UDYAM-[A-Z]{2}-\d{2}-\d{7}$`, reference/domain.md §2.
std::optional<std::string> read_udyam(std::string_view typed);

} // namespace haatline
