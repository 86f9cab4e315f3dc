#include "locales/text/utf8.hpp"
#include "tests/support/catch.hpp"

#include <vector>

using haatline::text::append;
using haatline::text::code_points;
using haatline::text::cut_before;
using haatline::text::kIllFormed;
using haatline::text::next_code_point;
using haatline::text::well_formed;

namespace {

std::vector<char32_t> read_all(std::string_view text) {
    std::vector<char32_t> codes;
    for (std::size_t at = 0; at < text.size();) codes.push_back(next_code_point(text, at));
    return codes;
}

} // namespace

TEST_CASE("code points of every length are read and written back") {
    std::string const text = "a\u00e9\u0939\U0001F33E\u07ff\uffff\U0010FFFF";
    std::vector<char32_t> const codes{U'a', 0xE9, 0x939, 0x1F33E, 0x7FF, 0xFFFF, 0x10FFFF};
    CHECK(read_all(text) == codes);
    std::string written;
    for (char32_t const code : codes) append(written, code);
    CHECK(written == text);
}

TEST_CASE("ill-formed sequences are named and never read past the end") {
    std::string const ill_formed[] = {
        "\x80",             // a tail without a lead
        "\xC0\xAF",         // overlong slash
        "\xC1\x81",         // overlong A
        "\xE0\x80\xAF",     // overlong in three
        "\xF0\x80\x80\xAF", // overlong in four
        "\xED\xA0\x80",     // a surrogate
        "\xF4\x90\x80\x80", // above U+10FFFF
        "\xF8\x88\x80\x80\x80",
        "\xFE",
        "\xFF",
        "\xE0\xA4",     // cut short
        "\xF0\x9F\x8C", // cut short
        "\xC3",         // cut short
        "\xC3(",
        "\xE2\x82(",
        "\xE2(\xAC",
    };
    for (std::string const& bytes : ill_formed) {
        INFO(bytes.size());
        CHECK_FALSE(well_formed(bytes));
        CHECK_FALSE(well_formed("अ" + bytes));
        CHECK(read_all(bytes).front() == kIllFormed);
    }
    CHECK(well_formed(""));
    CHECK(well_formed("अचार ₹ 🌾"));
}

TEST_CASE("after an ill-formed byte reading goes on with the next letter") {
    CHECK(read_all("\xE0\xA4"
                   "b") == std::vector<char32_t>{kIllFormed, kIllFormed, U'b'});
    CHECK(read_all("\xFF\u0939") == std::vector<char32_t>{kIllFormed, 0x939});
}

TEST_CASE("a text is counted in code points and cut between them") {
    CHECK(code_points("") == 0);
    CHECK(code_points("aé₹🌾") == 4);
    std::string_view const text = "aé₹🌾"; // 1, 2, 3 and 4 octets
    std::size_t const cuts[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    for (std::size_t at = 0; at < std::size(cuts); ++at) CHECK(cut_before(text, at) == cuts[at]);
    CHECK(cut_before("\x80\x80", 1) == 0); // also where nothing begins
    CHECK(cut_before("", 5) == 0);
}
