#include "locales/text/utf16.hpp"
#include "tests/support/catch.hpp"

#include <string>

using namespace haatline::text;

TEST_CASE("a code point is one unit or a pair, and a pair is the code point again") {
    struct Row {
        char32_t code;
        std::u16string_view units;
    };
    for (Row const& row : {Row{U'a', u"a"}, Row{0x939, u"\u0939"}, Row{0xFFFF, u"\xFFFF"},
                           Row{0x10000, u"\xD800\xDC00"}, Row{0x1F33E, u"\U0001F33E"},
                           Row{0x10FFFF, u"\xDBFF\xDFFF"}}) {
        std::u16string units;
        each_utf16_unit(row.code, [&](char16_t unit) { units += unit; });
        CHECK(units == row.units);
        CHECK(utf16_units(row.code) == units.size());
        if (units.size() < 2) continue;
        CHECK((high_surrogate(units[0]) && low_surrogate(units[1])));
        CHECK(joined(units[0], units[1]) == row.code);
    }
    CHECK_FALSE((high_surrogate(0xD7FF) || high_surrogate(0xDC00)));
    CHECK_FALSE((low_surrogate(0xDBFF) || low_surrogate(0xE000)));
}

TEST_CASE("a text is counted in units, and what is ill-formed as what stands for it") {
    CHECK(utf16_units("") == 0);
    CHECK(utf16_units("aé₹🌾") == 5);
    CHECK(utf16_units("a\xFF\xE0\xA4") == 4);
}
