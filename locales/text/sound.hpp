#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// How a word sounds, whatever it is written in: nine Indic scripts, Urdu letters, Latin letters as
/// people type them. Own tables, no ICU: a search asks for this at every step.
/// Sources: ISCII (IS 13194:1991), whose order the Indic blocks of Unicode keep; The Unicode
/// Standard 15, chapters 9 and 12.
namespace haatline::text {

/// What is looked at of one text, in letters of its sound. No name is longer; what follows is not
/// compared.
constexpr std::size_t sound_letters_max = 48;
/// Ways to read one word that are kept apart: each is a row of an index.
constexpr std::size_t sound_keys_max = 4;

/// The consonants of a reading, and where i- and u-like vowels stand between them ("-" none).
struct SoundKey {
    std::string consonants; ///< "SNT"
    std::string vowels;     ///< "ui-", one a consonant
    bool operator==(SoundKey const&) const = default;
};

/// A word as it sounds.
struct Sound {
    /// One letter a sound, in an alphabet of our own (phones.hpp), vowels too: what ranking compares.
    /// Ends with `voice_unwritten` or `vowels_unwritten` where the writing does not say them.
    std::string form;
    /// For an index: words that may be the same share one. The likeliest reading first; none when
    /// nothing in the text has a sound.
    std::vector<SoundKey> keys;
    /// The same for writings that do not tell voiced letters from others: g as k, d as t, b as p, j
    /// and s as c, h as k.
    std::vector<SoundKey> unvoiced;
    bool tamil = false;     ///< written so: compare `unvoiced`
    bool malayalam = false; ///< compare both: old words leave voice out, borrowed ones write it
};
constexpr char voice_unwritten = '~';  ///< Tamil, Malayalam
constexpr char vowels_unwritten = '`'; ///< Urdu: the short ones

/// @returns a sound for every byte string; ill-formed octets and what has no sound part words.
/// Blanks do not count in keys: "nag pur" is "nagpur".
Sound sound_of(std::string_view text);

/// How unlike two forms are, vowels counted: 0 is the same, 1-3 spelling, 8 one letter that has
/// nothing to do with the other's. What a writing does not say costs next to nothing.
/// @param most  where counting may stop; more is given back as `most` + 1.
int sounds_apart(std::string_view form, std::string_view other, int most);
/// Up to here two words are one, spelt in two ways.
constexpr int spelling_apart = 3;

/// The version of these rules, and of what storage/sqlite/sound_index.cpp makes of them. An index made
/// by others is made anew at the next start.
constexpr int sound_rules = 2;

} // namespace haatline::text
