#include "simulators/handset/handset.hpp"
#include "simulators/handset/script.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::simulators;
using Kind = Press::Kind;

TEST_CASE("a script reads as a caller acts") {
    auto const read = read_script("# joins in Hindi\n"
                                  "dial *789*22#\n"
                                  "\n"
                                  "  1  \n"
                                  "Asha Achar\r\n"
                                  "> dial\n"
                                  ">\n"
                                  ">  two blanks\n"
                                  "hangup\n"
                                  "*789#");
    REQUIRE(read);
    CHECK(*read == std::vector<Press>{{Kind::dial, "*789*22#", 2},
                                      {Kind::answer, "1", 4},
                                      {Kind::answer, "Asha Achar", 5},
                                      {Kind::answer, "dial", 6},
                                      {Kind::answer, "", 7},
                                      {Kind::answer, " two blanks", 8},
                                      {Kind::hangup, "", 9},
                                      {Kind::dial, "*789#", 10}});
}

TEST_CASE("dialling without a code is refused with its line") {
    auto const read = read_script("1\ndial 789\n");
    REQUIRE(!read);
    CHECK(read.error().detail == "line 2: dial needs a code such as *789#");
    CHECK(!read_script("dial"));
}

TEST_CASE("an empty script presses nothing") {
    CHECK(read_script("")->empty());
    CHECK(read_script("# only words\n\n")->empty());
}

TEST_CASE("a code begins with a star, ends with a hash and has only digits and stars between") {
    CHECK(is_code("*789#"));
    CHECK(is_code("*789*110001#"));
    CHECK_FALSE(is_code("789#"));
    CHECK_FALSE(is_code("*789"));
    CHECK_FALSE(is_code("*#"));
    CHECK_FALSE(is_code("*a#"));
}
