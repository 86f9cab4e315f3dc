#include "locales/coding/spelling.hpp"

#include "locales/text/utf8.hpp"

namespace haatline::coding {
namespace {

unsigned as_it_is(char16_t code, Tables tables, bool risky_cells) {
    return septets_of(held(character(code).of_class, risky_cells), tables);
}

unsigned sum(unsigned a, unsigned b) { return a == 0 || b == 0 ? 0 : a + b; }

Spelling cheaper(unsigned as_it_is, unsigned other) {
    bool const take_other = other != 0 && (as_it_is == 0 || other < as_it_is);
    return {take_other ? Spelling::How::other : Spelling::How::as_it_is,
            static_cast<std::uint8_t>(take_other ? other : as_it_is)};
}

Spelling of_composed(cells::Pair const& pair, Tables tables, bool risky_cells) {
    return cheaper(
        as_it_is(pair.composed, tables, risky_cells),
        sum(as_it_is(pair.first, tables, risky_cells), as_it_is(pair.second, tables, risky_cells)));
}

/// The first letter of a pair may be a composed one itself (Kannada ೊ + ೕ).
unsigned alone(char16_t code, Tables tables, bool risky_cells) {
    std::size_t const of_class = character(code).of_class;
    return of_class >= kComposedClass
               ? of_composed(cells::kPairs[of_class - kComposedClass], tables, risky_cells).units
               : as_it_is(code, tables, risky_cells);
}

} // namespace

TableMask tables_with(char32_t code, bool risky_cells) {
    auto const as_it_is = [&](char32_t letter) -> unsigned {
        Class const by = held(character(letter).of_class, risky_cells);
        return by.locking | by.single;
    };
    unsigned tables = as_it_is(code);
    for (auto const& pair : cells::kPairs) {
        if (pair.composed == code) tables |= as_it_is(pair.first) & as_it_is(pair.second);
        // A mark that some table has only as part of a letter.
        if (pair.second == code) tables |= as_it_is(pair.composed);
    }
    return static_cast<TableMask>(tables);
}

Spelling spelling_of_pair(std::size_t pair_class, Tables tables, bool risky_cells) {
    if (pair_class < kPairClass)
        return of_composed(cells::kPairs[pair_class - kComposedClass], tables, risky_cells);
    auto const& pair = cells::kPairs[pair_class - kPairClass];
    return cheaper(
        sum(alone(pair.first, tables, risky_cells), alone(pair.second, tables, risky_cells)),
        as_it_is(pair.composed, tables, risky_cells));
}

Item Speller::next(std::string_view text, std::size_t at) const {
    Item item{at, at, 1, 0, false};
    item.code = text::next_code_point(text, item.end);
    if (ucs2_) {
        item.units = item.code > 0xFFFF && item.code != text::kIllFormed ? 2 : 1;
        return item;
    }
    Character const found = character(item.code);
    if (found.place & kFirst && item.end < text.size()) {
        std::size_t end = item.end;
        char32_t const second = text::next_code_point(text, end);
        std::size_t const pair =
            character(second).place & kSecond ? pair_of(item.code, second) : kPairCount;
        if (pair != kPairCount) {
            Spelling const together = spelling_of_pair(kPairClass + pair, tables_, risky_cells_);
            if (together.how == Spelling::How::other)
                return {at, end, together.units, cells::kPairs[pair].composed, false};
        }
    }
    if (found.of_class < kComposedClass) {
        item.units = septets_of(held(found.of_class, risky_cells_), tables_);
        return item;
    }
    Spelling const spelling = spelling_of_pair(found.of_class, tables_, risky_cells_);
    item.units = spelling.units;
    item.split = spelling.how == Spelling::How::other;
    return item;
}

} // namespace haatline::coding
