#include "locales/text/sound_reading.hpp"

#include <algorithm>

namespace haatline::text {
namespace {

enum class Before : unsigned char { anything, vowel, consonant_or_end, front_vowel };

/// What people type for what they hear. The first row that fits is taken.
struct Spelling {
    std::string_view typed;
    std::string_view heard;
    Before before = Before::anything;
};
constexpr Spelling kSpellings[] = {
    {"ksh", "kS"},
    {"chh", "C"},
    {"tch", "c"},
    {"dny", "X"},
    {"jny", "X"},
    {"jn", "X"},
    {"ch", "c"},
    {"sh", "S"},
    {"kh", "K"},
    {"gh", "G"},
    {"jh", "J"},
    {"th", "T"},
    {"dh", "D"},
    {"ph", "P"},
    {"bh", "B"},
    {"zh", "Z"},
    {"ck", "k"},
    {"x", "kS"},
    {"q", "q"},
    {"c", "$", Before::front_vowel},
    {"c", "x"},
    {"w", "v"},
    {"aa", "A"},
    {"ae", "E"},
    {"ai", "E"},
    {"ay", "E", Before::consonant_or_end},
    {"au", "O"},
    {"aw", "O=", Before::consonant_or_end},
    {"ow", "O=", Before::consonant_or_end},
    {"ou", "O"},
    {"ee", "I"},
    {"ii", "I"},
    {"ei", "e"},
    {"ey", "e", Before::consonant_or_end},
    {"oo", "U"},
    {"uu", "U"},
};

constexpr std::string_view kVowels = "aeiou", kVowelsAndY = "aeiouy";

bool is_one_of(std::string_view letters, char letter) {
    return letters.find(letter) != std::string_view::npos;
}

bool fits(Before before, std::string_view rest) {
    char const next = rest.empty() ? '\0' : rest.front();
    switch (before) {
    case Before::anything:
        return true;
    case Before::vowel:
        return next && is_one_of(kVowels, next);
    case Before::consonant_or_end:
        return !next || !is_one_of(kVowelsAndY, next);
    case Before::front_vowel:
        return next == 'e' || next == 'i' || next == 'y';
    }
    return false;
}

Spelling const* spelling(std::string_view rest) {
    for (auto const& row : kSpellings)
        if (rest.starts_with(row.typed) && fits(row.before, rest.substr(row.typed.size())))
            return &row;
    return nullptr;
}

void add(std::string& form, std::string_view heard) {
    for (char const letter : heard)
        if (is_consonant_sound(letter))
            add_consonant(form, letter);
        else
            form += letter;
}

/// h and y are consonants in some places alone.
char alone(std::string const& form, std::string_view rest) {
    char const letter = rest.front();
    char const next = rest.size() > 1 ? rest[1] : '\0';
    bool const behind_consonant = !form.empty() && is_consonant_sound(form.back());
    if (letter == 'h') return !next || behind_consonant ? '\0' : 'h';
    if (letter != 'y') return letter;
    if (next && is_one_of(kVowels, next)) return 'y';
    return form.empty() || behind_consonant ? 'i' : 'y';
}

// Latin letters with the marks of transliterations and of careful keyboards, as the letter beneath.
struct Marked {
    char32_t first, last;
    std::string_view letters; ///< one each; ' ' for none
};
constexpr Marked kMarked[] = {
    {0x00C0, 0x00C6, "aaaaaaa"},
    {0x00C7, 0x00D6, "ceeeeiiiidnooooo"},
    {0x00D8, 0x00DD, "ouuuuy"},
    {0x00E0, 0x00E6, "aaaaaaa"},
    {0x00E7, 0x00F6, "ceeeeiiiidnooooo"},
    {0x00F8, 0x00FF, "ouuuuy y"},
    {0x0100, 0x0113, "aaaaaaccccccccddddee"},
    {0x0128, 0x012F, "iiiiiiii"},
    {0x0139, 0x0148, "llllllllllnnnnnn"},
    {0x014A, 0x014D, "nnoo"},
    {0x0154, 0x0161, "rrrrrrssssssss"},
    {0x0168, 0x016D, "uuuuuu"},
    {0x1E0C, 0x1E0F, "dddd"},
    {0x1E24, 0x1E25, "hh"},
    {0x1E32, 0x1E3B, "kkkkllllll"},
    {0x1E40, 0x1E49, "mmmmnnnnnn"},
    {0x1E58, 0x1E63, "rrrrrrrrssss"},
    {0x1E6C, 0x1E6F, "tttt"},
    {0xFF21, 0xFF3A, "abcdefghijklmnopqrstuvwxyz"}, // full width
    {0xFF41, 0xFF5A, "abcdefghijklmnopqrstuvwxyz"},
};

} // namespace

char latin_letter(char32_t code) {
    if (code >= 'A' && code <= 'Z') return static_cast<char>(code - 'A' + 'a');
    if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9'))
        return static_cast<char>(code);
    auto const* row = std::find_if(std::begin(kMarked), std::end(kMarked), [&](Marked const& each) {
        return code >= each.first && code <= each.last;
    });
    if (row == std::end(kMarked)) return '\0';
    char const letter = row->letters[code - row->first];
    return letter == ' ' ? '\0' : letter;
}

void read_latin(std::string_view word, SoundReading& out) {
    std::string form;
    while (!word.empty()) {
        if (auto const* row = spelling(word)) {
            add(form, row->heard);
            word.remove_prefix(row->typed.size());
            continue;
        }
        if (char const letter = alone(form, word)) add(form, {&letter, 1});
        word.remove_prefix(1);
    }
    out.form += form;
}

} // namespace haatline::text
