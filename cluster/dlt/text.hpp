#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace haatline::dlt {

/// The longest text that is compared with templates, in octets: ten parts of UCS-2 in a writing of three
/// octets a letter, and portals take no longer template.
constexpr std::size_t text_bytes_max = 6'000;

/// A text as the register compares it: NFC, typographic quotes and dashes as ASCII has them, white space
/// and line breaks one blank, nothing invisible (reference/telecom-india.md §2, "Rendering rule").
/// @fails Errc::bad_request when it is not UTF-8, Errc::limit when it is longer than `text_bytes_max`.
Result<std::string> compared(std::string_view text);

/// Characters as the register counts them: code points.
std::size_t characters(std::string_view text);

} // namespace haatline::dlt
