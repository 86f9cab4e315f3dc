#include "locales/spoken/table_reader.hpp"
#include "locales/spoken/voices.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>

#include <algorithm>

using namespace haatline;
using namespace haatline::spoken;

namespace {

/// The English table of the house: what the tests below break in one place each.
std::string english() {
    for (auto const& file : locales::embedded_files())
        if (file.path == "locales/en/numbers.toml") return std::string(file.content);
    return {};
}

/// `text` with the first `from` replaced; the line it stood on is what a fault must name.
struct Broken {
    std::string text;
    int line;
};
Broken broken(std::string const& from, std::string const& to) {
    auto text = english();
    auto const at = text.find(from);
    REQUIRE(at != text.npos);
    int const line = 1 + static_cast<int>(std::count(
                             text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    return {text.replace(at, from.size(), to), line};
}

std::vector<std::string> faults(std::string const& content) {
    std::vector<Problem> problems;
    auto const table = read_table("en", "en/numbers.toml", content, problems);
    CHECK(table.has_value() == problems.empty());
    std::vector<std::string> out;
    for (auto const& each : problems)
        out.push_back(fmt::format("{}:{}: {}", each.file, each.line, each.what));
    return out;
}

} // namespace

TEST_CASE("the tables of the house are read without a fault") {
    std::vector<Problem> problems;
    auto const voices = Voices::load(locales::embedded_files(), problems);
    CHECK(problems.empty());
    CHECK(voices.tables() == 13);
    CHECK(voices.drafts() == 13); // nobody has listened yet; a reader sets status = "read"
    CHECK(voices.languages().size() == 14);
}

TEST_CASE("a fault in a table is told with file, line and remedy") {
    struct Case {
        std::string from, to, what;
    };
    for (auto const& [from, to, what] : {
             Case{"\"nineteen\"]", "\"nineteen\", \"twenty\"]",
                  "[words] 10-19 has 11 words and needs 10: write 10-19 = [\"…\", …]"},
             Case{", \"nine\"]", "]",
                  "[words] 0-9 has 9 words and needs 10: write 0-9 = [\"…\", …]"},
             Case{"\"nineteen\"]", "\"nine\"]",
                  "[words] 10-19 says 9 and 19 alike, \"nine\": correct one of them"},
             Case{"\"nineteen\"]", "\"\"]",
                  "[words] 10-19 holds what nobody can say: write each word in double quotes, "
                  "without commas, at most 96 bytes"},
             Case{"\"nineteen\"]", "19]",
                  "[words] 10-19 holds what nobody can say: write each word in double quotes, "
                  "without commas, at most 96 bytes"},
             Case{"\"nineteen\"]", "\"nine,teen\"]",
                  "[words] 10-19 holds what nobody can say: write each word in double quotes, "
                  "without commas, at most 96 bytes"},
             Case{"word = \"thousand\"", "wort = \"thousand\"",
                  "[hazar] wort is no key of numbers.toml: remove it, or see "
                  "locales/spoken/README.md"},
             Case{"year = \"pairs\"", "year = \"triples\"",
                  "year is \"cardinal\", \"hundreds\" or \"pairs\""},
             Case{"date = \"day month year\"", "date = \"day month\"",
                  "date is the order of day, month and year, as in \"day month year\""},
             Case{"date = \"day month year\"", "date = \"day day year\"",
                  "date is the order of day, month and year, as in \"day month year\""},
             Case{"status = \"draft\"", "status = \"done\"",
                  "status is \"draft\", or \"read\" once a native reader agreed"},
             Case{"rupee = [\"rupee\", \"rupees\"]", "rupee = [\"a\", \"b\", \"c\"]",
                  "[money] rupee has 3 words and needs 1 to 2: write rupee = [\"…\", …]"},
             Case{"word = \"lakh\"", "word = \"lakh\"\nbare_one = 1",
                  "[lakh] bare_one is true or false"},
             Case{"word = \"lakh\"", "word = \"lakh\"\n[lakh.whole]\n100 = [\"x\"]",
                  "[lakh.whole] 100 is none of the numbers 1 to 99: correct it or take it out"},
             Case{"word = \"lakh\"", "word = \"lakh\"\n[lakh.whole]\n01 = [\"x\"]",
                  "[lakh.whole] 01 is none of the numbers 1 to 99: correct it or take it out"},
             Case{"dozen = [", "maund = [\"maund\"]\ndozen = [",
                  "[units] maund is no key of numbers.toml: remove it, or see "
                  "locales/spoken/README.md"},
         }) {
        INFO(to);
        auto const [text, line] = broken(from, to);
        auto const told = faults(text);
        auto const expected = std::find_if(told.begin(), told.end(), [&](auto const& each) {
            return each.ends_with(": " + what);
        });
        REQUIRE(expected != told.end());
        int const added = static_cast<int>(std::count(to.begin(), to.end(), '\n'));
        bool const named = expected->find(fmt::format(":{}: ", line)) != std::string::npos ||
                           expected->find(fmt::format(":{}: ", line + added)) != std::string::npos;
        CHECK(named);
    }
}

TEST_CASE("what is missing is told once, with what to write") {
    CHECK(faults(broken("point = \"point\"\n", "").text) ==
          std::vector<std::string>{"en/numbers.toml:1: point is missing: write point = \"…\""});
    CHECK(faults(broken("[karod] # crore\nword = \"crore\"\n", "").text) ==
          std::vector<std::string>{"en/numbers.toml:1: karod is missing: write a table [karod]"});
    CHECK(faults("status = 'draft").size() == 1);
    CHECK(faults("status = 'draft").front().find("en/numbers.toml:1: not TOML: ") == 0);
    CHECK(faults("").size() == 13);
    CHECK(faults("words = 1").size() == 13);
}

TEST_CASE("a language borrows the voice of one that has words of its own") {
    auto const own = english();
    std::vector<Problem> problems;
    std::vector<Embedded> const files{{"x/en/numbers.toml", own},
                                      {"x/en-IN/numbers.toml", "same_as = \"en\"\n"},
                                      {"x/aa/numbers.toml", "same_as = \"en-IN\"\n"},
                                      {"x/bb/numbers.toml", "same_as = \"zz\"\nyear = \"x\"\n"},
                                      {"x/cc/messages.po", "nothing of ours"}};
    auto const voices = Voices::load(files, problems);
    CHECK(voices.languages() == std::vector<std::string>{"en", "en-IN"});
    CHECK(voices.of("en-IN") == voices.of("en"));
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].file == "x/bb/numbers.toml");
    CHECK(problems[0].line == 2);
    CHECK(problems[1].what == "same_as \"en-IN\": that language has no words of its own; name one "
                              "that has");
}

TEST_CASE("a folder with numbers and no texts yet is no language of the catalogue, and no fault") {
    std::vector<Embedded> files(locales::embedded_files().begin(), locales::embedded_files().end());
    std::vector<Problem> before, problems;
    auto const whole = Catalogue::load(files, before);
    auto const own = english();
    files.push_back({"locales/zz/numbers.toml", own});
    auto const words = Catalogue::load(files, problems);
    REQUIRE(words);
    CHECK(problems.size() == before.size());
    CHECK(words->language("zz") == nullptr);
    CHECK(words->languages().size() == whole->languages().size());
}
