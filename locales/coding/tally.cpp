#include "locales/coding/tally.hpp"

#include "locales/coding/spelling.hpp"
#include "locales/text/utf8.hpp"

#include <algorithm>

namespace haatline::coding {

Tally tally(std::string_view text) {
    Tally sum;
    Character last;
    char32_t last_code = 0;
    for (std::size_t at = 0; at < text.size();) {
        char32_t const code = text::next_code_point(text, at);
        Character const found = character(code);
        bool const astral = code > 0xFFFF && code != text::kIllFormed;
        sum.utf16 += astral ? 2 : 1;
        sum.astral |= astral;
        if (found.place & kSecond && last.place & kFirst) {
            std::size_t const pair = pair_of(last_code, code);
            if (pair != kPairCount) {
                --sum.letters[last.of_class];
                ++sum.letters[kPairClass + pair];
                last = {};
                continue;
            }
        }
        ++sum.letters[found.of_class];
        last = found;
        last_code = code;
    }
    return sum;
}

Price::Price(Tally const& tally, bool risky_cells) : tally_(tally), risky_cells_(risky_cells) {
    covers_.fill(0xFFFF);
    for (std::size_t i = 0; i < characters.simple; ++i) {
        std::uint32_t const letters = tally.letters[i];
        if (letters == 0) continue;
        simple_ += letters;
        Class const by = held(i, risky_cells);
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            bool const lacks = (by.locking >> lane & 1) == 0;
            lacks_[lane] += lacks ? letters : 0;
            covers_[lane] &= lacks ? by.single : TableMask{0xFFFF};
        }
    }
    for (std::size_t i = kComposedClass; i < kClasses; ++i)
        if (tally.letters[i] != 0) with_pairs_[pair_classes_++] = static_cast<std::uint8_t>(i);
}

bool Price::units(Tables tables, Units& units) const {
    units = {simple_ + lacks_[tables.locking],
             static_cast<std::uint8_t>(lacks_[tables.locking] != 0 ? 2 : 1)};
    for (std::size_t i = 0; i < pair_classes_; ++i) {
        Spelling const spelling = spelling_of_pair(with_pairs_[i], tables, risky_cells_);
        if (spelling.units == 0) return false;
        units.total += spelling.units * tally_.letters[with_pairs_[i]];
        units.widest = std::max(units.widest, spelling.units);
    }
    return true;
}

} // namespace haatline::coding
