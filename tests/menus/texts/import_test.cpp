#include "menus/texts/export.hpp"
#include "menus/texts/import.hpp"
#include "menus/texts/locale_files.hpp"
#include "tests/menus/small_menu.hpp"

using namespace haatline;
using namespace haatline::menus;
using namespace haatline::menus::test;
using Lines = std::vector<std::string>;

namespace {

constexpr std::string_view kEnglish = "code = \"en\"\nown_name = \"English\"\nlatin_name = "
                                      "\"English\"\ndial_suffix = \"20\"\n";
constexpr std::string_view kHindi = "code = \"hi\"\nown_name = \"हिन्दी\"\nlatin_name = \"Hindi\"\n"
                                    "dial_suffix = \"22\"\nneeds_ucs2 = true\n";

Texts english_texts() {
    return texts_with({{"first", "{n, plural, one {# day} other {# days}} left"},
                       {"first.1", "Ask {n} now"},
                       {"ring", "Ring"}});
}

std::string entry(std::string_view key, std::string_view text, std::string_view above = {},
                  std::string_view source = {}) {
    std::string english(source);
    if (english.empty())
        for (auto const& [name, said] : english_texts())
            if (name == key) english = said;
    return fmt::format("{}msgctxt \"{}\"\nmsgid \"{}\"\nmsgstr \"{}\"\n", above, key, english,
                       text);
}

std::string const head = "msgid \"\"\nmsgstr \"\"\n\"Language: hi\\n\"\n\n";

/// A folder of English and Hindi, and the little menu that uses it.
struct House {
    std::string english = po(english_texts());
    std::string hindi = head + entry("more", "और", "# draft: awaits a native reader\n") + "\n" +
                        entry("back", "पीछे", "# read by A, 2026-01-01\n");
    std::string_view toml = kHindi;
    Menu menu = [] {
        std::vector<Problem> problems;
        static std::string const flow = frame + sound;
        Embedded const file{"menus/flows/test.yaml", flow};
        return std::move(Menu::load({&file, 1}, problems).value());
    }();

    std::vector<Embedded> files() const {
        return {{"texts/en/language.toml", kEnglish},
                {"texts/en/messages.po", english},
                {"texts/hi/language.toml", toml},
                {"texts/hi/messages.po", hindi}};
    }
    Imported take(std::string const& content, std::string const& reader = {}) {
        auto done = import_texts(menu, files(), {"back.po", content, {}, reader, "2026-11-22"},
                                 {{"160/80", {160, 80}}, {"160/60", {160, 60}}});
        if (!done) FAIL(done.error().detail);
        if (done->changed) hindi = done->content;
        return std::move(*done);
    }
    /// Of a file that holds one text.
    Lines refused(std::string const& one) {
        Lines out;
        for (auto const& text : take(head + one).refused)
            out.push_back(fmt::format("{}: {}", text.line, text.what));
        return out;
    }
};

} // namespace

TEST_CASE("a sound text goes where English has it, as a draft, and a second time changes nothing") {
    House house;
    auto const before = house.hindi;
    auto const sent = head + entry("first.1", "{n} से अभी पूछें") + "\n" + entry("more", "और");
    auto const done = house.take(sent);
    CHECK(done.refused.empty());
    CHECK(done.path == "texts/hi/messages.po");
    CHECK(std::make_tuple(done.taken, done.unchanged, done.changed) == std::make_tuple(1, 1, true));
    CHECK(house.hindi ==
          before + "\n" + entry("first.1", "{n} से अभी पूछें", "# draft: awaits a native reader\n"));
    auto const again = house.take(sent);
    CHECK(std::make_tuple(again.taken, again.unchanged, again.changed) ==
          std::make_tuple(0, 2, false));
}

TEST_CASE(
    "what a tool does to a file does no harm: BOM, CRLF, wrapping, order, old entries, guesses") {
    House house;
    auto const done =
        house.take("\xEF\xBB\xBF# A. Translator\r\nmsgid \"\"\r\nmsgstr \"\"\r\n\"X-Generator: "
                   "some tool\\n\"\r\n"
                   "\"Language: hi\\n\"\r\n\r\n"
                   "#. | a screen\r\n#: flow.yaml:3\r\n#| msgid \"before\"\r\nmsgctxt "
                   "\"ring\"\r\nmsgid \"Ring\"\r\n"
                   "msgstr \"\"\r\n\"फोन \"\r\n\"करें\"\r\n\r\n"
                   "#, fuzzy\r\nmsgctxt \"bye\"\r\nmsgid \"T bye\"\r\nmsgstr \"a guess\"\r\n\r\n"
                   "msgctxt \"trouble\"\r\nmsgid \"T trouble\"\r\nmsgstr \"\"\r\n\r\n"
                   "#~ msgctxt \"gone\"\r\n#~ msgid \"Gone\"\r\n#~ msgstr \"गया\"\r\n");
    CHECK(done.refused.empty());
    CHECK(std::make_tuple(done.taken, done.fuzzy, done.empty) == std::make_tuple(1, 1, 1));
    CHECK(house.hindi.find(entry("ring", "फोन करें")) != std::string::npos);
    CHECK(house.hindi.find("guess") == std::string::npos);
    CHECK(house.hindi.find('\r') == std::string::npos);
}

TEST_CASE("a native reader's name takes the place of the draft line, and a change takes it away") {
    House house;
    auto done = house.take(head + entry("more", "और") + "\n" + entry("ring", "फोन करें"), "R. Das");
    CHECK(std::make_tuple(done.taken, done.approved) == std::make_tuple(1, 2));
    CHECK(house.hindi.find(entry("more", "और", "# read by R. Das, 2026-11-22\n")) !=
          std::string::npos);
    CHECK(house.hindi.find(entry("ring", "फोन करें", "# read by R. Das, 2026-11-22\n")) !=
          std::string::npos);
    done = house.take(head + entry("back", "पीछे जाएं"));
    CHECK(done.taken == 1);
    CHECK(house.hindi.find(entry("back", "पीछे जाएं", "# draft: awaits a native reader\n")) !=
          std::string::npos);
}

TEST_CASE("a text with a fault is refused with its line and a remedy, and what stood there stays") {
    House house;
    auto const before = house.hindi;
    CHECK(house.refused(entry("nobody", "कोई", {}, "Nobody")) ==
          Lines{"7: `nobody` is no key of the English texts; correct it or take the text out"});
    CHECK(house.refused(entry("ring", "फोन", {}, "Ring me")) ==
          Lines{"7: `ring`: the English text is another one by now; export anew and translate it"});
    CHECK(house.refused(entry("first.1", "अभी पूछें")) ==
          Lines{"7: `first.1` leaves out {n}, which the English text says; put it in"});
    CHECK(house.refused(entry("first.1", "{nn} से अभी पूछें")) ==
          Lines{"7: `first.1` leaves out {n}, which the English text says; put it in",
                "7: `first.1` says {nn}, which the English text does not; mend the name or the "
                "English text"});
    CHECK(house.refused(entry("first", "{n, plural, other {# दिन}}")) ==
          Lines{"7: `first`: the plural of {n} has no case `one`, which hi has; write it"});
    CHECK(
        house.refused(entry("first", "{n, plural, one {# दिन} few {# दिन} other {# दिन}}")) ==
        Lines{"7: `first`: the plural of {n} has a case `few`, which hi never takes; take it out"});
    CHECK(house.refused(entry("ring", "फोन \u20b9")).size() == 1);
    CHECK(house.refused(entry("ring", "क्\u200dष")).size() == 1);
    CHECK(house.refused(entry("ring", "\u201cफोन\u201d \u2014 करें")) ==
          Lines{"7: `ring` has typographic marks, which cheap SMS alphabets lack; write \" ' - ... "
                "from "
                "the keyboard"});
    CHECK(house.refused(entry("ring", "\u202eफोन")).size() == 1);
    CHECK(house.refused(entry("ring", "*21*9# दबाएं")).size() == 1);
    CHECK(house.refused(entry("ring", "\xff\xfe")).size() == 1);
    CHECK(house
              .refused(
                  "msgctxt \"ring\"\nmsgid \"Ring\"\nmsgid_plural \"Rings\"\nmsgstr[0] \"फोन\"\n")
              .size() == 1);
    CHECK(house.refused(entry("ring", std::string(5000, 'x'))) ==
          Lines{"7: `ring` has more than 4096 bytes, no screen holds that; shorten it"});
    auto const icu = house.refused(entry("first.1", "{n से"));
    REQUIRE(icu.size() == 1);
    CHECK(icu[0].starts_with("7: `first.1`: "));
    CHECK(house.hindi == before);
}

TEST_CASE("→ and an emoji are refused in hi-Latn and hi, letters that a language needs are not") {
    House house;
    auto const told = [&](std::string_view text) {
        Lines out;
        for (auto const& refused : house.take(head + entry("ring", text)).refused)
            out.push_back(refused.what);
        return out;
    };
    Lines const elsewhere{"`ring` has signs or letters from elsewhere, which cheap SMS alphabets "
                          "lack; write it in letters of the language"};
    Lines const no_septets{"`ring` has letters that GSM 7-bit lacks, in which hi is sent; write it "
                           "in Latin letters"};
    for (auto const* text : {"फोन → करें", "फोन 🙂", "फोन ①", "फोन 1\uFE0F\u20E3", "фон"})
        CHECK(told(text) == elsewhere);
    // No table has غ of Urdu, ᱚ of Santali or ꯃ of Manipuri.
    for (auto const* text : {"ᱚᱲ", "ꯃꯩ", "५ फोन करें"}) CHECK(told(text) == Lines{});
    house.toml = "code = \"hi\"\nown_name = \"اردو\"\nlatin_name = \"Urdu\"\n"
                 "dial_suffix = \"34\"\nneeds_ucs2 = true\n";
    for (auto const* text : {"فون غلط", "آئیے"}) CHECK(told(text) == Lines{});

    house.toml = "code = \"hi\"\nown_name = \"Hindi\"\nlatin_name = \"Hindi\"\n"
                 "dial_suffix = \"33\"\n";
    for (auto const* text : {"Phone → karen", "Phone 🙂", "Phon ā"})
        CHECK(told(text) == elsewhere);
    for (auto const* text : {"फोन", "غ", "Phone करें"}) CHECK(told(text) == no_septets);
    CHECK(told("Phone karen [1] €") == Lines{});
}

TEST_CASE("a text longer than its budget or its page is refused once, and others are taken") {
    House house;
    house.hindi += "\n" + entry("bye", "नमस्ते", "#. budget: ussd 8\n");
    std::string long_text;
    for (int i = 0; i < 30; ++i) long_text += "नमक ";
    auto const done = house.take(head + entry("bye", "नमस्ते आइए फिर") + "\n" +
                                 entry("first.1", long_text + "{n}") + "\n" + entry("ring", "फोन"));
    Lines told;
    for (auto const& text : done.refused)
        told.push_back(fmt::format("{}: {}", text.line, text.what));
    REQUIRE(told.size() == 2);
    CHECK(told[0] ==
          "7: `bye` takes 14 units at its widest, its budget says 8; shorten it or raise "
          "the budget");
    CHECK(
        told[1].starts_with("11: first: `first.1` takes 125 units in hi on 160/60, a page has 60"));
    CHECK(done.taken == 1);
    CHECK(house.hindi.find(entry("ring", "फोन")) != std::string::npos);
}

TEST_CASE("letters are stored composed, so that two tools that differ in that change nothing") {
    House house;
    CHECK(house.take(head + entry("ring", "\u0929\u0947")).taken == 1);        // one letter
    auto const again = house.take(head + entry("ring", "\u0928\u093c\u0947")); // two, the same
    CHECK(std::make_tuple(again.taken, again.unchanged) == std::make_tuple(0, 1));
    CHECK(house.hindi.find(entry("ring", "\u0929\u0947")) != std::string::npos);
}

TEST_CASE("a language needs its language.toml before its texts, and a file must say its language") {
    House const house;
    std::vector<NamedBudget> const budgets{{"160/80", {160, 80}}};
    auto const told = [&](std::string const& content, std::string const& language) {
        auto const done =
            import_texts(house.menu, house.files(), {"x.po", content, language, {}, {}}, budgets);
        return done ? std::string("taken") : done.error().detail;
    };
    CHECK(told("msgid \"\"\nmsgstr \"Language: mai\\n\"\n", "")
              .starts_with("mai/language.toml is missing"));
    CHECK(told(entry("ring", "x"), "").starts_with("x.po: its header names no language"));
    CHECK(told("msgid \"\"\nmsgstr \"Language: ../x\\n\"\n", "").starts_with("x.po: its header"));
    CHECK(told(head, "en").starts_with("English is what all others are translated from"));
    CHECK(told("", "hi") == "taken");
}

TEST_CASE("what was exported comes back unchanged, for every shipped language") {
    std::vector<Problem> problems;
    auto const shipped = locales::embedded_files();
    auto const menu = Menu::load(embedded_files(), problems);
    auto const words = Catalogue::load(shipped, problems);
    REQUIRE(menu.has_value());
    REQUIRE(words.has_value());
    for (auto const& language : words->languages()) {
        if (language.code == "en") continue;
        INFO(language.code);
        auto const po =
            export_texts(*menu, *words, {language.code, "en", ExportOptions::Only::all, {}});
        REQUIRE(po.has_value());
        auto const done =
            import_texts(*menu, shipped, {"x.po", *po, {}, {}, {}}, {{"160/80", {160, 80}}});
        REQUIRE(done.has_value());
        CHECK(done->refused.empty());
        CHECK(done->unchanged == static_cast<int>(words->messages(language.code).size()));
        CHECK(std::make_pair(done->taken, done->changed) == std::make_pair(0, false));
    }
}

TEST_CASE("a file of another language is not taken for this one's") {
    House house;
    for (auto const& [text, reason] : {std::pair{"পিছনে", "a letter of another writing than हिन्दी"},
                                       {"अ پ", "a letter of another writing"},
                                       {"   ", "nothing but blanks"}}) {
        auto const done = house.take(head + entry("back", text));
        CHECK_FALSE(done.changed);
        REQUIRE(done.refused.size() == 1);
        CHECK(done.refused[0].what.find(reason) != std::string::npos);
    }
    CHECK(house.take(head + entry("back", "वापस SMS।"))
              .changed); // Latin words, digits and dandas are everybody's

    auto const other = import_texts(
        house.menu, house.files(),
        {"back.po", "msgid \"\"\nmsgstr \"Language: bn\\n\"\n", "hi", {}, "2026-11-22"}, {});
    REQUIRE_FALSE(other);
    CHECK(other.error().detail == "back.po: its header says Language: bn, and you say hi; take the "
                                  "right file, or correct its header");
}
