#include "locales/coding/measure.hpp"
#include "tests/locales/coding/gsm7_alphabet.hpp"
#include "tests/support/catch.hpp"

using namespace haatline::coding;

namespace {

constexpr Measure gsm(std::size_t units) { return {Alphabet::gsm7, units}; }
constexpr Measure ucs2(std::size_t units) { return {Alphabet::ucs2, units}; }

struct Sample {
    std::string_view text;
    Measure expected;
};

} // namespace

TEST_CASE("a text costs septets, or UTF-16 units as soon as one letter is outside GSM 7-bit") {
    // Drafted Hindi texts and edge cases; counts agree with 3GPP TS 23.038 by hand.
    Sample const samples[] = {
        {"", gsm(0)},
        {"hellohello", gsm(10)},
        {"1 Find people\n2 Sell or buy", gsm(27)},
        {"@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà", gsm(42)},
        {"^{}\\[~]|€", gsm(18)},
        {"a\r\nb", gsm(4)},
        {"[]{}~\\|^€[]{}~\\|^", gsm(34)},
        {"`", ucs2(1)},    // the backtick is in no table
        {"ç", ucs2(1)},    // the alphabet has the capital only
        {"₹100", ucs2(4)}, // nor is the rupee sign
        {"it’s", ucs2(4)}, // typographic quotes cost the whole text
        {"a\tb", ucs2(3)},
        {"a\fb", ucs2(3)},   // the page break is not sent
        {"\u001B", ucs2(1)}, // the escape itself is no character
        {"1. खरीदना\n2. बेचना\n3. योजनाएँ\n4. मेरा खाता\n0. बाहर", ucs2(50)},
        {"आपकी मिस्ड कॉल मिली। हम आपको थोड़ी देर में वापस कॉल करेंगे।", ucs2(59)},
        {"1. किन्ने\n2. बेच्ने\n3. योजनाहरू\n4. मेरो खाता\n0. बाहिर", ucs2(53)},
        {"1. কিনক\n2. বেচক\n3. আঁচনি\n4. মোৰ একাউণ্ট\n0. বাহিৰ", ucs2(48)},
        {"1. కొనడం\n2. అమ్మడం\n3. పథకాలు\n4. నా ఖాతా\n0. బయటకు", ucs2(48)},
        {"1. வாங்க\n2. விற்க\n3. திட்டங்கள்\n4. என் கணக்கு\n0. வெளியேறு", ucs2(57)},
        {"ನಿಮ್ಮ ಒಟಿಪಿ 482913. ಇದು 10 ನಿಮಿಷ ಮಾತ್ರ. ಯಾರಿಗೂ ಹೇಳಬೇಡಿ.", ucs2(55)},
        {"क्षि", ucs2(4)},
        {"🌾", ucs2(2)}, // a surrogate pair
        {"अ🌾[", ucs2(4)},
    };
    for (Sample const& sample : samples) {
        INFO(sample.text);
        CHECK(measure(sample.text).units == sample.expected.units);
        CHECK(measure(sample.text) == sample.expected);
    }
}

TEST_CASE("every cell of the default alphabet costs one septet and every extension two") {
    for (char32_t const code : gsm7::kDefault)
        if (code != gsm7::kEscape) CHECK(gsm7_septets(code) == 1);
    for (auto const& cell : gsm7::kExtension) CHECK(gsm7_septets(cell.code_point) == 2);
    for (char32_t const code :
         {U'\0', U'\t', U'\f', U'`', U'ç', U'Α', U'अ', U'\u20B9', U'\U0010FFFF'})
        CHECK(gsm7_septets(code) == 0);
}

TEST_CASE("costs add up") {
    Cost const whole = cost("1 [अचार]\n");
    CHECK((cost("1 [") + cost("अचार]\n")).measure() == whole.measure());
    CHECK(whole.measure() == ucs2(9));
}

TEST_CASE("ill-formed bytes are measured as the sign that replaces them") {
    CHECK(measure("\xFF") == ucs2(1));
    CHECK(measure("a\xE0\xA4") == ucs2(3));
}

TEST_CASE("a budget holds for the alphabet the text travels in") {
    PageBudget const budget{160, 80};
    CHECK(budget.fits(std::string(160, 'a')));
    CHECK_FALSE(budget.fits(std::string(161, 'a')));
    CHECK_FALSE(budget.fits(std::string(81, '[')));
    CHECK_FALSE(budget.fits(std::string(80, 'a') + "अ"));
    CHECK(budget.fits(std::string(79, 'a') + "अ"));
}

TEST_CASE("a text is cut to units without tearing a letter") {
    CHECK(cut_to_units("hello", 10) == "hello");
    CHECK(cut_to_units("hello", 3) == "hel");
    CHECK(cut_to_units("a[b", 2) == "a");       // half an extension pair does not count
    CHECK(cut_to_units("लक्ष्मी फूड्स", 3) == "ल"); // क्ष्मी is one akshara of six units
    CHECK(cut_to_units("लक्ष्मी फूड्स", 7) == "लक्ष्मी");
    CHECK(cut_to_units("a🌾", 2) == "a");
    CHECK(cut_to_units("क्षि", 3) == "");
    CHECK(cut_to_units("hello", 0) == "");
    CHECK(cut_to_units("[[[[अ", 5) == "[[[[अ"); // eight septets, but five units once it is UCS-2
}
