#include "locales/catalogue.hpp"
#include "tests/support/catch.hpp"

#include <atomic>
#include <thread>

using namespace haatline;

namespace {

constexpr std::string_view kEnToml =
    "code = \"en\"\nown_name = \"English\"\nlatin_name = \"English\"\ndial_suffix = \"20\"\n";
constexpr std::string_view kHiToml = "code = \"hi\"\nown_name = \"हिन्दी\"\nlatin_name = "
                                     "\"Hindi\"\ndial_suffix = \"22\"\nneeds_ucs2 = true\n";
constexpr std::string_view kMrToml =
    "code = \"mr\"\nown_name = \"मराठी\"\nlatin_name = \"Marathi\"\n"
    "dial_suffix = \"28\"\nfallback = \"hi\"\nneeds_ucs2 = true\n";
constexpr std::string_view kEnPo = R"(msgid ""
msgstr ""
"Language: en\n"

#. Asks for the PIN.
#. budget: ussd 160
msgctxt "reg.pin"
msgid "PIN code of your place?"
msgstr ""

msgctxt "reg.pin@sms"
msgid "Reply with your PIN code, {name}."
msgstr "Reply with your PIN code, {name}."

msgctxt "find.count"
msgid "{n, plural, one {# maker} other {# makers}} near {place}"
msgstr ""

msgctxt "only.english"
msgid "Only English"
msgstr ""
)";
constexpr std::string_view kHiPo = R"(msgid ""
msgstr ""

# draft: awaits a native reader
msgctxt "reg.pin"
msgid "PIN code of your place?"
msgstr "आपकी जगह का पिन कोड?"

msgctxt "find.count"
msgid "# makers near {place}"
msgstr "{place} के पास {n, plural, one {# निर्माता} other {# निर्माता}}"

msgctxt "only.english"
msgid "Only English"
msgstr ""
)";
constexpr std::string_view kMrPo = "msgctxt \"reg.pin@sms\"\nmsgid \"Reply with your PIN code, "
                                   "{name}.\"\nmsgstr \"{name}, पिन कोड पाठवा\"\n";

std::vector<Embedded> three_languages() {
    return {{"locales/en/language.toml", kEnToml}, {"locales/en/messages.po", kEnPo},
            {"locales/hi/language.toml", kHiToml}, {"locales/hi/messages.po", kHiPo},
            {"locales/mr/language.toml", kMrToml}, {"locales/mr/messages.po", kMrPo}};
}

Catalogue load(std::vector<Embedded> const& files) {
    std::vector<Problem> problems;
    auto catalogue = Catalogue::load(files, problems);
    for (Problem const& problem : problems)
        UNSCOPED_INFO(problem.file << ":" << problem.line << ": " << problem.what);
    REQUIRE(problems.empty());
    REQUIRE(catalogue);
    return std::move(*catalogue);
}

/// The problems of three good languages with one file put in place of its own.
std::vector<std::string> problems_with(std::string_view path, std::string_view content) {
    auto files = three_languages();
    for (Embedded& file : files)
        if (file.path == path) file.content = content;
    std::vector<Problem> problems;
    (void)Catalogue::load(files, problems);
    std::vector<std::string> told;
    for (Problem const& problem : problems)
        told.push_back(problem.file + ":" + std::to_string(problem.line) + ": " + problem.what);
    return told;
}

} // namespace

TEST_CASE("the texts that travel in the binary load without a problem") {
    auto const catalogue =
        load({locales::embedded_files().begin(), locales::embedded_files().end()});
    for (std::string_view const code : {"en", "hi", "hi-Latn"}) {
        INFO(code);
        REQUIRE(catalogue.language(code) != nullptr);
    }
    CHECK(catalogue.language("hi")->dial_suffix == "22");
    CHECK(catalogue.language("hi")->needs_ucs2);
    CHECK_FALSE(catalogue.language("hi-Latn")->needs_ucs2);
}

TEST_CASE("a text is found by key, language and channel") {
    auto const words = load(three_languages());
    Values const asha{{"name", "Asha"}};
    CHECK(words.format("reg.pin", "hi", "ussd", {}) == "आपकी जगह का पिन कोड?");
    CHECK(words.format("reg.pin", "en", "sms", asha) == "Reply with your PIN code, Asha.");
    CHECK(words.format("reg.pin", "en", "", {}) == "PIN code of your place?");
    CHECK(words.format("reg.pin", "mr", "sms", asha) == "Asha, पिन कोड पाठवा");
    CHECK(words.format("find.count", "hi", "ussd", {{"n", "3"}, {"place", "विल्लुपुरम"}}) ==
          "विल्लुपुरम के पास 3 निर्माता");
}

TEST_CASE("a text that a language lacks comes from its fallback, then from English") {
    auto const words = load(three_languages());
    CHECK(words.format("reg.pin", "mr", "ussd", {}) == "आपकी जगह का पिन कोड?");
    CHECK(words.format("only.english", "mr", "ussd", {}) == "Only English");
    CHECK(words.format("only.english", "hi", "ussd", {}) == "Only English");
    // Hindi has no SMS wording of its own; its base text is closer to the reader than English.
    CHECK(words.format("reg.pin", "hi", "sms", {}) == "आपकी जगह का पिन कोड?");
    CHECK(words.format("reg.pin", "xx", "ussd", {}) == "PIN code of your place?");
    CHECK(words.format("reg.pin", "", "ussd", {}) == "PIN code of your place?");
}

TEST_CASE("a key that nobody wrote shows itself and is never an empty screen") {
    auto const words = load(three_languages());
    CHECK(words.format("no.such.key", "hi", "ussd", {}) == "no.such.key");
    CHECK_FALSE(words.has("no.such.key", "en"));
}

TEST_CASE("what a language has itself is told without its fallback") {
    auto const words = load(three_languages());
    CHECK(words.has("reg.pin", "hi"));
    CHECK_FALSE(words.has("only.english", "hi"));
    CHECK(words.has("reg.pin@sms", "en"));
    CHECK_FALSE(words.has("reg.pin@sms", "hi"));
    CHECK(words.has("reg.pin@sms", "mr"));
    CHECK_FALSE(words.has("reg.pin", "mr"));
    CHECK_FALSE(words.has("reg.pin", "xx"));
}

TEST_CASE("translators' notes reach the checker") {
    auto const words = load(three_languages());
    auto const& english = words.messages("en");
    REQUIRE(english.size() == 4);
    CHECK(english[0].key == "reg.pin");
    CHECK(english[0].text == "PIN code of your place?");
    CHECK(english[0].description == "Asks for the PIN.");
    CHECK(english[0].budget_units == 160);
    CHECK(english[0].file == "locales/en/messages.po");
    CHECK(english[0].line == 7);

    auto const& hindi = words.messages("hi");
    REQUIRE(hindi.size() == 2); // an untranslated message is not one
    CHECK(hindi[0].draft);
    CHECK_FALSE(hindi[0].stale);
    CHECK_FALSE(hindi[1].draft);
    CHECK(hindi[1].stale); // made from an older English text
    CHECK(words.messages("xx").empty());
    CHECK(Catalogue::arguments_of(hindi[1].text).value() == std::vector<std::string>{"place", "n"});
    CHECK_FALSE(Catalogue::arguments_of("{"));
}

TEST_CASE("languages stand in the order of their codes") {
    auto const words = load(three_languages());
    std::vector<std::string> codes;
    for (Language const& language : words.languages()) codes.push_back(language.code);
    CHECK(codes == std::vector<std::string>{"en", "hi", "mr"});
    CHECK(words.language("mr")->fallback == "hi");
    CHECK(words.language("hi")->fallback == "en");
    CHECK(words.language("en")->fallback.empty());
    CHECK(words.language("xx") == nullptr);
}

TEST_CASE("languages stand where their files place them, and as an operator offers them") {
    auto files = three_languages();
    std::string const mr = std::string(kMrToml) + "place = 1\n",
                      en = std::string(kEnToml) + "place = 2\n";
    for (auto& file : files) {
        if (file.path == "locales/mr/language.toml") file.content = mr;
        if (file.path == "locales/en/language.toml") file.content = en;
    }
    auto words = load(files);
    auto const offered = [&] {
        std::vector<std::string> out;
        for (Language const& language : words.offered()) out.push_back(language.code);
        return out;
    };
    CHECK(offered() == std::vector<std::string>{"mr", "en", "hi"}); // Hindi has no place: last
    CHECK(words.format("reg.pin", "en", "", {}) == "PIN code of your place?");

    std::vector<std::string> const two{"hi", "mr"};
    CHECK(words.offer(two));
    CHECK(offered() == two);
    CHECK(words.language("en") != nullptr); // not asked for, still spoken

    auto const told = [&](std::vector<std::string> const& codes) {
        return words.offer(codes).error().detail;
    };
    CHECK(told({"hi", "xx"}) ==
          "languages: \"xx\" is no folder under locales/; take it out or add it");
    CHECK(told({"hi", "hi"}) == "languages: \"hi\" stands twice; once is enough");
    CHECK(told({}) == "languages: an empty list offers nothing; name one, or take the key out");
    CHECK(offered() == two);

    CHECK(problems_with("locales/mr/language.toml", std::string(kMrToml) + "place = 0\n").size() ==
          1);
}

TEST_CASE("faults in texts are told with file, line and remedy") {
    auto const syntax =
        problems_with("locales/hi/messages.po", "msgctxt \"reg.pin\"\nmsgid \"PIN code of your "
                                                "place?\"\nmsgstr \"{n, plural, one {x}}\"\n");
    REQUIRE(syntax.size() == 1);
    CHECK(syntax[0].find("locales/hi/messages.po:3: \"reg.pin\": not ICU MessageFormat "
                         "(U_DEFAULT_KEYWORD_MISSING") == 0);

    CHECK(problems_with("locales/hi/messages.po",
                        "msgctxt \"reg.pni\"\nmsgid \"x\"\nmsgstr \"y\"\n") ==
          std::vector<std::string>{"locales/hi/messages.po:1: \"reg.pni\" is not among the English "
                                   "texts: correct the key or "
                                   "remove the message"});
    auto const differs = problems_with("locales/en/messages.po",
                                       "msgctxt \"reg.pin@sms\"\nmsgid \"x\"\nmsgstr \"y\"\n");
    REQUIRE_FALSE(differs.empty());
    CHECK(differs[0] == "locales/en/messages.po:1: \"reg.pin@sms\": English msgid and msgstr "
                        "differ: leave msgstr empty");
}

TEST_CASE("faults in language.toml are told with file, line and remedy") {
    auto told = [](std::string_view content) {
        return problems_with("locales/hi/language.toml", content);
    };
    using Told = std::vector<std::string>;
    std::string const good(kHiToml);
    CHECK(told(good + "colour = \"red\"\n") ==
          Told{"locales/hi/language.toml:6: colour is no key of language.toml: remove it, or see "
               "locales/README.md"});
    CHECK(told(good + "fallback = 3\n") ==
          Told{"locales/hi/language.toml:6: fallback is a text: write it in double quotes"});
    CHECK(told(good + "fallback = \"xx\"\n") ==
          Told{"locales/hi/language.toml:1: fallback \"xx\" is no folder of locales"});
    CHECK(
        told("code = \"hi\"\nown_name = \"हिन्दी\"\ndial_suffix = \"2x\"\nneeds_ucs2 = \"yes\"\n") ==
        Told{"locales/hi/language.toml:4: needs_ucs2 is true or false",
             "locales/hi/language.toml:1: latin_name is missing: write latin_name = \"…\"",
             "locales/hi/language.toml:3: dial_suffix is dialled: digits only, as in \"22\""});
    CHECK(told("code = \"te\"\nown_name = \"x\"\nlatin_name = \"x\"\ndial_suffix = \"28\"\n") ==
          Told{"locales/hi/language.toml:1: code is \"te\" but the folder is \"hi\": make them the "
               "same",
               "locales/mr/language.toml:1: dial_suffix 28 is taken by \"hi\": choose another"});
    auto const broken = told("code = \n");
    REQUIRE(broken.size() >= 1);
    CHECK(broken[0].find("locales/hi/language.toml:1: not TOML: ") == 0);
}

TEST_CASE("a folder with half a language is told, and without English there is no catalogue") {
    std::vector<Problem> problems;
    auto files = three_languages();
    files.erase(files.begin() + 3);
    REQUIRE(Catalogue::load(files, problems));
    REQUIRE(problems.size() == 2); // hi, and mr that falls back to it
    CHECK(problems[0].what ==
          "messages.po is missing beside this file: add it or remove the folder");

    auto const none = Catalogue::load(std::span(files).subspan(2), problems);
    REQUIRE_FALSE(none);
    CHECK(none.error().code == Errc::invalid_config);
    CHECK_FALSE(Catalogue::load({}, problems));
}

TEST_CASE("fallbacks in a circle end in English") {
    auto files = three_languages();
    std::string const circular = std::string(kHiToml) + "fallback = \"mr\"\n";
    files[2].content = circular;
    auto const words = load(files);
    CHECK(words.format("only.english", "hi", "ussd", {}) == "Only English");
    CHECK(words.format("reg.pin", "mr", "ussd", {}) == "आपकी जगह का पिन कोड?");
}

TEST_CASE("a catalogue outlives the files it was read from") {
    auto catalogue = [] {
        std::string const en_po(kEnPo), hi_po(kHiPo);
        return load({{"x/en/language.toml", kEnToml},
                     {"x/en/messages.po", en_po},
                     {"x/hi/language.toml", kHiToml},
                     {"x/hi/messages.po", hi_po}});
    }();
    CHECK(catalogue.format("reg.pin", "hi", "ussd", {}) == "आपकी जगह का पिन कोड?");
}

TEST_CASE("threads fill texts at once and each gets its own") {
    auto const words = load(three_languages());
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 2000; ++i) {
                std::string const n = std::to_string(t * 2000 + i + 2), place = "P" + n;
                if (words
                        .format("find.count", t % 2 == 0 ? "en" : "hi", "ussd",
                                {{"n", n}, {"place", place}})
                        .find(place) == std::string::npos)
                    ++wrong;
            }
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong == 0);
}
