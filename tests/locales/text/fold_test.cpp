#include "locales/text/fold.hpp"
#include "tests/locales/coding/sms_vectors.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>

using namespace haatline;
using namespace haatline::text;

namespace {

struct Sample {
    std::string_view from, gently, wholly;
};

} // namespace

TEST_CASE("marks that no alphabet has are folded at once, letters only when somebody says so") {
    Sample const samples[] = {
        {"", "", ""},
        {"Hello", "Hello", "Hello"},
        {"‘a’ “b” – — − ‑ … • × `", "'a' \"b\" - - - - ... * x '", "'a' \"b\" - - - - ... * x '"},
        {"a\u00A0b\u202Fc", "a b c", "a b c"},
        {"a\u200Bb\u200Ec\uFEFF", "abc", "abc"},
        {"cafe\u0301 A\u0301 n\u0303", "café Á ñ", "café Á ñ"}, // as some keyboards type them
        {"x\u0301 \u0301 e\u0301\u0301\u0301\u0301\u0301\u0301",
         "x\u0301 \u0301 é\u0301\u0301\u0301\u0301\u0301",
         "x\u0301 \u0301 é\u0301\u0301\u0301\u0301\u0301"},
        {"₹500", "₹500", "Rs.500"},
        {"അവന്\u200D അവള്\u200D", "അവൻ അവൾ", "അവൻ അവൾ"},
        {"ന്\u200Cമ", "ന്\u200Cമ", "ന്മ"},
        {"दर\u094D\u200Dया", "दर\u094D\u200Dया", "द\u0931\u094Dया"},
        {"क्\u200Dष", "क्\u200Dष", "क्ष"},
        {"دن\u200F 10 ئ", "دن\u200F 10 ئ", "دن\u200F 10 \u06CC\u0654"},
        {"হয়। काम।", "হয়। काम।", "হয়. काम।"}, // the danda of Bengali script only
        {"a\xFF\u2019", "a\xFF'", "a\xFF'"},
    };
    for (Sample const& sample : samples) {
        INFO(sample.from);
        CHECK(fold(sample.from, {}).text == sample.gently);
        CHECK(fold(sample.from, fold_all()).text == sample.wholly);
        // Folding what is folded changes nothing.
        CHECK(fold(sample.wholly, fold_all()).changes.empty());
    }
}

TEST_CASE("every change is told, with its place in the text as it was") {
    Folded const folded = fold("₹5 – ന്\u200D", fold_all());
    CHECK(folded.text == "Rs.5 - ൻ");
    CHECK(folded.changes == std::vector<FoldChange>{{0, 3, FoldKind::rupee, "Rs."},
                                                    {5, 3, FoldKind::mark, "-"},
                                                    {9, 9, FoldKind::chillu, "ൻ"}});
    CHECK(name(FoldKind::rupee) == "rupee");
    CHECK(name(FoldKind::danda) == "danda");
}

TEST_CASE("a rupee sign is written as the catalogue says") {
    FoldChoice choice;
    choice.rupee = "रु.";
    CHECK(fold("₹500", choice).text == "रु.500");
    choice.marks = false;
    CHECK(fold("“₹500”", choice).text == "“रु.500”");
}

TEST_CASE("the folded vectors are what folding makes of the others") {
    auto const& all = tests::sms_vectors();
    auto const text_of = [&](std::string const& id) {
        auto const found =
            std::find_if(all.begin(), all.end(), [&](auto const& v) { return v.id == id; });
        REQUIRE(found != all.end());
        return found->text;
    };
    CHECK(fold(text_of("ur-10"), fold_all()).text == text_of("ur-10-folded"));
    // The other text of the pair is repeated more often.
    CHECK(text_of("edge-rupee-folded").starts_with(fold(text_of("edge-rupee"), fold_all()).text));
}
