#include "base/json_text.hpp"
#include "tests/support/catch.hpp"

using haatline::append_json_text;

namespace {

std::string quoted(std::string_view text) {
    std::string out;
    append_json_text(out, text);
    return out;
}

} // namespace

TEST_CASE("a text stands in JSON between quotes, letters of every script as they are") {
    CHECK(quoted("") == "\"\"");
    CHECK(quoted("Sita Foods, Hajipur") == "\"Sita Foods, Hajipur\"");
    CHECK(quoted("सीता अचार") == "\"सीता अचार\"");
}

TEST_CASE("a quote, a backslash and a control character are escaped wherever they stand") {
    for (std::size_t at = 0; at < 24; ++at) {
        std::string text(24, 'x');
        for (auto const& [octet, written] :
             std::initializer_list<std::pair<char, std::string>>{{'"', "\\\""},
                                                                 {'\\', "\\\\"},
                                                                 {'\n', "\\u000a"},
                                                                 {'\0', "\\u0000"},
                                                                 {'\x1f', "\\u001f"}}) {
            text[at] = octet;
            CHECK(quoted(text) ==
                  "\"" + std::string(at, 'x') + written + std::string(23 - at, 'x') + "\"");
        }
    }
}

TEST_CASE("an octet beside the escaped ones is not escaped") {
    for (char const octet : {' ', '!', '#', '[', ']', '\x7f', '\x80', '\xff', '\xa2', '\xdc'})
        CHECK(quoted(std::string(9, octet)) == "\"" + std::string(9, octet) + "\"");
}
