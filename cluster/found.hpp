#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace haatline {

/// What can be found by a word. Numbers are stored.
enum class Named : std::uint8_t { product = 1, district = 2, place = 3 };

/// Why a word was taken for a name, surest first.
enum class Why : std::uint8_t {
    exact,     ///< its own name or label, letter for letter
    synonym,   ///< another word people use, from the curated list
    sound,     ///< sounds like it, in whatever script
    part,      ///< sounds like one word of its name
    beginning, ///< its name begins so
    slip,      ///< one consonant is wrong, missing, too much, or changed places
};

struct Found {
    std::int64_t object = 0; ///< product or district id
    std::string word;        ///< what it was found by, as the list writes it
    Why why = Why::exact;
    int apart = 0;     ///< text::sounds_apart; lower is nearer
    bool weak = false; ///< such a word never decides alone
};

std::string_view name(Why why);
/// For an operator: "sounds the same".
std::string_view meaning(Why why);

/// How far it lies from what was sought, in the measure of text::sounds_apart; a part of a name and a
/// slip of the finger count as so much farther.
int distance(Found const& found);

/// The order of a list: letter for letter, then synonyms, then by distance.
bool surer(Found const& a, Found const& b);

/// One clear winner: the same word spelt otherwise, and no other object near. A weak word never
/// wins, nor does a word of one consonant.
/// @param found  in order (`surer`), each object once.
bool is_sure(std::vector<Found> const& found, std::size_t consonants);

/// Near enough to be offered as a guess.
bool is_near(Found const& found, std::size_t consonants);

} // namespace haatline
