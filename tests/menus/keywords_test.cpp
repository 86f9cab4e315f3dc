#include "base/csv.hpp"
#include "locales/text/clean.hpp"
#include "locales/text/utf8.hpp"
#include "menus/keywords.hpp"
#include "tests/support/catch.hpp"

#include <fstream>
#include <set>
#include <sstream>

using namespace haatline;
using menus::Command;
using menus::Keywords;

namespace {

std::string file(std::string const& path) {
    std::ifstream in(std::string(HAATLINE_SOURCE_DIR) + "/" + path);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

Keywords const& words() { return Keywords::shipped(); }

std::string named(std::string_view text) {
    auto const command = words().command(text);
    return command ? command->name : "";
}

/// Every word one slip away: a letter missing, doubled, changed places, or another.
std::set<std::string> slips_of(std::string const& word) {
    std::u32string letters;
    for (std::size_t at = 0; at < word.size();) letters += text::next_code_point(word, at);
    std::u32string const others = U"aeiouhnyksn\u093E\u093F\u0902\u0C3E\u0BBE\u09BE\u06CC\u0AC0";
    std::set<std::string> out;
    auto const add = [&](std::u32string const& slipped) {
        std::string text;
        for (char32_t const code : slipped) text::append(text, code);
        out.insert(text::match_key(text));
    };
    for (std::size_t i = 0; i < letters.size(); ++i) {
        auto missing = letters, doubled = letters, swapped = letters;
        missing.erase(i, 1);
        doubled.insert(i, 1, letters[i]);
        if (i + 1 < letters.size()) std::swap(swapped[i], swapped[i + 1]);
        for (auto const& slipped : {missing, doubled, swapped}) add(slipped);
        for (char32_t const other : others) {
            auto changed = letters, more = letters;
            changed[i] = other;
            more.insert(i, 1, other);
            add(changed);
            add(more);
        }
    }
    return out;
}

} // namespace

TEST_CASE("the table of keywords reads, and no word stands for two commands") {
    auto const read = Keywords::read(file("data/keywords.csv"));
    if (!read) FAIL(read.error().detail);
    CHECK(read->words().size() > 400);
    CHECK(read->words().size() == words().words().size());
    std::set<std::string> commands;
    for (auto const& word : words().words()) commands.insert(word.command);
    CHECK(commands.size() == 34); // the twenty of the grammar, and the words that answer them
}

TEST_CASE("every word of the table is its command, in capitals and small letters") {
    for (auto const& word : words().words()) {
        INFO(word.key);
        CHECK(words().command(word.key) == Command{word.command, true, ""});
        CHECK(words().command("  " + word.key + "। ") == Command{word.command, true, ""});
    }
    CHECK(named("Find ACHAR") == "FIND");
    CHECK(words().command("please khojo achar 844101") == Command{"FIND", true, "achar 844101"});
    CHECK(words().command("मुझे अचार बेचना है ५० किलो") == Command{"SELL", true, "50 किलो"});
    CHECK(words().command("કાઢી નાખો ૧૨૩૪") == Command{"DELETE", true, "1234"});
}

TEST_CASE("a word of weight is met letter for letter alone") {
    std::size_t tried = 0;
    for (auto const& word : words().words()) {
        if (!word.exact_only) continue;
        for (auto const& slip : slips_of(word.key)) {
            auto const command = words().command(slip);
            if (!command) continue;
            INFO(word.key << " -> " << slip << " -> " << command->name);
            bool const weighty = command->name == "YES" || command->name == "NO" ||
                                 command->name == "STOP" || command->name == "DELETE";
            // Where it is one of those, it is so because the slip is itself a word of the table.
            CHECK((!weighty || command->exact));
            ++tried;
        }
    }
    CHECK(tried > 50);
    for (auto const* near :
         {"haaan", "nahii", "stopp", "sthop", "స్టాప్", "bandd", "delet", "हांन", "rokko"})
        CHECK((words().command(near) == std::nullopt || words().command(near)->name == "FIND"));
}

TEST_CASE("STOP among the first three words wins over every other") {
    CHECK(named("sell stop") == "STOP");
    CHECK(named("బంద్") == "STOP"); // as it is said, beside what it is called
    CHECK(words().command("mujhe khabar band karo") == Command{"STOP", true, "karo"});
    CHECK(named("yes no STOP") == "STOP");
    CHECK(named("find the best stop") == "FIND"); // the fourth
}

TEST_CASE("other commands are met spelt otherwise and in other letters") {
    for (auto const* typed : {"khojjo", "khoojo", "ఖోజో", "کھوجو"}) {
        INFO(typed);
        CHECK(words().command(typed) == Command{"FIND", false, ""});
    }
    CHECK(words().command("yojnaa machine") == Command{"SCHEME", false, "machine"});
    CHECK(named("jodo") == "TALK"); // one letter from judo, which is REG
    CHECK(named("judo") == "REG");
    for (auto const* none : {"", "!?", "achar", "123", "漢字", "\xFF\xFE", "q"})
        CHECK(named(none).empty());
}

TEST_CASE("no keyword is a product's word") {
    auto const content = file("data/products.csv");
    CsvReader reader(content);
    std::vector<std::string> columns, fields;
    reader.next(columns);
    while (reader.next(fields))
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns[i] != "words" && columns[i] != "weak") continue;
            std::istringstream each(fields[i]);
            for (std::string word; each >> word;) {
                auto const command = words().command(word);
                INFO(fields[0] << ": " << word);
                CHECK((!command || !command->exact));
            }
        }
}

TEST_CASE("a table with one word for two commands, or a torn row, is refused with its place") {
    auto const twice = Keywords::read(
        "canonical,latin_synonyms,hi,exact_only,status\nYES,HAAN,,yes,draft\nNO,HAAN,,yes,draft\n");
    REQUIRE_FALSE(twice);
    CHECK(twice.error().detail.find("haan") != std::string::npos);
    auto const torn = Keywords::read("canonical,latin_synonyms,hi,exact_only,status\nYES,HAAN\n");
    REQUIRE_FALSE(torn);
    CHECK(torn.error().detail.find("keywords.csv:2") != std::string::npos);
}
