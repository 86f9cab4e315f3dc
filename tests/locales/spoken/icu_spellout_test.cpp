// ICU has spell-out rules for Hindi, Tamil and Indian English only (reference: voice.md §6); for
// all else it answers in the language of the process. There it is a second opinion on our tables.
#include "tests/locales/spoken/house_voices.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/rbnf.h>

#include <map>
#include <random>

using namespace haatline;
using namespace haatline::spoken;
using namespace haatline::tests;

namespace {

class Icu {
  public:
    explicit Icu(char const* locale) : format_(icu::URBNF_SPELLOUT, icu::Locale(locale), status_) {
        REQUIRE(U_SUCCESS(status_));
        REQUIRE(std::string(format_.getLocale(ULOC_ACTUAL_LOCALE, status_).getName()) == locale);
    }
    std::string words(std::uint64_t value) const {
        icu::UnicodeString out;
        format_.format(static_cast<std::int64_t>(value), out);
        std::string utf8;
        return out.toUTF8String(utf8);
    }

  private:
    UErrorCode status_ = U_ZERO_ERROR;
    icu::RuleBasedNumberFormat format_;
};

/// Where we differ on purpose: ICU's word → ours, word by word.
using Differences = std::map<std::string, std::string>;

std::string translated(std::string const& sentence, Differences const& differences) {
    std::string out;
    for (std::size_t at = 0; at < sentence.size();) {
        auto const end = std::min(sentence.find(' ', at), sentence.size());
        auto const word = sentence.substr(at, end - at);
        auto const other = differences.find(word);
        out += (out.empty() ? "" : " ") + (other == differences.end() ? word : other->second);
        at = end + 1;
    }
    return out;
}

std::size_t disagreements(char const* language, char const* locale, Differences const& known) {
    Icu const icu(locale);
    auto const& table = *house_voices().of(language);
    std::size_t wrong = 0;
    auto const compare = [&](std::uint64_t value) {
        auto const ours = heard(say_number(table, {false, value, ""}));
        auto const theirs = translated(icu.words(value), known);
        if (ours == theirs) return;
        if (++wrong <= 5) UNSCOPED_INFO(value << ": " << ours << " | ICU: " << theirs);
    };
    for (std::uint64_t value = 0; value < 10'000; ++value) compare(value);
    std::mt19937_64 chance(7);
    // Hindi of ICU goes on to arab from a hundred crore: nobody says that on a market.
    for (int i = 0; i < 5'000; ++i) compare(chance() % 1'000'000'000 >> (i % 16));
    return wrong;
}

} // namespace

TEST_CASE("Hindi is what ICU spells, but for twelve spellings") {
    // The standard of the Central Hindi Directorate: anusvara for the half nasal, -वे in the nineties.
    Differences const spelling{
        {"पन्द्रह", "पंद्रह"},    {"तिरेपन", "तिरपन"},   {"तिरेसठ", "तिरसठ"},   {"इक्यानबे", "इक्यानवे"},
        {"बानबे", "बानवे"},     {"तिरानबे", "तिरानवे"}, {"चौरानबे", "चौरानवे"}, {"पंचानबे", "पचानवे"},
        {"छियानबे", "छियानवे"}, {"सत्तानबे", "सत्तानवे"}, {"अट्ठानबे", "अट्ठानवे"}, {"निन्यानबे", "निन्यानवे"},
    };
    CHECK(disagreements("hi", "hi", spelling) == 0);
}

TEST_CASE("Indian English is what ICU spells") { CHECK(disagreements("en", "en_IN", {}) == 0); }

TEST_CASE("Tamil is what ICU spells where nothing is joined") {
    // ICU puts words side by side: இருபது ஒன்று for இருபத்தொன்று, நூறு ஒன்று for நூற்று ஒன்று,
    // ஒன்று ஆயிரம் for ஆயிரம். It can be compared only where a number is one word.
    Icu const icu("ta");
    auto const& tamil = *house_voices().of("ta");
    Differences const spelling{{"பூஜ்யம்", "பூஜ்ஜியம்"},  // as it is spoken
                               {"நாநூறூ", "நானூறு"},  // a slip of ICU
                               {"ஐநூறு", "ஐந்நூறு"},   // as schools write it
                               {"எண்நூறு", "எண்ணூறு"}}; // a slip of ICU
    for (std::uint64_t value = 0; value <= 20; ++value)
        CHECK(heard(say_number(tamil, {false, value, ""})) ==
              translated(icu.words(value), spelling));
    for (std::uint64_t value = 30; value < 100; value += 10)
        CHECK(heard(say_number(tamil, {false, value, ""})) == icu.words(value));
    for (std::uint64_t value = 100; value < 1000; value += 100)
        CHECK(heard(say_number(tamil, {false, value, ""})) ==
              translated(icu.words(value), spelling));
    CHECK(icu.words(38) == "முப்பது எட்டு"); // when this changes, compare more
}
