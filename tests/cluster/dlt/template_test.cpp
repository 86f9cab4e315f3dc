#include "cluster/dlt/day.hpp"
#include "cluster/dlt/template.hpp"
#include "cluster/dlt/text.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>

using namespace haatline;
using namespace haatline::dlt;

namespace {

std::string shown(std::string_view text, std::string_view types = {}) {
    auto const parsed = parse_text(text, types);
    if (!parsed) return "! " + parsed.error().detail;
    std::string out;
    for (auto const& segment : *parsed)
        out += segment.variable ? fmt::format("<{}>", facts(segment.type).tag)
                                : fmt::format("[{}]", segment.key);
    return out;
}

std::vector<Flaw::What> flaws(std::string_view text, std::string operator_ = "airtel") {
    Template one;
    one.segments = parse_text(text).value();
    one.operator_ = std::move(operator_);
    auto const day = day_read("2026-11-22").value();
    std::vector<Flaw::What> out;
    for (auto const& flaw : flaws_of(one, shipped_rules().on(day), "Haatline; हाटलाइन", day))
        out.push_back(flaw.what);
    return out;
}

} // namespace

TEST_CASE("an approved text is read in both spellings") {
    CHECK(shown("Haatline: {#alphanumeric#} wants {#numeric#} kg. Reply YES.") ==
          "[Haatline: ]<alphanumeric>[ wants ]<numeric>[ kg. Reply YES.]");
    CHECK(shown("Haatline: {#var#} wants {#var#} kg. Reply YES.", "Alphanumeric, Numeric") ==
          "[Haatline: ]<alphanumeric>[ wants ]<numeric>[ kg. Reply YES.]");
    CHECK(shown("Haatline: {#VAR#} wants {# var #} kg.") ==
          "[Haatline: ]<var>[ wants ]<var>[ kg.]");
    CHECK(shown("{#var#}") == "<var>");
    CHECK(shown("पंजीकरण हुआ, ID {#alphanumeric#}। बंद: STOP") ==
          "[पंजीकरण हुआ, ID ]<alphanumeric>[। बंद: STOP]");
}

TEST_CASE("words are compared in one form and kept as approved") {
    auto const parsed =
        parse_text("  Haatline \u2013 \u201Cyour\u201D\r\n  offer:\t{#var#}\nReply\u00A0YES  ")
            .value();
    REQUIRE(parsed.size() == 3);
    CHECK(parsed[0].key == "Haatline - \"your\" offer: ");
    CHECK(parsed[0].text == "Haatline \u2013 \u201Cyour\u201D\r\n  offer:\t");
    CHECK(parsed[2].key == " Reply YES");
    CHECK(parsed[2].text == "\nReply\u00A0YES");
    // Blanks beside something invisible part words and values too; at the ends they part nothing.
    CHECK(shown("\u00A0Haatline \u200B{#var#}\u200B kg\u00A0") == "[Haatline ]<var>[ kg]");
}

TEST_CASE("a text that is no template is refused with the reason") {
    CHECK(shown("") == "! the text of the template is empty");
    CHECK(shown(" \n ") == "! the text of the template is empty");
    CHECK(shown("a {#var b") == "! a tag begins with {# and does not end with #}");
    CHECK(shown("a {#nam#} b").starts_with("! {#nam#} is no tag; there are {#numeric#}"));
    CHECK(shown("a {#var#} b", "numeric,numeric") ==
          "! there are more variable types than variables");
    CHECK(shown("a {#var#} b {#var#} c", "numeric").starts_with("! the column of variable types"));
    CHECK(shown("a {#url#} b", "numeric") ==
          "! the text and the column of variable types say different things");
    CHECK(shown("a \xC3\x28 b").starts_with("! the text is not UTF-8"));
    std::string many = "a", vast(text_bytes_max + 1, 'a');
    for (int i = 0; i < 10'000; ++i) many += "{#var#}";
    CHECK(shown(many) == "! the text has more than 6000 octets");
    CHECK(shown(many.substr(0, 1 + 33 * 7)) == "! more than 32 variables");
    CHECK(shown(vast) == "! the text has more than 6000 octets");
}

TEST_CASE("a template goes back to its portal as that portal spells tags") {
    auto const parsed = parse_text("Haatline: {#alphanumeric#} gives {#numeric#} kg.").value();
    CHECK(text_of(parsed, true) == "Haatline: {#alphanumeric#} gives {#numeric#} kg.");
    CHECK(text_of(parsed, false) == "Haatline: {#var#} gives {#var#} kg.");
}

TEST_CASE("what the rules hold against a text is told") {
    using What = Flaw::What;
    using All = std::vector<What>;
    CHECK(flaws("Haatline: {#alphanumeric#} calls.") == All{});
    CHECK(flaws("Haatline: call {#cbn#}") == All{What::last});
    CHECK(flaws("Haatline: call {#cbn#}.") == All{What::last});
    CHECK(flaws("Haatline {#numeric#}{#alphanumeric#} kg") == All{What::adjacent});
    CHECK(flaws("Haatline {#numeric#} {#alphanumeric#} kg") == All{What::adjacent});
    CHECK(flaws("Haatline {#numeric#} a {#numeric#} b {#numeric#} c") == All{What::count});
    CHECK(flaws("Haatline: {#var#} calls") == All{What::plain});
    CHECK(flaws("Haatline: {#var#} calls", "tata") == All{}); // types are in its portal
    CHECK(flaws("Haatline: a < b {#numeric#} c") == All{What::forbidden});
    CHECK(flaws("Melaline: {#numeric#} kg") == All{What::brand});
    CHECK(flaws("HAATLINE: {#numeric#} kg") == All{});
    CHECK(flaws("हाटलाइन: {#numeric#} किलो") == All{});
    CHECK(flaws("Haatline: {#numeric#} kg", "bsnl") == All{What::ratio});
    CHECK(flaws("Haatline: nothing to fill") == All{});
}
