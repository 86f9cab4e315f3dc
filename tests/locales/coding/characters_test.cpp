#include "locales/coding/characters.hpp"
#include "locales/coding/spelling.hpp"
#include "tests/locales/coding/gsm7_alphabet.hpp"
#include "tests/support/catch.hpp"

#include <fstream>
#include <map>
#include <sstream>
#include <string>

using namespace haatline::coding;

namespace {

/// alphabets.txt read once more, by other code than make_cells.py.
struct Sheet {
    std::map<std::pair<unsigned, bool>, std::vector<char32_t>> rows;
    std::vector<std::string> special;
    std::size_t pairs = 0;
};

Sheet read_sheet() {
    Sheet sheet;
    std::ifstream file(HAATLINE_SOURCE_DIR "/locales/coding/alphabets.txt");
    unsigned table = 0;
    bool locking = true;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string word;
        if (!(words >> word) || word == "#") continue;
        if (word == "alphabet") {
            words >> table;
        } else if (word == "locking" || word == "single") {
            locking = word == "locking";
        } else if (word == "risky" || word == "decoded") {
            sheet.special.push_back(line);
        } else if (word == "pair") {
            ++sheet.pairs;
        } else {
            do {
                sheet.rows[{table, locking}].push_back(
                    word == "-" ? 0 : static_cast<char32_t>(std::stoul(word, nullptr, 16)));
            } while (words >> word);
        }
    }
    return sheet;
}

bool escape_or_control(unsigned septet) {
    return septet == 0x0A || septet == 0x0D || septet == 0x1B;
}

} // namespace

TEST_CASE("every cell of alphabets.txt stands in the tables") {
    Sheet const sheet = read_sheet();
    CHECK(sheet.rows.size() == 27); // Spanish has a single table only
    CHECK(sheet.pairs == kPairCount);
    std::vector<char32_t> const empty(128, 0);
    for (unsigned table = 0; table < cells::kTables; ++table)
        for (bool const locking : {true, false}) {
            INFO(table << (locking ? " locking" : " single"));
            auto const found = sheet.rows.find({table, locking});
            auto const& expected = found == sheet.rows.end() ? empty : found->second;
            auto const& row = (locking ? cells::kLocking : cells::kSingle)[table];
            CHECK(std::vector<char32_t>(row.begin(), row.end()) == expected);
        }
    CHECK(sheet.special ==
          std::vector<std::string>{"risky 7 locking 24 0CA1", "decoded 12 single 65 20AC",
                                   "risky 11 single 24 0BEE", "risky 12 single 22 0C6C",
                                   "risky 12 single 23 0C6D"});
}

TEST_CASE("every cell that is sent is found again by its character, the lower of two") {
    std::size_t sent = 0, twice = 0;
    for (std::uint8_t table = 0; table < cells::kTables; ++table)
        for (bool const locking : {true, false})
            for (std::uint8_t septet = 0; septet < 128; ++septet) {
                char32_t const code = (locking ? cells::kLocking : cells::kSingle)[table][septet];
                if (code == 0 || (!locking && escape_or_control(septet))) continue;
                INFO(unsigned{table} << (locking ? " locking " : " single ") << unsigned{septet});
                auto const back = (locking ? characters.locking
                                           : characters.single)[table][character(code).number];
                CHECK(back <= septet);
                twice += back < septet;
                Class const by = held(
                    character(code).of_class < kPairClass ? character(code).of_class : 0, true);
                CHECK(((locking ? by.locking : by.single) >> table & 1) == 1);
                ++sent;
            }
    CHECK(sent == 2416);
    CHECK(twice == 20); // ¡ and * in the ten Indian single tables
}

TEST_CASE("page break, CR2 and the escape are characters of no table") {
    CHECK(character(0x000C).number == 0);
    CHECK(character(0x001B).number == 0);
    CHECK(character(U'\u20B9').number == 0);
    CHECK(character(0x200C).number == 0);
    CHECK(character(0x10FFFF).number == 0);
}

TEST_CASE("a risky cell counts only where the route takes it") {
    for (auto const& cell : cells::kRisky) {
        Tables const tables{cell.locking ? cell.table : std::uint8_t{0},
                            cell.locking ? std::uint8_t{0} : cell.table};
        auto const of_class = character(cell.code).of_class;
        CHECK(septets_of(held(of_class, false), tables) == 0);
        CHECK(septets_of(held(of_class, true), tables) == (cell.locking ? 1U : 2U));
    }
    // Read, never sent: only the tables of other alphabets have the euro sign.
    CHECK(characters.single[12][character(U'€').number] == kNoCell);
}

TEST_CASE("the alphabet of USSD screens is table 0") {
    for (std::size_t septet = 0; septet < 128; ++septet)
        if (septet != kEscape) CHECK(gsm7::kDefault[septet] == cells::kLocking[0][septet]);
    for (auto const& cell : gsm7::kExtension)
        CHECK(cells::kSingle[0][cell.septet] == cell.code_point);
}
