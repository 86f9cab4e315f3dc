#pragma once

#include "locales/coding/cells.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

/// Which tables hold which character: the cells turned round, once, at compile time.
namespace haatline::coding {

using TableMask = std::uint16_t; ///< bit n: table n

constexpr std::uint8_t kEscape = 0x1B;    ///< the next septet is one of the single shift table
constexpr std::uint8_t kPageBreak = 0x0A; ///< of a single shift table; never sent, nor are the two
constexpr std::uint8_t kControl2 = 0x0D;  ///< others (reference/encoding.md §1)

/// Characters that the same tables hold cost the same in every plan, so a text is counted by class.
/// Class 0 are those that no table holds. Behind the simple classes each canonical pair has two: its
/// composed letter, and its two letters in a row.
struct Class {
    TableMask locking = 0, single = 0;
    bool risky = false; ///< these masks hold only where the route takes risky cells, else none does
    bool operator==(Class const&) const = default;
};

constexpr std::size_t kSimpleClasses = 48;
constexpr std::size_t kPairCount = cells::kPairs.size();
constexpr std::size_t kComposedClass = kSimpleClasses;
constexpr std::size_t kPairClass = kComposedClass + kPairCount;
constexpr std::size_t kClasses = kPairClass + kPairCount;
static_assert(kClasses <= 256);

struct Character {
    std::uint16_t number = 0; ///< row of `Characters::locking` and `::single`; 0: in no table
    std::uint8_t of_class = 0;
    std::uint8_t place = 0; ///< in canonical pairs, see below
};
constexpr std::uint8_t kFirst = 1, kSecond = 2, kComposed = 4;

constexpr char32_t kTablesEnd = 0x221F;         ///< one past U+221E, the highest of all
constexpr std::size_t kCharacterNumbers = 1088; ///< 1071 are in a table that is sent
constexpr std::uint8_t kNoCell = 0xFF;

struct Characters {
    std::array<Character, kTablesEnd> at{};
    std::array<Class, kPairClass> classes{}; ///< the simple ones, then the composed letters
    /// Septet of a character in a table. Of two cells the lower one, as other coders do.
    std::array<std::array<std::uint8_t, kCharacterNumbers>, cells::kTables> locking{}, single{};
    std::uint16_t numbers = 1;
    std::uint8_t simple = 1;
};

extern Characters const characters;

inline Character character(char32_t code) {
    return code < kTablesEnd ? characters.at[code] : Character{};
}

/// Which tables hold a letter of this class as it stands; none when it is risky and the route does not
/// take that. Requires a class that is not one of two letters.
inline Class held(std::size_t of_class, bool risky_cells) {
    Class const found = characters.classes[of_class];
    return found.risky && !risky_cells ? Class{} : found;
}

/// Number of the canonical pair of two letters; kPairCount when they are none.
std::size_t pair_of(char32_t first, char32_t second);

} // namespace haatline::coding
