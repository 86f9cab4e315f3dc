#include "menus/report.hpp"
#include "tests/menus/play.hpp"
#include "tests/menus/small_menu.hpp"

#include <sstream>

using namespace haatline;
using namespace haatline::menus;
using namespace haatline::menus::test;
using Told = std::vector<std::string>;

TEST_CASE("the shipped menus have no error on any budget, and keep their promises of inputs") {
    std::vector<NamedBudget> const budgets{
        {"160/80", {160, 80}}, {"182/80", {182, 80}}, {"160/60", {160, 60}}};
    Report const report = check(shipped_menu(), shipped_words(), {}, budgets);
    CHECK(errors(report) == Told{});
    CHECK(report.ok());
    CHECK(report.stale == 0);
    CHECK(report.languages == 14);
    CHECK(report.drafts * 14 ==
          report.texts * 13); // every text but the English ones awaits a native reader
    CHECK(report.screens >= 40);
    for (auto const& task : report.tasks) {
        if (task.task == "register") {
            CHECK(task.inputs == 6);
            CHECK(task.total == 8);
        }
        if (task.task == "find") CHECK(task.inputs == 5);
    }
    // Hindi writes ₹ in two questions about prices, and it costs no segment.
    auto const dear = std::ranges::count_if(report.findings, [](auto const& finding) {
        return finding.rule == Finding::Rule::letters;
    });
    CHECK(dear == 1);
    // Second pages only where the route carries 60 units of Hindi, or a name came in native letters;
    // Hindi leaves out what does not fit.
    for (auto const& warning : warnings(report))
        CHECK((warning.find("more than one page at its widest") != std::string::npos ||
               warning.find("leaves out {") != std::string::npos ||
               warning.ends_with("`need.price` and 1 other text have ₹, which cheap SMS alphabets "
                                 "lack: as SMS 2 segments with or without; with national tables 2 "
                                 "segments with or without; write Rs. or the word")));
    for (auto const& width : report.widths)
        for (auto const& fit : width.fits)
            if (fit.budget != "160/60" &&
                (width.alphabet == coding::Alphabet::gsm7 || width.language == "hi"))
                CHECK(std::make_pair(width.screen, fit.pages) == std::make_pair(width.screen, 1));
}

TEST_CASE("a sound little menu passes") {
    Report const report = check_menu(sound);
    CHECK(errors(report) == Told{});
    CHECK(warnings(report) == Told{});
}

TEST_CASE("a screen nobody comes to, a dead end and a circle without a screen are errors") {
    CHECK(errors(check_menu(sound + "  lost:\n    end: yes\n", {{"lost", "x"}})) ==
          Told{"menus/flows/test.yaml:30: lost: nothing leads here; add a way or take the screen "
               "out"});
    CHECK(
        errors(check_menu("  first:\n    choice: {1: second}\n  second:\n    choice: {1: first}\n",
                          {{"second", "x"}, {"second.1", "x"}})) ==
        Told{"menus/flows/test.yaml:11: dial: is a dead end: no way leads on, back or to last "
             "words",
             "menus/flows/test.yaml:27: first: is a dead end: no way leads on, back or to last "
             "words",
             "menus/flows/test.yaml:29: second: is a dead end: no way leads on, back or to last "
             "words"});
    CHECK(errors(check_menu("  first:\n    cases: [{when: {q: a}, go: bye}, {go: other}]\n"
                            "  other:\n    cases: [{go: first}]\n")) ==
          Told{"menus/flows/test.yaml:27: first: leads back to itself without showing a screen; a "
               "caller would wait for ever",
               "menus/flows/test.yaml:29: other: leads back to itself without showing a screen; a "
               "caller would wait for ever"});
}

TEST_CASE("a missing text is an error that names key, language and file") {
    CHECK(errors(check_menu(sound, {{"first.1", ""}})) ==
          Told{"menus/flows/test.yaml:29: no text `first.1` in en; add msgctxt \"first.1\" to "
               "locales/en/messages.po"});
}

TEST_CASE("a place in a text that nothing fills, or whose width nobody says, is an error") {
    auto const told = errors(check_menu(sound, {{"first", "Hello {nmae}"}}));
    REQUIRE(told.size() == 1);
    CHECK(told[0].find("`first` uses {nmae}, which no flow, question or effect sets") !=
          std::string::npos);
    auto const wide = errors(check_menu("  first:\n    choice: {1: {set: {name: x}, go: bye}}\n",
                                        {{"first", "Hello {name}"}}));
    REQUIRE(wide.size() == 1);
    CHECK(wide[0].find("whose widest value nobody says; add it to `caps:`") != std::string::npos);
}

TEST_CASE("a row's text may use only what the row holds") {
    auto const told = errors(
        check_menu("  first:\n    list: place.by_pin\n    with: {pin: \"110001\"}\n"
                   "    outcomes: {none: bye, one: bye}\n    choose: {set: {n: x}, go: bye}\n",
                   {{"first.row", "{n}"}}));
    REQUIRE(told.size() == 1);
    CHECK(told[0].find("uses {n}, but rows of `place.by_pin` hold only: dist_id dist") !=
          std::string::npos);
}

TEST_CASE("a question or an effect that lacks what it needs is an error") {
    CHECK(
        errors(check_menu(
            "  first:\n    ask: peer.card\n    outcomes: {none: bye, some: bye, limit: bye}\n")) ==
        Told{"menus/flows/test.yaml:27: first: `peer.card` needs `peer`, which nothing sets; set "
             "it before"});
    auto const told = errors(
        check_menu("  first:\n    choice: {1: {set: {a: $b}, effects: word.unknown, go: bye}}\n"));
    CHECK(told ==
          Told{"menus/flows/test.yaml:28: first: `word.unknown` needs `word`, which nothing "
               "sets; set it before",
               "menus/flows/test.yaml:28: first: copies `$b`, which nothing sets"});
}

TEST_CASE("what cannot fit a page is an error, what needs a second page a warning") {
    std::string const long_row(170, 'x');
    auto const told = errors(check_menu(sound, {{"first.1", long_row}}));
    REQUIRE_FALSE(told.empty());
    CHECK(told[0] ==
          "menus/flows/test.yaml:29: first: `first.1` takes 172 units in en on 160/80, a "
          "page has 160; shorten the text or its caps");
    CHECK_FALSE(errors(check_menu(sound, {{"first", long_row}})).empty());
    Report const two =
        check_menu(sound, {{"first", std::string(150, 'x')}, {"first.1", "choose me"}});
    CHECK(errors(two) == Told{});
    CHECK(warnings(two) ==
          Told{"menus/flows/test.yaml:27: first: more than one page at its widest: en (2 on "
               "160/80); it works, a shorter text saves callers a key"});
    // The cap counts, not the example: 158 + {n} at 3 is 161.
    CHECK_FALSE(errors(check_menu("  first:\n    choice: {1: {set: {n: x}, go: bye}}\n",
                                  {{"first", std::string(158, 'x') + "{n}"}}))
                    .empty());
}

TEST_CASE("a task that takes more inputs than promised is told with its way") {
    std::string const screens =
        "  first:\n    choice: {1: second}\n  second:\n    choice: {1: third}\n"
        "  third:\n    end: yes\ntasks:\n"
        "  join: {from: dial, to: third, inputs: 1}\n"
        "  never: {from: third, to: first, inputs: 9}\n";
    auto const told =
        errors(check_menu(screens, {{"second", "x"}, {"second.1", "x"}, {"third", "x"}}));
    CHECK(told == Told{"menus/flows/test.yaml:34: task join takes 2 inputs, 2 with language and "
                       "place; 1 and 1 are allowed. The way: first > second",
                       "menus/flows/test.yaml:35: task never: no straight way leads from third to "
                       "first"});
}

TEST_CASE("a detour is no part of the straight way") {
    std::string const screens =
        "  first:\n    choice: {1: third, 2: {go: second, detour: yes}}\n"
        "  second:\n    choice: {1: third}\n  third:\n    end: yes\ntasks:\n"
        "  join: {from: dial, to: third, inputs: 1}\n";
    CHECK(errors(check_menu(
              screens, {{"first.2", "x"}, {"second", "x"}, {"second.1", "x"}, {"third", "x"}})) ==
          Told{});
}

TEST_CASE("a code that diverts calls is refused in texts and dial suffixes") {
    auto const told = errors(check_menu(sound, {{"first", "Dial *401*98# now"}}));
    REQUIRE(told.size() == 1);
    CHECK(told[0].find("`first` shows *401*, which reads like a code that diverts calls") !=
          std::string::npos);
    auto const suffix = errors(check_menu(
        sound, {},
        "code = \"en\"\nown_name = \"English\"\nlatin_name = \"English\"\ndial_suffix = \"21\"\n"));
    REQUIRE(suffix.size() == 1);
    CHECK(suffix[0].starts_with("locales/en/language.toml:1: dial_suffix 21"));
}

TEST_CASE("a dial suffix that means something else already is refused") {
    for (std::string const part : {"0", "3"}) {
        auto const told = errors(check_menu(
            sound, {},
            "code = \"en\"\nown_name = \"English\"\nlatin_name = \"English\"\ndial_suffix = \"" +
                part + "\"\n"));
        REQUIRE(told.size() == 1);
        CHECK(told[0].starts_with("locales/en/language.toml:1: dial_suffix " + part +
                                  " means something else behind the service code"));
    }
}

TEST_CASE("a language that is not shipped cannot be chosen") {
    CHECK(errors(check_menu("  first:\n    choice: {1: {set: {lang: ta}, go: bye}}\n")) ==
          Told{"menus/flows/test.yaml:28: first: sets language `ta`, which locales/ does not have; "
               "take the row out or ship the language"});
}

TEST_CASE("a report is written as lines and as JSON") {
    Report report;
    report.findings.push_back({Finding::Level::error, "a.yaml", 3, "is \"bad\""});
    report.findings.push_back({Finding::Level::warning, "b.po", 4, "is long"});
    report.tasks.push_back({"join", 6, 8});
    report.screens = 2;
    report.languages = 1;
    report.texts = 5;
    report.drafts = 1;
    std::ostringstream text, json;
    write_text(report, text);
    write_json(report, json);
    CHECK(text.str() ==
          "a.yaml  1 error, 0 warnings\n  a.yaml:3: error: is \"bad\"\n\n"
          "task join: 6 inputs, 8 with language and place\n"
          "2 screens, 1 languages, 5 texts (1 drafts await a native reader, 0 stale)\n"
          "warnings are told once the errors are gone\n1 error, 1 warning\n");
    CHECK(
        json.str() ==
        R"({"schema":1,"ok":false,"errors":1,"warnings":1,"screens":2,"languages":1,"texts":5,"drafts":1,"stale":0,"voices":0,"voice_drafts":0,)"
        R"("tasks":[{"task":"join","inputs":6,"total":8}],)"
        R"("findings":[{"level":"error","file":"a.yaml","line":3,"what":"is \"bad\""},)"
        R"({"level":"warning","file":"b.po","line":4,"what":"is long"}],"widths":[],"by_language":[]})"
        "\n");
    std::ostringstream coloured;
    write_text(report, coloured, true);
    CHECK(coloured.str().find("\x1b[1;31merror\x1b[0m") != std::string::npos);
}

TEST_CASE("a fault of the whole set is not blamed on a file without a name") {
    menus::Report report;
    report.findings.push_back({menus::Finding::Level::error, "", 0, "no language is here"});
    report.findings.push_back({menus::Finding::Level::error, "find.yaml", 3, "leads nowhere"});
    std::ostringstream text;
    menus::write_text(report, text);
    auto const lines = text.str();
    CHECK(lines.substr(0, lines.find("0 screens")) ==
          "the set as a whole  1 error, 0 warnings\n"
          "  the set as a whole: error: no language is here\n\n"
          "find.yaml  1 error, 0 warnings\n  find.yaml:3: error: leads nowhere\n\n");
}
