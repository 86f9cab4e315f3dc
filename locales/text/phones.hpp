#pragma once

#include <string_view>

namespace haatline::text {

/// One letter of a sound. Where a writing leaves open which of several it is, one letter stands for
/// all of them.
struct Phone {
    char letter;
    /// Classes of consonants it may belong to, likeliest first, parted by '|': "B|V"; empty between
    /// bars: none. Vowels have none.
    std::string_view classes = {};
    /// The plain letters it may be; empty: itself.
    std::string_view stands_for = {};
    char vowel = '-'; ///< its place in SoundKey::vowels: i, u or -
    std::string_view initial =
        {}; ///< its mark at the start of a text, parted by '|'; empty: `classes`
};

/// @returns nullptr for what is no letter of a sound.
Phone const* phone(char letter);

/// How unlike two letters are: 0 the same, 8 nothing in common.
int phones_apart(char a, char b, bool unvoiced);
/// What a letter costs that only one of two words has.
int phone_missing(char letter, bool short_vowels_unwritten);

constexpr int phones_unlike = 8;

} // namespace haatline::text
