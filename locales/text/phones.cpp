#include "locales/text/phones.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace haatline::text {
namespace {

// Aspirated and plain, dental and retroflex, the sibilants are one class each: people who type
// Latin letters keep none of them apart. Capitals are aspirated consonants and long vowels.
constexpr Phone kPhones[] = {
    {'k', "K", ""},
    {'K', "K", ""},
    {'q', "K", ""},
    {'g', "G", ""},
    {'G', "G", ""},
    {'c', "C", ""},
    {'C', "C", ""},
    {'j', "J", ""},
    {'J', "J", ""},
    {'z', "J", ""},
    {'t', "T", ""},
    {'T', "T", ""},
    {'d', "D", ""},
    {'D', "D", ""},
    {'n', "N", ""},
    {'p', "P", ""},
    {'P', "P", ""},
    {'f', "P", ""},
    {'b', "B", ""},
    {'B', "B", ""},
    {'m', "M", ""},
    {'r', "R", ""},
    {'l', "L", ""},
    {'v', "V", ""},
    {'s', "S", ""},
    {'S', "S", ""},
    {'h', "H", ""},
    {'y', "", "", '-', "Y"}, // a consonant at the start alone
    {'a', "", "", '-', "A"},
    {'@', "", "a", '-', "A"}, // the vowel every Indic letter carries: not written, often not said
    {'A', "", "", '-', "A"},
    {'i', "", "", 'i', "I"},
    {'I', "", "", 'i', "I"},
    {'e', "", "", 'i', "I"},
    {'E', "", "", '-', "A|I"}, // ai
    {'u', "", "", 'u', "U"},
    {'U', "", "", 'u', "U"},
    {'o', "", "", 'u', "U"},
    {'O', "", "", '-', "A|U"},        // au
    {'N', "N|M", "nm"},               // n before a letter said with the lips
    {'M', "M|N", "nm"},               // m before one that is not
    {'*', "B|V", "Bv"},               // Bengali bha, which also writes v
    {'R', "D|R", "dr"},               // flaps of the north
    {'w', "B|V", "bv"},               // Bengali and Odia have one letter for both
    {'V', "V|", "v"},                 // the second of two in Bengali: hardly heard
    {'F', "J|Y", "jy"},               // Bengali and Odia ya, said as ja
    {'X', "G|JN", "gj"},              // jna: gya in the north, jna in the south
    {'Z', "L|J", "lj"},               // zh: the southern liquid, or a Persian j
    {'x', "K|C", "kc"},               // Latin c
    {'$', "S|C", "sc"},               // Latin c before e, i, y
    {'%', "TR|R|T", "tr"},            // two of the southern hard r
    {'&', "T|R", "tr"},               // the same behind n
    {'^', "K|T", "kt"},               // Tamil tch, which also writes ksh
    {'!', "G|H|", "Gh"},              // h behind a nasal: singh is written sinh
    {'=', "|V", "yv"},                // a glide between vowels that may be a v
    {'?', "N|NJ", "n"},               // Malayalam nya, typed nj
    {';', "N|NG", "n"},               // Malayalam nga, typed ng
    {'W', "|V", "uUoOv", 'u', "U|A"}, // Urdu vao: a vowel oftener than not
    {'Y', "", "iIeEy", 'i', "I|A"},   // Urdu ye
    {'Q', "", "aiue", '-', "A|I|U"},  // Urdu alif at the start: any short vowel
};

struct Pair {
    std::string_view letters; ///< one on the left, those on the right of it
    int apart;
};
// What is heard, typed and written for one another. 1: a matter of spelling; 2: often mistaken;
// 3-5: told apart by most; consonants that are not here: 8.
constexpr Pair kPairs[] = {
    {"kKq", 1}, {"Kq", 1},  {"gG", 1}, {"cC", 1},  {"jJz", 1}, {"zJ", 1}, {"tT", 1}, {"dD", 1},
    {"pP", 1},  {"Pf", 1},  {"pf", 2}, {"bB", 1},  {"sS", 1},  {"vb", 4}, {"vB", 5}, {"mn", 4},
    {"rl", 6},  {"cs", 4},  {"cS", 3}, {"Cs", 4},  {"CS", 3},  {"jy", 4}, {"zs", 4}, {"kg", 5},
    {"KG", 5},  {"KGg", 6}, {"Gk", 6}, {"td", 5},  {"TDd", 5}, {"Dt", 6}, {"pb", 5}, {"PB", 5},
    {"Pb", 6},  {"Bp", 6},  {"cj", 5}, {"CJj", 5}, {"Jc", 6},  {"dr", 5}, {"ln", 6}, {"hk", 6},
    {"hK", 5},  {"hq", 6},  {"hg", 6}, {"vu", 2},  {"vo", 2},  {"vU", 3}, {"yi", 1}, {"yI", 2},
    {"ye", 2},  {"aA", 1},  {"iI", 1}, {"uU", 1},  {"eE", 1},  {"oO", 1}, {"ie", 2}, {"Ie", 2},
    {"uo", 2},  {"Uo", 2},  {"aE", 2}, {"AE", 3},  {"aO", 2},  {"AO", 3}, {"ae", 3}, {"Ae", 3},
    {"ao", 3},  {"Ao", 3},  {"ai", 3}, {"au", 3},  {"Ai", 5},  {"Au", 5}, {"aI", 5}, {"aU", 5},
    {"EI", 4},  {"Ei", 3},  {"OU", 4}, {"Ou", 3},  {"iu", 4},  {"eo", 5}, {"IU", 6}, {"iU", 5},
    {"Iu", 5},
};
constexpr int kVowelsUnlike = 6;

// Tamil has one letter for each of these rows.
constexpr std::string_view kUnvoicedRows[] = {"kKqgGh", "tTdD", "pPfbB", "cCjJzsS"};

struct Missing {
    std::string_view letters;
    int costs, unwritten;
};
constexpr Missing kMissing[] = {
    {"@", 1, 0}, {"a", 2, 0}, {"iueQ", 4, 1}, {"AEOo", 4, 3}, {"IU", 5, 4}, {"yY", 2, 1},
    {"h", 4, 4}, {"W", 3, 2}, {"V", 1, 1},    {"F!", 4, 4},   {"=", 1, 1},
};

constexpr std::size_t kLetters = 128;
using Costs = std::array<std::array<std::uint8_t, kLetters>, kLetters>;

struct Tables {
    std::array<Phone const*, kLetters> phones{};
    Costs plain{}, unvoiced{};
    std::array<std::uint8_t, kLetters> missing{}, missing_unwritten{};
};

constexpr std::size_t at(char letter) { return static_cast<unsigned char>(letter) % kLetters; }

constexpr bool is_vowel(char letter) {
    return std::string_view("aAiIuUeEoO").find(letter) != std::string_view::npos;
}

void put(Costs& costs, char a, char b, int cost) {
    costs[at(a)][at(b)] = costs[at(b)][at(a)] = static_cast<std::uint8_t>(cost);
}

std::string_view meanings(Phone const& phone) {
    return phone.stands_for.empty() ? std::string_view(&phone.letter, 1) : phone.stands_for;
}

/// A letter that stands for several is as near as the nearest of them.
void spread(Costs& costs) {
    Costs const plain = costs;
    for (auto const& a : kPhones)
        for (auto const& b : kPhones) {
            int least = phones_unlike;
            for (char const x : meanings(a))
                for (char const y : meanings(b)) least = std::min<int>(least, plain[at(x)][at(y)]);
            put(costs, a.letter, b.letter, least);
        }
}

Tables made() {
    Tables out;
    for (auto& row : out.plain) row.fill(phones_unlike);
    for (std::size_t i = 0; i < kLetters; ++i) out.plain[i][i] = 0;
    for (auto const& a : kPhones) {
        out.phones[at(a.letter)] = &a;
        for (auto const& b : kPhones)
            if (is_vowel(a.letter) && is_vowel(b.letter) && a.letter != b.letter)
                put(out.plain, a.letter, b.letter, kVowelsUnlike);
    }
    for (auto const& pair : kPairs)
        for (char const other : pair.letters.substr(1))
            put(out.plain, pair.letters.front(), other, pair.apart);
    out.unvoiced = out.plain;
    for (auto const row : kUnvoicedRows)
        for (char const a : row)
            for (char const b : row)
                if (a != b && out.plain[at(a)][at(b)] > 1) put(out.unvoiced, a, b, 1);
    spread(out.plain);
    spread(out.unvoiced);
    out.missing.fill(phones_unlike);
    out.missing_unwritten.fill(phones_unlike);
    for (auto const& row : kMissing)
        for (char const letter : row.letters) {
            out.missing[at(letter)] = static_cast<std::uint8_t>(row.costs);
            out.missing_unwritten[at(letter)] = static_cast<std::uint8_t>(row.unwritten);
        }
    return out;
}

Tables const& tables() {
    static Tables const all = made();
    return all;
}

} // namespace

Phone const* phone(char letter) { return tables().phones[at(letter)]; }

int phones_apart(char a, char b, bool unvoiced) {
    return (unvoiced ? tables().unvoiced : tables().plain)[at(a)][at(b)];
}

int phone_missing(char letter, bool short_vowels_unwritten) {
    auto const& all = tables();
    return (short_vowels_unwritten ? all.missing_unwritten : all.missing)[at(letter)];
}

} // namespace haatline::text
