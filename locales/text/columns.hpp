#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace haatline::text {

/// Columns of a terminal that a text takes: marks none, wide letters and emoji two. Terminals disagree
/// about conjuncts; this is what most of them do. Source: UAX #11.
std::size_t columns(std::string_view text);

/// For a terminal: control characters and what turns the writing round become pictures (␛) or U+FFFD, so
/// that a text cannot steer the screen it is shown on.
std::string shown(std::string_view text);

} // namespace haatline::text
