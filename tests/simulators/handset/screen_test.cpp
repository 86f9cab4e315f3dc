#include "simulators/handset/screen.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::simulators;

TEST_CASE("marks that sit on a letter take no column and wide letters take two") {
    CHECK(cells("Pickle 12") == 9);
    CHECK(cells("") == 0);
    CHECK(cells("हिन्दी") == 5); // ह ि न ् द ी: the virama alone sits on its letter
    CHECK(cells("कुल") == 2);    // ु is drawn below
    CHECK(cells("தமிழ்") == 4);  // ் is drawn above
    CHECK(cells("మిర్చి") == 3);   // ి and ్ sit on their letters
    CHECK(cells("e\u0301") == 1);
    CHECK(cells("\u200D\u200C") == 0); // joiners
    CHECK(cells("日本") == 4);
}

TEST_CASE("a broken byte from a gateway is one column and never runs past the end") {
    CHECK(cells("\xFF") == 1);
    CHECK(cells("a\xE0\xA4") == 2);
    CHECK(cells(std::string_view("\xF0\x9F", 2)) == 1);
}

TEST_CASE("lines break at blanks and keep the text's own breaks") {
    CHECK(wrap("1 Agree\n2 No", 20) == std::vector<std::string>{"1 Agree", "2 No"});
    CHECK(wrap("Free business network for all", 13) ==
          std::vector<std::string>{"Free business", "network for", "all"});
    CHECK(wrap("a\n\nb\n", 20) == std::vector<std::string>{"a", "", "b", ""});
    CHECK(wrap("", 20) == std::vector<std::string>{""});
}

TEST_CASE("a word longer than the screen is cut between letters as readers see them") {
    CHECK(wrap("abcdefghij", 4) == std::vector<std::string>{"abcd", "efgh", "ij"});
    // क्ष is one letter: it moves to the next line whole
    CHECK(wrap("कखक्षग", 3) == std::vector<std::string>{"कख", "क्षग"});
}

TEST_CASE("a line as long as the screen is not broken") {
    CHECK(wrap("12345678 0123456789A", 20) == std::vector<std::string>{"12345678 0123456789A"});
    CHECK(wrap("12345678 0123456789A b", 20) ==
          std::vector<std::string>{"12345678 0123456789A", "b"});
}

TEST_CASE("the line beneath the screen names the alphabet and what is used and left") {
    CHECK(units_line("1 Agree", {160, 80}) == "GSM-7 7/160, 153 left");
    CHECK(units_line("{x}", {160, 80}) == "GSM-7 5/160, 155 left"); // braces cost two septets
    CHECK(units_line("1 सहमत", {160, 80}) == "UCS-2 6/80, 74 left");
    CHECK(units_line("1 सहमत", {160, 5}) == "UCS-2 6/5, over by 1");
}

TEST_CASE("the picture is a frame of even width with session and cost") {
    CHECK(draw({"भाषा?\n1 हिन्दी", false, "ATUid_1", {160, 80}, 10}) ==
          "  ┌────────────┐\n"
          "  │ भाषा?      │\n"
          "  │ 1 हिन्दी    │\n"
          "  └────────────┘\n"
          "  UCS-2 14/80, 66 left · ATUid_1\n");
    CHECK(draw({"Bye", true, "s-1", {160, 80}, 8}) == "  ┌──────────┐\n"
                                                      "  │ Bye      │\n"
                                                      "  └──────────┘\n"
                                                      "  GSM-7 3/160, 157 left · s-1\n"
                                                      "  (the call is over)\n");
}
