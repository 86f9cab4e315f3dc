#pragma once

#include <cstddef>
#include <string_view>

namespace haatline::coding {

/// Whether `text` may be cut at `at` without tearing what a reader takes for one letter: not before a
/// mark, a joiner or a skin tone, not behind a joiner (ZWJ), not between a virama and a letter, inside
/// CR LF or a flag. A table over code points, no ICU: it decides between parts of an SMS, a few times a
/// message. Requires `at` to stand between characters. Source: reference/encoding.md §3.6.
bool cluster_ends(std::string_view text, std::size_t at);

/// Where the character that ends at `at` begins; an ill-formed byte is one of its own. Requires at > 0.
std::size_t before(std::string_view text, std::size_t at);

} // namespace haatline::coding
