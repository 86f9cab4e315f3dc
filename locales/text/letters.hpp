#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace haatline::text {

/// What one code point is in writing.
enum class LetterKind : std::uint8_t {
    letter,
    digit, ///< of any script
    mark,  ///< stands on the letter before it: a vowel sign, a virama, a nukta
    joiner,
    other,
};

/// Writings as rules of the trade tell them apart.
enum class Writing : std::uint8_t {
    common, ///< digits, blanks, punctuation: of no script
    latin,
    indian, ///< Devanagari to Malayalam, Arabic letters as Urdu has them, Ol Chiki, Meetei Mayek
    elsewhere,
};

struct Letter {
    LetterKind kind = LetterKind::other;
    Writing writing = Writing::common;
    bool operator==(Letter const&) const = default;
};

/// Source: Unicode 15, general category and Script.
Letter letter_of(char32_t code);

/// A name without the signs that names have, single blanks in their place: "A. B. Foods & Co." is "A B Foods Co". Unchanged
/// where a sign stands before a digit ("12.50", "-5"), or is none of a name's ("½", "@", "+"): without it the value says
/// something else.
std::string without_signs(std::string_view value);

} // namespace haatline::text
