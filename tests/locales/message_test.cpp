#include "locales/message.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;

namespace {

std::string filled(std::string_view icu_text, Values const& with,
                   std::string_view language = "en") {
    auto const message = Message::compile(icu_text);
    INFO((message ? std::string() : message.error().detail));
    REQUIRE(message);
    std::string out;
    message->append_to(out, with, Plurals(language));
    return out;
}

} // namespace

TEST_CASE("names are filled and everything else stands as written") {
    CHECK(filled("Welcome to Haatline.", {}) == "Welcome to Haatline.");
    CHECK(filled("{name}, {place}: {name}", {{"name", "लक्ष्मी"}, {"place", "Villupuram"}}) ==
          "लक्ष्मी, Villupuram: लक्ष्मी");
    CHECK(filled("{ name }!", {{"name", "Asha"}}) == "Asha!");
    CHECK(filled("", {}) == "");
    CHECK(filled("क्षेत्र {p}🌾", {{"p", "605001"}}) == "क्षेत्र 605001🌾");
}

TEST_CASE("a missing argument is empty") { CHECK(filled("[{nobody}]", {}) == "[]"); }

TEST_CASE("values are never read as patterns") {
    CHECK(filled("{name}", {{"name", "{count, plural, other {x}} '{' #"}}) ==
          "{count, plural, other {x}} '{' #");
}

TEST_CASE("ICU's apostrophes: doubled is one, before a brace it quotes, elsewhere it is itself") {
    CHECK(filled("Don't, it''s '{'name'}' {name}", {{"name", "x"}}) == "Don't, it's {name} x");
    CHECK(filled("'{''}'", {}) == "{'}");
    CHECK(filled("O'Neill's", {}) == "O'Neill's");
    CHECK(filled("open '{quote", {}) == "open {quote");
}

TEST_CASE("plurals of English and Hindi") {
    std::string_view const english = "{n, plural, =0 {no makers} one {# maker} other {# makers}}";
    CHECK(filled(english, {{"n", "0"}}) == "no makers");
    CHECK(filled(english, {{"n", "1"}}) == "1 maker");
    CHECK(filled(english, {{"n", "2"}}) == "2 makers");
    std::string_view const hindi = "{n, plural, one {# निर्माता मिला} other {# निर्माता मिले}}";
    CHECK(filled(hindi, {{"n", "0"}}, "hi") == "0 निर्माता मिला"); // zero is "one" in Hindi
    CHECK(filled(hindi, {{"n", "1"}}, "hi") == "1 निर्माता मिला");
    CHECK(filled(hindi, {{"n", "5"}}, "hi") == "5 निर्माता मिले");
    CHECK(filled(hindi, {{"n", "1"}}, "hi-Latn") == "1 निर्माता मिला");
}

TEST_CASE("a count that stops at 99+ is still a count") {
    std::string_view const text = "{n, plural, =99 {exactly} one {# maker} other {# makers}}";
    CHECK(filled(text, {{"n", "99+"}}) == "99+ makers");
    CHECK(filled(text, {{"n", "99"}}) == "exactly");
    CHECK(filled(text, {}) == " makers");
}

TEST_CASE("digits on screens are Latin and grouped the Indian way in every language") {
    for (std::string_view const language : {"en", "hi", "mr", "ur", "te", "sat", "hi-Latn"}) {
        INFO(language);
        CHECK(filled("{n, number} {n, plural, other {#}} {n}", {{"n", "12345678"}}, language) ==
              "1,23,45,678 1,23,45,678 12345678");
    }
    CHECK(grouped_number("100") == "100");
    CHECK(grouped_number("1000") == "1,000");
    CHECK(grouped_number("99999") == "99,999");
    CHECK(grouped_number("100000") == "1,00,000");
    CHECK(grouped_number("-1234567.50") == "-12,34,567.50");
    CHECK(grouped_number("99+") == "99+");
    CHECK(grouped_number("") == "");
    CHECK(grouped_number("-") == "-");
    CHECK(grouped_number("1.2.3") == "1.2.3");
}

TEST_CASE("offsets, ordinals, selects and texts within texts") {
    CHECK(filled("{n, plural, offset:1 =1 {you} one {you and # more} other {you and # more}}",
                 {{"n", "3"}}) == "you and 2 more");
    CHECK(filled("{n, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}", {{"n", "22"}}) ==
          "22nd");
    std::string_view const role =
        "{role, select, maker {makes {product}} buyer {buys {product}} other {trades {product}}}";
    CHECK(filled(role, {{"role", "buyer"}, {"product", "papad"}}) == "buys papad");
    CHECK(filled(role, {{"product", "papad"}}) == "trades papad");
    CHECK(filled("{n, plural, one {{g, select, f {# a} other {# b}}} other {c}}",
                 {{"n", "1"}, {"g", "f"}}) == "# a");
    // As in ICU: `#` is the number only directly inside a plural case, elsewhere a letter.
    CHECK(filled("# {g, select, other {#}}", {}) == "# #");
}

TEST_CASE("a text that ICU cannot read is refused with its words") {
    for (std::string_view const text : {"{name", "{}", "{n, plural, one {a}}", "{n, plural}", "}",
                                        "{a b}", "{n, plural, other {}"}) {
        INFO(text);
        auto const message = Message::compile(text);
        if (text == "}") continue; // ICU takes a closing brace at the top as a letter
        REQUIRE_FALSE(message);
        CHECK(message.error().code == Errc::invalid_config);
        CHECK(message.error().detail.find("not ICU MessageFormat (U_") == 0);
    }
}

TEST_CASE("formats that we do not fill are refused, not printed wrong") {
    for (std::string_view const text :
         {"{d, date}", "{d, date, short}", "{n, number, percent}", "{n, number, ::currency/INR}",
          "{n, spellout}", "{n, choice, 0#none|1#one}"}) {
        INFO(text);
        CHECK_FALSE(Message::compile(text));
    }
}

TEST_CASE("the arguments of a text, each once") {
    auto const message = Message::compile(
        "{a} {n, plural, one {{b}} other {# {a}}} {s, select, x {{c}} other {}} {m, number}");
    REQUIRE(message);
    CHECK(message->arguments() == std::vector<std::string>{"a", "n", "b", "s", "c", "m"});
}
