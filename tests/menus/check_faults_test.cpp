#include "tests/menus/small_menu.hpp"

using namespace haatline;
using namespace haatline::menus;
using namespace haatline::menus::test;
using Told = std::vector<std::string>;

// Menus and words broken on purpose, one fault each: every sentence of what `haatline check`
// promises. What the reader of flow files refuses stands in reader_test.cpp.
namespace {

constexpr std::string_view kHindi = "code = \"hi\"\nown_name = \"हिन्दी\"\nlatin_name = \"Hindi\"\n"
                                    "dial_suffix = \"22\"\nneeds_ucs2 = true\n";
constexpr std::string_view kEnglish = "code = \"en\"\nown_name = \"English\"\nlatin_name = "
                                      "\"English\"\ndial_suffix = \"20\"\n";

/// The little menu in English and Hindi: `hindi` gives translations, which win over a copy of the
/// English text; an empty one is left out.
Report check_both(std::string const& screens, Texts const& english, Texts const& hindi) {
    std::string const en = po(texts_with(english));
    std::string hi = "msgid \"\"\nmsgstr \"\"\n\n";
    for (auto const& [key, text] : texts_with(english)) {
        auto const own = std::find_if(hindi.begin(), hindi.end(),
                                      [&, k = key](auto const& t) { return t.first == k; });
        std::string const& said = own == hindi.end() ? text : own->second;
        if (!said.empty())
            hi += fmt::format("msgctxt \"{}\"\nmsgid \"{}\"\nmsgstr \"{}\"\n\n", key, text, said);
    }
    return check_files(frame + screens, {{"locales/en/language.toml", kEnglish},
                                         {"locales/en/messages.po", en},
                                         {"locales/hi/language.toml", kHindi},
                                         {"locales/hi/messages.po", hi}});
}

std::string const at = "menus/flows/test.yaml:";

} // namespace

TEST_CASE(
    "a screen that only an impossible condition leads to is told twice: condition and screen") {
    std::string const screens = "  first:\n    choice:\n      1: {set: {ring: near}, go: second}\n"
                                "  second:\n    cases:\n      - {when: {ring: nera}, go: lost}\n"
                                "      - go: bye\n  lost:\n    end: yes\n";
    CHECK(errors(check_menu(screens, {{"lost", "x"}})) ==
          Told{at + "32: second: this case never holds: `ring` is never `nera`, only: near; mend "
                    "the value or take the condition out",
               at + "34: lost: nothing leads here; add a way or take the screen out"});
}

TEST_CASE("a condition on a variable that nothing sets, and one behind a wider one, never hold") {
    CHECK(errors(check_menu("  first:\n    choice:\n      1:\n"
                            "        - {when: {huh: yes}, go: bye}\n        - bye\n")) ==
          Told{at + "30: first: this row 1 never holds: nothing ever sets `huh`; mend the name"});
    CHECK(errors(check_menu("  first:\n    choice:\n      1:\n        - bye\n"
                            "        - {when: {lang: en}, text: first.2, go: bye}\n",
                            {{"first.2", "x"}})) ==
          Told{at +
               "31: first: this row 1 never holds: the one in line 30 takes all it would; take "
               "it out or put it first"});
    CHECK(errors(check_menu("  first:\n    text:\n      - {when: {stopped: maybe}, key: first.2}\n"
                            "      - {key: first}\n    choice: {1: bye}\n",
                            {{"first.2", "x"}})) ==
          Told{at +
               "27: first: text `first.2` never holds: `stopped` is never `maybe`, only: \"\" yes; "
               "mend the value or take the condition out"});
}

TEST_CASE("what a caller typed, the database told or a copy holds may be anything") {
    CHECK(errors(check_menu(
              "  first:\n    entry: text\n    into: word\n    go: {set: {a: $word}, go: "
              "second}\n  second:\n    cases:\n      - {when: {a: yes, word: no}, go: bye}\n"
              "      - go: bye\n")) == Told{});
}

TEST_CASE("a key that one language lacks is told for that language alone") {
    CHECK(errors(check_both(sound, {}, {{"first.1", ""}})) ==
          Told{at + "29: no text `first.1` in hi; add msgctxt \"first.1\" to "
                    "locales/hi/messages.po"});
    CHECK(errors(check_both(sound, {}, {{"err.input", ""}})) ==
          Told{"locales/hi/messages.po:1: no text `err.input` in hi; add msgctxt \"err.input\" to "
               "locales/hi/messages.po"});
}

TEST_CASE("a plural without its other case, a select never closed and a stray brace are told where "
          "they stand") {
    for (auto const* text : {"{n, plural, one {a row}}", "{n, select, x {a} other {b}", "a { b"}) {
        INFO(text);
        auto const told = errors(check_both(sound, {}, {{"first.1", text}}));
        REQUIRE_FALSE(told.empty());
        CHECK(told.front().starts_with("locales/hi/messages.po:"));
        CHECK(told.front().find("\"first.1\": not ICU MessageFormat") != std::string::npos);
        CHECK(told.front().find("pair every brace, give plural and select an \"other\" case") !=
              std::string::npos);
    }
}

TEST_CASE("a translation that loses or invents a place is told") {
    std::string const screens = "  first:\n    choice: {1: {set: {n: x}, go: bye}}\n";
    CHECK(
        warnings(check_both(screens, {{"first", "Row {n}"}}, {{"first", "Row"}})) ==
        Told{"locales/hi/messages.po:60: `first` leaves out {n}, which the English text says; put "
             "it in"});
    CHECK(warnings(check_both(screens, {{"bye", "{n}"}}, {{"first", "Row {n}"}})) ==
          Told{"locales/hi/messages.po:52: `first` says {n}, which the English text does not; mend "
               "the name or the English text"});
}

TEST_CASE("one septet or one Hindi unit too many is too many, one fewer is not") {
    // "1 " stands before the row.
    CHECK(errors(check_menu(sound, {{"first.1", std::string(158, 'x')}})) == Told{});
    CHECK(errors(check_menu(sound, {{"first.1", std::string(159, 'x')}})).size() >= 1);
    auto const hindi = [](int letters) {
        std::string text;
        for (int i = 0; i < letters; ++i) text += "क";
        return errors(check_both(sound, {}, {{"first.1", text}}));
    };
    CHECK(hindi(78) == Told{});
    CHECK(hindi(79).at(0) == at + "29: first: `first.1` takes 81 units in hi on 160/80, a page has "
                                  "80; shorten the text or its caps");
}

TEST_CASE(
    "the longest case of a plural or select must fit, not the one that the cap happens to hit") {
    std::string const screens = "  first:\n    choice: {1: {set: {n: x}, go: bye}}\n";
    std::string const longest(170, 'x');
    CHECK_FALSE(errors(check_menu(screens,
                                  {{"first", "{n, select, many {" + longest + "} other {short}}"}}))
                    .empty());
    CHECK_FALSE(
        errors(check_menu(screens, {{"first", "{n, plural, one {" + longest + "} other {#}}"}}))
            .empty());
    CHECK(errors(check_menu(screens, {{"first", "{n, plural, =1 {one} other {#}}"}})) == Told{});
}

TEST_CASE("a name typed in Hindi sends an English page to UCS-2, and its pages are counted") {
    std::string menu = frame + "  first:\n    choice: {1: {set: {name: x}, go: bye}}\n";
    menu.replace(menu.find("caps: {"), 7, "caps: {name: {gsm7: 10, ucs2: 10, hi: नाम}, ");
    std::string const words =
        po(texts_with({{"first", std::string(90, 'x') + " {name}"}, {"bye", "{n}"}}));
    Report const report = check_files(
        menu, {{"locales/en/language.toml", kEnglish}, {"locales/en/messages.po", words}});
    CHECK(warnings(report) ==
          Told{at + "27: first: more than one page at its widest: en with a name in native letters "
                    "(2 on 160/80); it works, a shorter text saves callers a key"});
    std::vector<Report::Width> of_first;
    for (auto const& width : report.widths)
        if (width.screen == "first") of_first.push_back(width);
    REQUIRE(of_first.size() == 2);
    CHECK(of_first[0].alphabet == coding::Alphabet::gsm7);
    CHECK(of_first[0].units == 113);
    CHECK(of_first[1].alphabet == coding::Alphabet::ucs2);
    CHECK(of_first[1].units == 113);
}

TEST_CASE("a variable that a caller may lack where it is needed is told with the way there") {
    CHECK(warnings(check_menu(
              "  first:\n    choice:\n      1: {set: {word: x}, go: second}\n      2: second\n"
              "  second:\n    choice:\n      1: {effects: word.unknown, go: bye}\n",
              {{"first.2", "x"}, {"second", "x"}, {"second.1", "x"}})) ==
          Told{at + "33: second: `word.unknown` needs `word`, which may not be set here; a caller "
                    "would hear \"busy\". Set it on this way: dial > first > second"});
    // Forgotten on the way, it is missing too.
    CHECK(warnings(check_menu("  first:\n    entry: text\n    into: word\n"
                              "    go: {set: {word: \"\"}, effects: word.unknown, go: bye}\n",
                              {{"first.1", ""}})) ==
          Told{at + "30: first: `word.unknown` needs `word`, which may not be set here; a caller "
                    "would hear \"busy\". Set it on this way: dial > first"});
}

TEST_CASE("a variable set by a shared piece, an entry or a condition is there") {
    CHECK(
        warnings(check_menu(
            "  first:\n    choice:\n      1: {go: piece, then: second}\n      2: {go: piece, then: "
            "bye}\n  piece:\n    entry: text\n    into: word\n    go: \"@return\"\n"
            "  second:\n    choice:\n      1: {effects: word.unknown, go: bye}\n",
            {{"first.2", "x"}, {"second", "x"}, {"second.1", "x"}, {"piece", "x"}})) == Told{});
    CHECK(warnings(
              check_menu("  first:\n    choice:\n      1: {set: {word: x}, go: bye}\n"
                         "      2:\n        - {when: {word: x}, effects: word.unknown, go: bye}\n"
                         "        - {text: first.3, go: bye}\n",
                         {{"first.2", "x"}, {"first.3", "x"}})) == Told{});
}

TEST_CASE("a text no screen prints is told once, not in every language") {
    CHECK(warnings(check_both(sound, {{"old.screen", "x"}}, {})) ==
          Told{"locales/en/messages.po:65: `old.screen` is used by no screen; take it out of every "
               "language, or use it"});
    // The text of a row that waits for its screen is not unused.
    CHECK(warnings(check_menu("  first:\n    choice:\n      1: bye\n      2: {needs: later, go: "
                              "later}\n",
                              {{"first.2", "x"}})) == Told{});
}

TEST_CASE("more decisions in a row than one answer may pass are told") {
    std::string screens = "  first:\n    cases: [{go: g1}]\n";
    for (int i = 1; i < 40; ++i)
        screens += fmt::format("  g{}:\n    cases: [{{go: {}}}]\n", i,
                               i == 39 ? std::string("bye") : fmt::format("g{}", i + 1));
    auto const told = errors(check_menu(screens));
    REQUIRE(told.size() == 10);
    CHECK(told[0] == at + "11: dial: 41 decisions in a row lead from here to a screen, 31 are "
                          "allowed; join some of them");
}
