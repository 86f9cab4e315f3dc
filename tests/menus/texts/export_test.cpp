#include "locales/po.hpp"
#include "menus/texts/boxes.hpp"
#include "menus/texts/export.hpp"
#include "menus/texts/locale_files.hpp"
#include "tests/menus/small_menu.hpp"

#include <sstream>

using namespace haatline;
using namespace haatline::menus;
using namespace haatline::menus::test;

namespace {

struct Shipped {
    std::vector<Problem> problems;
    Menu menu = std::move(Menu::load(embedded_files(), problems).value());
    Catalogue words = std::move(Catalogue::load(locales::embedded_files(), problems).value());
};

Shipped const& shipped() {
    static Shipped const all;
    return all;
}

std::string exported(ExportOptions const& options) {
    auto const po = export_texts(shipped().menu, shipped().words, options);
    if (!po) FAIL(po.error().detail);
    return *po;
}

/// The entry of a key, from the blank line before it to the one behind it.
std::string entry_of(std::string const& po, std::string const& key) {
    auto const at = po.find("msgctxt \"" + key + "\"");
    REQUIRE(at != std::string::npos);
    auto const from = po.rfind("\n\n", at) + 2;
    return po.substr(from, po.find("\n\n", at) + 1 - from);
}

} // namespace

TEST_CASE("a translator sees what a text is for, how long it may be, where it stands and on what "
          "screen") {
    auto const entry = entry_of(exported({"hi", "en", {}, {}}), "need.price");
    INFO(entry);
    CHECK(entry.find(
              "# draft: awaits a native reader\n#. Entry: price of one unit\n#. budget: ussd ") ==
          0);
    CHECK(entry.find("#. en: Price in Rs per unit?\n#. en: (0 = talk)\n") != std::string::npos);
    CHECK(entry.find("#. screen need.price, ") != std::string::npos);
    CHECK(entry.find("\n#. | ") != std::string::npos);
    CHECK(entry.find("#: menus/flows/need.yaml:") != std::string::npos);
    CHECK(entry.find("msgid \"\"\n\"Price in Rs per unit?\\n\"\n\"(0 = talk)\"\nmsgstr \"") !=
          std::string::npos);
}

TEST_CASE("an exported file is lawful PO with the texts of the language, all or a part") {
    auto const read = [](std::string const& content) {
        std::vector<Problem> problems;
        auto messages = po::read("hi.po", content, problems);
        CHECK(problems.empty());
        return messages;
    };
    auto const all = read(exported({"hi", "", {}, {}}));
    auto const& own = shipped().words.messages("hi");
    REQUIRE(all.size() == shipped().words.messages("en").size());
    CHECK(read(exported({"hi", "", ExportOptions::Only::missing, {}})).size() ==
          all.size() - own.size());
    auto const drafts =
        std::count_if(own.begin(), own.end(), [](auto const& m) { return m.draft; });
    CHECK(read(exported({"hi", "", ExportOptions::Only::draft, {}})).size() ==
          static_cast<std::size_t>(drafts));
    CHECK(po::read_header(exported({"hi", "", {}, {}})).find("Language: hi\n") !=
          std::string::npos);
}

TEST_CASE("English, and a language that no folder has, are not exported") {
    CHECK_FALSE(export_texts(shipped().menu, shipped().words, {"en", "", {}, {}}).has_value());
    CHECK_FALSE(export_texts(shipped().menu, shipped().words, {"tlh", "", {}, {}}).has_value());
    CHECK_FALSE(export_texts(shipped().menu, shipped().words, {"hi", "tlh", {}, {}}).has_value());
}

TEST_CASE("a new language is exported with every text empty and its budgets known") {
    std::vector<Problem> problems;
    auto const fresh = new_language("mai");
    auto const words = Catalogue::load(fresh.beside(locales::embedded_files()), problems);
    REQUIRE(words.has_value());
    auto const po = export_texts(shipped().menu, *words, {"mai", "hi", {}, {}});
    REQUIRE(po.has_value());
    problems.clear();
    auto const messages = po::read("mai.po", *po, problems);
    CHECK(problems.empty());
    REQUIRE(messages.size() == words->messages("en").size());
    CHECK(std::all_of(messages.begin(), messages.end(),
                      [](auto const& m) { return m.text.empty(); }));
    CHECK(entry_of(*po, "more").find("#. budget: ussd 6\n") != std::string::npos);
    CHECK(entry_of(*po, "more").find("#. hi: ") != std::string::npos);
}

TEST_CASE("a code of a language is safe as the name of a folder") {
    for (auto const* code : {"hi", "hi-Latn", "mni-Beng"}) CHECK(is_language_code(code));
    for (auto const* code :
         {"", ".", "..", "a/b", "-hi", "hi-", "hi--x", "h i", "hi\n", "abcdefghi", "हि", "1hi"})
        CHECK_FALSE(is_language_code(code));
    CHECK(language_of_po("msgid \"\"\nmsgstr \"\"\n\"X: y\\n\"\n\"Language: hi@latin\\n\"\n") ==
          "hi-Latn");
    CHECK(language_of_po("msgid \"\"\nmsgstr \"Language: pt_BR\\n\"\n") == "pt-BR");
}

TEST_CASE("a text is shown on its screen: as a question, a row, a line above, alone, as an SMS") {
    std::string const english =
        haatline::menus::test::po(texts_with({{"first@sms", "SMS {n}"}, {"first", "Which {n}?"}}));
    std::string const toml =
        "code = \"en\"\nown_name = \"E\"\nlatin_name = \"E\"\ndial_suffix = \"20\"\n";
    std::vector<Embedded> const files{{"locales/en/language.toml", toml},
                                      {"locales/en/messages.po", english}};
    std::vector<Problem> problems;
    std::string const flow = frame + sound;
    Embedded const flows{"menus/flows/test.yaml", flow};
    auto const menu = Menu::load({&flows, 1}, problems);
    auto const words = Catalogue::load(files, problems);
    REQUIRE(menu.has_value());
    REQUIRE(words.has_value());
    Screens const screens(*menu, *words, {160, 80});
    auto const shown = [&](std::string_view key) {
        std::ostringstream out;
        for (auto const& screen : screens.of(key, "en")) write_box(screen, out);
        return out.str();
    };
    std::string const first = shown("first");
    INFO(first);
    CHECK(first.starts_with("┌─ first, "));
    CHECK(first.find("│ Which ") != std::string::npos);
    CHECK(first.ends_with("│ 1 T first.1\n└─\n"));
    CHECK(shown("first.1") == first);
    CHECK(shown("err.input") == "┌─ alone, 11 of 160\n│ T err.input\n└─\n");
    CHECK(shown("first@sms").starts_with("┌─ sms, "));
    CHECK(shown("first@sms").find(" units of gsm7-default in 1 segment\n│ SMS ") !=
          std::string::npos);
    CHECK(screens.where("first").size() == 1);
    CHECK(screens.where("err.input").empty());
}

TEST_CASE("a screen cannot steer the terminal it is shown on") {
    std::ostringstream out;
    write_box({"a\u009B", "one\xC2\x9B[31m\n\n\u202Etwo\x1B\n"}, out);
    CHECK(out.str() == "┌─ a\uFFFD\n│ one\uFFFD[31m\n│ \n│ \uFFFDtwo␛\n│ \n└─\n");
}
