#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::text {

/// Byte offsets at which `text` may be cut: after each user-perceived character, the last one being
/// text.size(). UAX #29 extended clusters, plus: never between a virama and a letter (ICU 72 splits
/// Tamil க்|ஷ; reference/encoding.md §7).
std::vector<std::size_t> cut_points(std::string_view text);

/// Fast test that every byte is printable ASCII or a line break, so that each is a grapheme of its
/// own.
bool plain_ascii(std::string_view text);

} // namespace haatline::text
