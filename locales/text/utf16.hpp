#pragma once

#include "locales/text/utf8.hpp"

#include <string_view>

/// UTF-16 as short messages and some providers carry it. Source: RFC 2781 section 2.
namespace haatline::text {

constexpr char16_t kByteOrderMark = 0xFEFF;

constexpr bool high_surrogate(char16_t unit) { return (unit & 0xFC00) == 0xD800; }
constexpr bool low_surrogate(char16_t unit) { return (unit & 0xFC00) == 0xDC00; }

/// Requires a high and a low surrogate.
constexpr char32_t joined(char16_t high, char16_t low) {
    return 0x10000 + (char32_t{high & 0x3FFU} << 10) + (low & 0x3FFU);
}

/// 1, or 2 beyond the basic plane. What is ill-formed costs what U+FFFD costs that stands for it.
constexpr unsigned utf16_units(char32_t code) {
    return code != kIllFormed && code > 0xFFFF ? 2 : 1;
}

constexpr std::size_t utf16_units(std::string_view utf8) {
    std::size_t units = 0;
    for (std::size_t at = 0; at < utf8.size();) units += utf16_units(next_code_point(utf8, at));
    return units;
}

/// Hands over the one or two units of a code point, the high surrogate first. Requires a code point.
template <class Put>
constexpr void each_utf16_unit(char32_t code, Put put) {
    if (code < 0x10000) return put(static_cast<char16_t>(code));
    put(static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10)));
    put(static_cast<char16_t>(0xDC00 + ((code - 0x10000) & 0x3FF)));
}

} // namespace haatline::text
