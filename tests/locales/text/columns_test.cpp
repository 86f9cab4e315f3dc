#include "locales/text/columns.hpp"
#include "tests/support/catch.hpp"

using namespace haatline::text;

TEST_CASE("marks take no column, emoji two") {
    CHECK(columns("abc") == 3);
    CHECK(columns("कि") == 2); // the vowel sign stands beside its letter
    CHECK(columns("कु") == 1);
    CHECK(columns("🌾") == 2);
    CHECK(columns("a\u200Db\xFF") == 3);
    CHECK(columns("") == 0);
}

TEST_CASE("a text cannot steer the terminal that shows it") {
    CHECK(shown("a\x1B[2Jb\r\n") == "a␛[2Jb␍␊");
    CHECK(shown("\x7F\xC2\x9B\xFF\u202E\u2066") == "␡\uFFFD\uFFFD\uFFFD\uFFFD");
    CHECK(shown("अचार ₹ 🌾") == "अचार ₹ 🌾");
}
