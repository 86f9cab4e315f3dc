#include "cluster/dlt/day.hpp"
#include "cluster/dlt/registry.hpp"
#include "cluster/dlt/text.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>

#include <memory>

using namespace haatline;
using namespace haatline::dlt;

namespace {

Rules const& today() {
    static Rules const rules = shipped_rules().on(day_read("2026-11-22").value());
    return rules;
}

struct Given {
    std::string id, text;
    Category category = Category::service_implicit;
    std::string language = "en";
    bool active = true;
};

std::unique_ptr<Registry> registry(std::vector<Given> const& given) {
    Register all;
    for (auto const& one : given) {
        auto& made = all.templates.emplace_back();
        made.id = one.id;
        made.category = one.category;
        made.language = one.language;
        made.active = one.active;
        made.segments = parse_text(one.text).value();
    }
    return std::make_unique<Registry>(std::move(all));
}

/// "7: a|b" or "! reason: why".
std::string told(Registry const& known, std::string_view text,
                 Category category = Category::service_implicit, std::string_view language = "en") {
    auto const match = known.match(text, language, category, today());
    if (!match) return fmt::format("! {}: {}", name(match.error().reason), match.error().why);
    std::string out = match->of->id + ":";
    for (auto const& value : match->values) out += fmt::format(" [{}]", value.text);
    return out;
}

} // namespace

TEST_CASE("a text is proven to be a registered template, and its values are told") {
    auto const known = registry({
        {"1", "Haatline: {#alphanumeric#} wants {#numeric#} kg. Reply YES."},
        {"2", "Haatline: all messages stopped."},
        {"3", "पंजीकरण हुआ, ID {#alphanumeric#}। बंद: STOP", Category::service_implicit, "hi"},
        {"4", "{#numeric#} is your Haatline code"},
    });
    CHECK(told(*known, "Haatline: Kisan Traders wants 50 kg. Reply YES.") ==
          "1: [Kisan Traders] [50]");
    CHECK(told(*known, "Haatline: all messages stopped.") == "2:");
    CHECK(told(*known, "पंजीकरण हुआ, ID 4821KX। बंद: STOP", Category::service_implicit, "hi") ==
          "3: [4821KX]");
    CHECK(told(*known, "481273 is your Haatline code") == "4: [481273]");
}

TEST_CASE("quotes, blanks and line breaks do not part a text from its template, which goes out as "
          "approved") {
    auto const known = registry({{"1", "Haatline says \"sold\"\n{#alphanumeric#} took it"}});
    auto const match = known->match("Haatline  says \u201Csold\u201D Kisan  Sangh\ntook it ", "en",
                                    Category::service_implicit, today());
    REQUIRE(match);
    CHECK(match->text == "Haatline says \"sold\"\nKisan Sangh took it");
}

TEST_CASE("letters typed apart are the letter: NFC on both sides") {
    auto const known =
        registry({{"1", "सड\u093Cक {#numeric#} किमी", Category::service_implicit, "hi"}});
    CHECK(told(*known, "सड\u093Cक 5 किमी") == "1: [5]");
}

TEST_CASE(
    "values that could be told apart in two ways are settled: the first as short as it can be") {
    auto const known = registry({{"1", "Haatline {#var#} a {#var#} b"}});
    CHECK(told(*known, "Haatline x a y a z b") == "1: [x] [y a z]");
    // Too long for the second place otherwise: then the first gives way.
    std::string const eight = "12345678 ";
    auto const text = "Haatline x a " + eight + eight + eight + "a " + eight + "b b";
    CHECK(told(*known, text) == "1: [x a 12345678 12345678 12345678] [12345678 b]");
}

TEST_CASE(
    "of several templates that fit the one with most fixed words is taken, in her language first") {
    auto const known = registry({
        {"1", "Haatline {#var#} done"},
        {"2", "Haatline offer {#var#} done"},
        {"3", "Haatline offer {#var#} done", Category::service_implicit, "hi-Latn"},
        {"4", "Haatline offer {#var#} done", Category::promotional},
    });
    CHECK(told(*known, "Haatline offer 7 done") == "2: [7]");
    CHECK(told(*known, "Haatline offer 7 done", Category::service_implicit, "hi-Latn") == "3: [7]");
    CHECK(told(*known, "Haatline offer 7 done", Category::promotional) == "4: [7]");
    CHECK(told(*known, "Haatline ask 7 done") == "1: [ask 7]");
}

TEST_CASE(
    "a text without a template is refused with the nearest one and the place where they part") {
    auto const known = registry({{"1107", "Haatline: {#alphanumeric#} wants pickle. Reply YES."},
                                 {"1108", "Your Haatline ticket is {#numeric#} now"}});
    auto const match = known->match("Haatline: Kisan wants papad. Reply YES.", "en",
                                    Category::service_implicit, today());
    REQUIRE_FALSE(match);
    CHECK(match.error().reason == Reason::template_);
    REQUIRE(match.error().nearest);
    CHECK(match.error().nearest->template_id == "1107");
    CHECK(match.error().nearest->agree == 10);
    CHECK(told(*known, "Your Haatline ticket was 5 now") ==
          "! template: no registered template has these words; nearest is 1108, which has \"is \" "
          "after "
          "character 21: correct the text, or register it (haatline dlt propose)");
    CHECK(told(*registry({}), "x") ==
          "! template: no template is registered: haatline dlt import FILE");
}

TEST_CASE("where the words fit and a value does not, the value is to blame") {
    auto const known = registry({{"1", "Haatline: {#numeric#} kg of {#alphanumeric#} sold"}});
    CHECK(told(*known, "Haatline: 12.5 kg of papad sold") ==
          "! variable: template 1: the value for {#numeric#} must be digits 0 to 9 alone: what "
          "stands "
          "there is something else");
    CHECK(
        told(*known, "Haatline: 12 kg of " + std::string(41, 'a') + " sold") ==
        "! variable: template 1: the value for {#alphanumeric#} has 41 characters, at most 40 are "
        "taken: cut it");
}

TEST_CASE("another category's template, or one that is not active, does not count and is told") {
    auto const known =
        registry({{"1", "Haatline mela on {#numeric#} May", Category::transactional},
                  {"2", "Haatline shop is open", Category::service_implicit, "en", false}});
    CHECK(told(*known, "Haatline mela on 5 May") ==
          "! template: template 1 has these words, but is registered as transactional, and the "
          "message "
          "is service_implicit: register the words for that too, or send it as what it is");
    CHECK(told(*known, "Haatline shop is open") == "! template: template 2 has these words, but is "
                                                   "not active: ask its operator why, then import "
                                                   "its export again");
}

TEST_CASE("explicit and promotional are one since the second amendment") {
    auto const known =
        registry({{"1", "Haatline mela on {#numeric#} May", Category::service_explicit}});
    CHECK(told(*known, "Haatline mela on 5 May", Category::promotional) == "1: [5]");
    auto const before = shipped_rules().on(day_read("2025-01-01").value());
    CHECK_FALSE(known->match("Haatline mela on 5 May", "en", Category::promotional, before));
}

TEST_CASE("a thousand templates with the same beginning are told apart by their ends") {
    std::vector<Given> given;
    for (int i = 0; i < 1'000; ++i)
        given.push_back({std::to_string(1000 + i), fmt::format("Haatline: {{#var#}} end{}", i)});
    auto const known = registry(given);
    CHECK(told(*known, "Haatline: x end777") == "1777: [x]");
    CHECK(told(*known, "Haatline: x end77") == "1077: [x]");
}

TEST_CASE("hostile texts end in bounded time") {
    std::string trap = "x";
    for (std::size_t i = 0; i < vars_most; ++i) trap += "{#var#}a";
    auto const known = registry({{"1", trap + "b"}});
    CHECK(told(*known, "x" + std::string(5'900, 'a') + "c").starts_with("! template"));
    CHECK(told(*known, "x" + std::string(5'900, 'a') + "b").starts_with("! variable"));
    CHECK(told(*known, std::string(7'000, 'a')) ==
          "! template: the text is longer than ten parts of an SMS");
    CHECK(told(*known, "\xFF\xFE").starts_with("! template: the text is not UTF-8"));
    CHECK(told(*known, "").starts_with("! template"));
}

TEST_CASE("what lies below a listed address is listed, what only looks like it is not") {
    Register all;
    all.targets = {{AllowedTarget::Kind::url, url_key("https://www.Haatline.example/s/")},
                   {AllowedTarget::Kind::cbn, cbn_key("1800 111 555")},
                   {AllowedTarget::Kind::cbn, cbn_key("09876543210")}};
    Registry const known(std::move(all));
    using Kind = AllowedTarget::Kind;
    for (auto const* good : {"haatline.example/s", "http://haatline.example/s/7?x=1",
                             "https://www.HAATLINE.example/s#a"})
        CHECK(known.allows(Kind::url, good));
    for (auto const* bad :
         {"haatline.example", "haatline.example/sell", "haatline.example.evil.example/s",
          "https://haatline.example@evil.example/s", "evil.example/haatline.example/s", "", "s",
          // Found by the fuzzer: the scheme was looked for anywhere.
          "evil.example/?to=https://haatline.example/s", "evil.example://haatline.example/s",
          "https://https://haatline.example/s", "haatline.example:/s"})
        CHECK_FALSE(known.allows(Kind::url, bad));
    CHECK(known.allows(Kind::cbn, "1800111555"));
    CHECK(known.allows(Kind::cbn, "+919876543210"));
    CHECK(known.allows(Kind::cbn, "9876543210"));
    CHECK_FALSE(known.allows(Kind::cbn, "9876543211"));
    CHECK_FALSE(known.allows(Kind::cbn, ""));
}

TEST_CASE("the hash of a chain is the one of its known answer") {
    // reference/smpp.md §13.
    CHECK(Chain{"1301157000000000001", {"1302157000000000001", "1302157000000000002"}}.hash() ==
          "7a815781a95949f6768bf282031c8ba5df33f9de8b750d08bc70db5194a52743");
    CHECK(Chain{"1301157000000000001", {}}.hash().empty());
}

TEST_CASE("a header's idle days count from its last use, or from its registration") {
    auto const day = [](char const* text) { return day_read(text); };
    auto const now = *day("2026-11-22");
    CHECK(Header{"HAATLN", {}, true, false, day("2026-01-01"), day("2026-11-02")}.idle_days(now) ==
          20);
    CHECK(Header{"HAATLN", {}, true, false, day("2026-11-01"), {}}.idle_days(now) == 21);
    CHECK_FALSE(Header{"HAATLN"}.idle_days(now));
    CHECK(Header{"HAATLN", {}, true, false, {}, day("2026-12-01")}.idle_days(now) == 0);
}
