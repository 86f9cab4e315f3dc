#include "locales/text/letters.hpp"
#include "tests/support/catch.hpp"

using namespace haatline::text;

TEST_CASE("a code point is told by what it is in writing, and in which") {
    struct Row {
        char32_t code;
        Letter is;
    };
    for (auto const& [code, is] : {
             Row{U'a', {LetterKind::letter, Writing::latin}},
             Row{U'7', {LetterKind::digit, Writing::common}},
             Row{U' ', {LetterKind::other, Writing::common}},
             Row{0x0905, {LetterKind::letter, Writing::indian}}, // Devanagari A
             Row{0x093F, {LetterKind::mark, Writing::indian}},   // its vowel sign I
             Row{0x0967, {LetterKind::digit, Writing::indian}},  // its digit one
             Row{0x0964, {LetterKind::other, Writing::common}},  // danda
             Row{0x200D, {LetterKind::joiner, Writing::common}},
             Row{0x0627, {LetterKind::letter, Writing::indian}}, // alef, as Urdu has it
             Row{0x00E9, {LetterKind::letter, Writing::latin}},
             Row{0x0416, {LetterKind::letter, Writing::elsewhere}},
             Row{0x1F600, {LetterKind::other, Writing::common}},
         }) {
        CAPTURE(static_cast<std::uint32_t>(code));
        CHECK(letter_of(code) == is);
    }
}

TEST_CASE("a name goes without its signs into a place for letters and digits") {
    CHECK(without_signs("Asha Foods Pvt. Ltd.") == "Asha Foods Pvt Ltd");
    CHECK(without_signs("  A.B. & Sons' (Patna) ") == "A B Sons Patna");
    CHECK(without_signs("आशा फूड्स (प्रा.) लि.") == "आशा फूड्स प्रा लि");
    CHECK(without_signs("No. 7, Main Road") == "No 7 Main Road");
    CHECK(without_signs("&") == "");
}

TEST_CASE("what would say something else without its signs keeps them") {
    for (std::string const same :
         {"12.50", "Aam 1-2 kg", "1½ kg", "½ kg", "Rs .50", "Temp -5", "Block Ⅱ", "+919876543210",
          "https://x.in/a?b=1", "asha@example.in", "₹ 20", "\xFF"})
        CHECK(without_signs(same) == same);
}
