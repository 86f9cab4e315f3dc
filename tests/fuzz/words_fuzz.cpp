// Translators' files: PO with ICU MessageFormat, language.toml, and filling what was compiled.
#include "base/values.hpp"
#include "locales/catalogue.hpp"
#include "locales/message.hpp"
#include "tests/fuzz/target.hpp"

#include <string>

using namespace haatline;
using fuzz::expect;

namespace {

constexpr std::string_view english =
    "code = \"en\"\nown_name = \"English\"\nlatin_name = \"English\"\ndial_suffix = \"20\"\n";
constexpr std::string_view english_words =
    "msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n\nmsgctxt \"a\"\nmsgid \"{n, plural, one {# "
    "row} other {# rows}} of {name}\"\nmsgstr \"\"\n";

void fill(Catalogue const& words) {
    Values const with{{"n", "99+"}, {"name", "Asha"}, {"x", "2"}};
    for (auto const& language : words.languages())
        for (auto const& message : words.messages(language.code))
            (void)words.format(message.key, language.code, "ussd", with);
}

void load(std::string_view toml, std::string_view po, bool as_english) {
    std::vector<Embedded> files;
    if (!as_english) {
        files.push_back({"locales/en/language.toml", english});
        files.push_back({"locales/en/messages.po", english_words});
    }
    files.push_back({as_english ? "locales/en/language.toml" : "locales/hi/language.toml", toml});
    files.push_back({as_english ? "locales/en/messages.po" : "locales/hi/messages.po", po});
    std::vector<Problem> problems;
    auto const words = Catalogue::load(files, problems);
    for (auto const& problem : problems) expect(!problem.what.empty(), "a problem says what");
    if (words) fill(*words);
}

void compile(std::string_view text) {
    auto const message = Message::compile(text);
    auto const arguments = Catalogue::arguments_of(text);
    expect(message.has_value() == arguments.has_value(), "both readers agree on what is a text");
    if (!message) return;
    static Plurals const plurals("hi");
    for (auto const* value : {"", "1", "2", "99+", "-1", "1e9", "999999999999999999999"}) {
        Values with;
        for (auto const& name : *arguments) with.set(name, value);
        std::string out;
        message->append_to(out, with, plurals);
    }
}

} // namespace

HAATLINE_FUZZ_TARGET(words) {
    fuzz::Bytes bytes(input);
    switch (bytes.below(4)) {
    case 0:
        return compile(bytes.rest());
    case 1:
        return load(english, bytes.rest(), true);
    case 2:
        return load("code = \"hi\"\nown_name = \"Hindi\"\nlatin_name = \"Hindi\"\ndial_suffix = "
                    "\"22\"\nneeds_ucs2 = true\n",
                    bytes.rest(), false);
    default:
        return load(bytes.rest(), english_words, false);
    }
}
