// Flow files: the YAML reader, and the checker on whatever it could read.
#include "gateway/app/program.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/menus/small_frame.hpp"

#include <string>

using namespace haatline;
using fuzz::expect;

namespace {

/// English alone: the checker does the same work for every language.
Catalogue const& words() {
    static Catalogue const all = [] {
        std::vector<Problem> problems;
        std::vector<Embedded> english;
        for (auto const& file : locales::embedded_files())
            if (file.path.find("locales/en/") != std::string_view::npos) english.push_back(file);
        auto read = Catalogue::load(english, problems);
        expect(read.has_value(), "the shipped words load");
        return std::move(*read);
    }();
    return all;
}

void load_and_check(std::vector<Embedded> const& files) {
    std::vector<Problem> problems;
    auto const menu = menus::Menu::load(files, problems);
    for (auto const& problem : problems)
        expect(!problem.what.empty() && problem.line >= 0, "a problem says what and where");
    if (!menu) return;
    auto const report = menus::check(*menu, words(), problems, {{"160/60", {160, 60}}});
    expect(problems.empty() || !report.ok(), "a file with problems is never called good");
}

} // namespace

HAATLINE_FUZZ_TARGET(menu) {
    fuzz::Bytes bytes(input);
    bool const framed = bytes.below(2) == 1;
    std::string content(bytes.rest());
    if (framed) content.insert(0, menus::test::small_frame);
    load_and_check({{"menus/flows/fuzz.yaml", content}});
}
