#include "menus/compose.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::menus;
using Pages = std::vector<std::string>;

TEST_CASE("the way back is left out before a second page is begun") {
    ChoiceLines const lines{"Head", {"1 One", "2 Two"}, "0 Back"};
    CHECK(compose_choice(lines, {23, 80}) == Pages{"Head\n1 One\n2 Two\n0 Back"});
    CHECK(compose_choice(lines, {22, 80}) == Pages{"Head\n1 One\n2 Two"});
    CHECK(compose_choice(lines, {15, 80}) == Pages{"Head\n1 One\n99>", "2 Two"});
}

TEST_CASE("a list prints as many whole rows as fit, and 9 only when rows follow") {
    ListLines lines{"3 found", {"1 Asha", "2 Bina", "3 Chand"}, {"8 Type"}, "9 More", "0 Back",
                    false};
    ListPage page = compose_list(lines, {160, 80});
    CHECK(page.text == "3 found\n1 Asha\n2 Bina\n3 Chand\n8 Type\n0 Back");
    CHECK(page.shown == 3);
    CHECK_FALSE(page.more);
    page = compose_list(lines, {35, 80});
    CHECK(page.text == "3 found\n1 Asha\n2 Bina\n8 Type\n9 More");
    CHECK(page.shown == 2);
    CHECK(page.more);
    lines.more_follow = true;
    CHECK(compose_list(lines, {160, 80}).text ==
          "3 found\n1 Asha\n2 Bina\n3 Chand\n8 Type\n9 More\n0 Back");
}

TEST_CASE("where not one row fits beside the keys, keys that work unprinted make room") {
    ListLines const lines{"Head", {"1 A long row here"}, {"8 Type"}, "9 More", "0 Back", true};
    CHECK(compose_list(lines, {36, 80}).text == "Head\n1 A long row here\n8 Type\n9 More");
    CHECK(compose_list(lines, {30, 80}).text == "Head\n1 A long row here\n9 More");
    CHECK(compose_list(lines, {24, 80}).text == "1 A long row here\n9 More");
    CHECK(compose_list(lines, {23, 80}).shown == 0);
}

TEST_CASE("one native letter makes the whole page cost UTF-16 units") {
    ListLines const lines{"Head", {"1 abc", "2 अचार"}, {}, "9 More", "", false};
    CHECK(compose_list(lines, {160, 17}).text == "Head\n1 abc\n2 अचार");
    CHECK(compose_list(lines, {160, 16}).shown == 1);
}

TEST_CASE("a notice stands above where both fit, else alone") {
    CHECK(with_notice("What?", "", "Page", {10, 80}) == "What?\nPage");
    CHECK(with_notice("What?", "", "Page", {9, 80}) == "What?");
    CHECK(with_notice("What?", "Eh", "Page", {10, 80}) == "What?\nPage");
    CHECK(with_notice("What?", "Eh", "Page", {9, 80}) == "Eh\nPage");
    CHECK(with_notice("What?", "Eh", "Page", {6, 80}) == "What?");
}
