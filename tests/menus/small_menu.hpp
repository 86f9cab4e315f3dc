#pragma once

#include "menus/check.hpp"
#include "tests/menus/small_frame.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

/// Little menus for the reader and the checker: a sound frame, into which a test writes what is
/// broken.
namespace haatline::menus::test {

inline std::string const frame(small_frame);

inline std::string const sound = R"(  first:
    choice:
      1: bye
)";

inline std::vector<Problem> read_problems(std::string const& content) {
    std::vector<Problem> problems;
    Embedded const file{"menus/flows/test.yaml", content};
    (void)Menu::load({&file, 1}, problems);
    return problems;
}

/// "27: what"
inline std::vector<std::string> said(std::vector<Problem> const& problems) {
    std::vector<std::string> out;
    for (auto const& p : problems) out.push_back(fmt::format("{}: {}", p.line, p.what));
    return out;
}

inline std::string po(std::vector<std::pair<std::string, std::string>> const& texts) {
    std::string out = "msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n\n";
    for (auto const& [key, text] : texts)
        out += fmt::format("msgctxt \"{}\"\nmsgid \"{}\"\nmsgstr \"\"\n\n", key, text);
    return out;
}

inline std::vector<std::pair<std::string, std::string>> frame_texts() {
    std::vector<std::pair<std::string, std::string>> out;
    for (auto const* key :
         {"more", "back", "err.input", "err.row", "err.busy", "err.expired", "stopped", "stopped.1",
          "stopped.2", "trouble", "trouble.1", "ring", "bye", "first", "first.1"})
        out.emplace_back(key, std::string("T ") + key);
    return out;
}

using Texts = std::vector<std::pair<std::string, std::string>>;

/// The frame's texts and those given, which win; an empty one is taken out.
inline Texts texts_with(Texts const& more) {
    auto texts = frame_texts();
    for (auto const& [key, text] : more) {
        std::erase_if(texts, [&](auto const& t) { return t.first == key; });
        if (!text.empty()) texts.emplace_back(key, text);
    }
    return texts;
}

/// Flow files and locale files on their way through both loaders and the checker.
inline Report check_files(std::string const& flow, std::vector<Embedded> const& locales) {
    std::vector<Embedded> const flows{{"menus/flows/test.yaml", flow}};
    std::vector<Problem> problems;
    auto const menu = Menu::load(flows, problems);
    auto const catalogue = Catalogue::load(locales, problems);
    REQUIRE(menu.has_value());
    REQUIRE(catalogue.has_value());
    return check(*menu, *catalogue, problems, {{"160/80", {160, 80}}});
}

/// Checks frame + screens with the frame's texts and those given (which win).
inline Report check_menu(std::string const& screens, Texts const& more = {},
                         std::string const& language_toml = {}) {
    std::string const words = po(texts_with(more));
    std::string const toml = language_toml.empty()
                                 ? "code = \"en\"\nown_name = \"English\"\nlatin_name = "
                                   "\"English\"\ndial_suffix = \"20\"\n"
                                 : language_toml;
    return check_files(frame + screens,
                       {{"locales/en/language.toml", toml}, {"locales/en/messages.po", words}});
}

/// "menus/flows/test.yaml:27: what" of every finding of a level.
inline std::vector<std::string> findings(Report const& report, Finding::Level level) {
    std::vector<std::string> out;
    for (auto const& f : report.findings)
        if (f.level == level) out.push_back(fmt::format("{}:{}: {}", f.file, f.line, f.what));
    return out;
}
inline std::vector<std::string> errors(Report const& report) {
    return findings(report, Finding::Level::error);
}
inline std::vector<std::string> warnings(Report const& report) {
    return findings(report, Finding::Level::warning);
}

} // namespace haatline::menus::test
