#pragma once

#include "base/result.hpp"

#include <string>
#include <string_view>

namespace haatline::text {

/// What a phone sent, made safe to look at: well-formed UTF-8, NFC, control characters and bidi
/// overrides gone, white space folded to single blanks and trimmed, cut at `max_bytes` on a
/// grapheme boundary. Printable letters of every script stay.
/// @fails Errc::bad_request when the bytes are not UTF-8.
Result<std::string> clean_input(std::string_view raw, std::size_t max_bytes);

/// The composed form (NFC) of a well-formed text, nothing else changed.
std::string composed(std::string_view text);

/// For comparing words: NFD, marks that people leave out dropped (nukta, ZWJ, ZWNJ), case folded,
/// punctuation to blanks, digits to ASCII (reference/menus.md §3, rule 1).
std::string match_key(std::string_view text);

} // namespace haatline::text
