#include "locales/coding/characters.hpp"

#include <algorithm>
#include <limits>

namespace haatline::coding {
namespace {

constexpr bool never_sent(std::uint8_t single_septet) {
    return single_septet == kPageBreak || single_septet == kControl2 || single_septet == kEscape;
}

constexpr bool is_risky(std::uint8_t table, bool locking, std::uint8_t septet) {
    return std::ranges::any_of(cells::kRisky, [&](cells::Cell const& cell) {
        return cell.table == table && cell.locking == locking && cell.septet == septet;
    });
}

struct Masks {
    std::array<TableMask, kCharacterNumbers> locking{}, single{};
    std::array<bool, kCharacterNumbers> risky{};
    std::array<char16_t, kCharacterNumbers> code{};
};

constexpr void take(Characters& all, Masks& masks, std::uint8_t table, bool locking,
                    std::uint8_t septet) {
    char16_t const code = (locking ? cells::kLocking : cells::kSingle)[table][septet];
    if (code == 0 || (!locking && never_sent(septet))) return;
    Character& character = all.at[code];
    if (character.number == 0) {
        character.number = all.numbers++;
        masks.code[character.number] = code;
    }
    auto& cell = (locking ? all.locking : all.single)[table][character.number];
    if (cell == kNoCell) cell = septet;
    auto& mask = (locking ? masks.locking : masks.single)[character.number];
    mask = static_cast<TableMask>(mask | (1U << table));
    if (is_risky(table, locking, septet)) masks.risky[character.number] = true;
}

constexpr std::uint8_t class_of(Characters& all, Class wanted) {
    for (std::uint8_t i = 0; i < all.simple; ++i)
        if (all.classes[i] == wanted) return i;
    all.classes[all.simple] = wanted;
    return all.simple++;
}

constexpr void mark_pairs(Characters& all, Masks const& masks) {
    for (std::size_t i = 0; i < kPairCount; ++i) {
        auto const& pair = cells::kPairs[i];
        all.at[pair.first].place |= kFirst;
        all.at[pair.second].place |= kSecond;
        Character& composed = all.at[pair.composed];
        composed.place |= kComposed;
        composed.of_class = static_cast<std::uint8_t>(kComposedClass + i);
        all.classes[composed.of_class] = {masks.locking[composed.number],
                                          masks.single[composed.number],
                                          masks.risky[composed.number]};
    }
}

constexpr Characters turned_round() {
    Characters all;
    for (auto& row : all.locking) row.fill(kNoCell);
    for (auto& row : all.single) row.fill(kNoCell);
    Masks masks;
    for (std::uint8_t table = 0; table < cells::kTables; ++table)
        for (std::uint8_t septet = 0; septet < 128; ++septet) {
            take(all, masks, table, true, septet);
            take(all, masks, table, false, septet);
        }
    for (std::uint16_t i = 1; i < all.numbers; ++i)
        all.at[masks.code[i]].of_class =
            class_of(all, {masks.locking[i], masks.single[i], masks.risky[i]});
    mark_pairs(all, masks);
    return all;
}

// Letters are spelled pair by pair, each taken by itself: that is the best spelling only as long as no
// two pairs can overlap.
constexpr bool pairs_never_overlap() {
    for (auto const& a : cells::kPairs)
        for (auto const& b : cells::kPairs)
            if (a.second == b.first) return false;
    return true;
}
static_assert(pairs_never_overlap());

/// A risky cell is the only one of its letter, so that a letter either counts or does not.
constexpr bool risky_letters_stand_once() {
    Characters const all = turned_round();
    for (std::size_t i = 1; i < all.simple; ++i) {
        Class const& c = all.classes[i];
        auto const tables = static_cast<unsigned>(c.locking) + c.single;
        if (c.risky && (tables & (tables - 1)) != 0) return false;
    }
    return true;
}
static_assert(risky_letters_stand_once());

constexpr std::uint32_t key(char32_t first, char32_t second) {
    return (first << 16) | second; // both below U+0D80
}

constexpr auto kPairKeys = [] {
    std::array<std::pair<std::uint32_t, std::uint8_t>, kPairCount> keys{};
    for (std::size_t i = 0; i < kPairCount; ++i)
        keys[i] = {key(cells::kPairs[i].first, cells::kPairs[i].second),
                   static_cast<std::uint8_t>(i)};
    std::ranges::sort(keys);
    return keys;
}();

} // namespace

constinit Characters const characters = turned_round();

std::size_t pair_of(char32_t first, char32_t second) {
    auto const wanted = key(first, second);
    auto const found =
        std::ranges::lower_bound(kPairKeys, wanted, {}, [](auto const& row) { return row.first; });
    return found != kPairKeys.end() && found->first == wanted ? found->second : kPairCount;
}

} // namespace haatline::coding
