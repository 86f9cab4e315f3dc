#include "locales/coding/causes.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::coding;

namespace {

std::vector<Cause> causes(std::string_view text, SmsRoute const& route = {}, std::size_t most = 8) {
    auto const plan = plan_sms(text, route);
    REQUIRE(plan);
    return causes_of(text, *plan, route, most);
}

SmsRoute hindi() { return {Policy::prefer, {true, true, true, true}, 1 << 6}; }

} // namespace

TEST_CASE("the letter that sends a text to UCS-2 is named with what to write for it") {
    CHECK(causes("Rs. 500").empty());
    CHECK(causes("Pay ₹500, ₹100") ==
          std::vector<Cause>{{CauseKind::no_alphabet, U'\u20B9', 4, 3, 4, 2, 0, "Rs.", false}});
    CHECK(causes("it’s") ==
          std::vector<Cause>{{CauseKind::no_alphabet, U'’', 2, 3, 2, 1, 0, "'", false}});
    CHECK(causes("a\u200Db") ==
          std::vector<Cause>{{CauseKind::no_alphabet, 0x200D, 1, 3, 1, 1, 0, "", true}});
    CHECK(causes("a🌾") ==
          std::vector<Cause>{{CauseKind::no_alphabet, U'🌾', 1, 4, 1, 1, 0, "", false}});
    CHECK(causes("a\xFF").at(0).kind == CauseKind::not_utf8);
}

TEST_CASE("letters of a script name the table that has them") {
    CHECK(causes("अचार ఊ 🌾") == std::vector<Cause>{
                                    {CauseKind::not_allowed, U'अ', 0, 3, 0, 4, 1 << 6, "", false},
                                    {CauseKind::not_allowed, U'ఊ', 13, 3, 5, 1, 1 << 12, "", false},
                                    {CauseKind::no_alphabet, U'🌾', 17, 4, 7, 1, 0, "", false},
                                });
    CHECK(causes("अचार ఊ 🌾", {}, 1).size() == 1);
    CHECK(causes("अचार", hindi()).empty());
    // With tables only what they lack counts.
    CHECK(causes("अचार ₹", hindi()).size() == 1);
    CHECK(causes("ड़", hindi()).empty());
    SmsRoute kannada = hindi();
    kannada.tables = 1 << 7;
    CHECK(causes("ಹಾಡು", kannada).at(0).kind == CauseKind::risky);
    kannada.risky_cells = true;
    CHECK(causes("ಹಾಡು", kannada).empty());
}

TEST_CASE("letters that need a second table are named") {
    auto const found = causes("अचार PMFME", hindi());
    REQUIRE(found.size() == 4);
    CHECK(found[0] == Cause{CauseKind::shifted, U'P', 13, 1, 5, 1, 0, "", false});
    CHECK(found[1].times == 2);
}

TEST_CASE("a vendor may bill shorter parts than are sent") {
    std::string text;
    for (int i = 0; i < 130; ++i) text += "क";
    SmsRoute route;
    auto const plan = plan_sms(text, route);
    REQUIRE(plan);
    CHECK(plan->parts.size() == 2);
    CHECK(billed_parts(*plan, route) == 2);
    route.ucs2_part_units = 63;
    CHECK(billed_parts(*plan, route) == 3);
    CHECK(billed_parts(*plan_sms("क", route), route) == 1);
    CHECK(billed_parts(*plan_sms("k", route), route) == 1);
}
