#include "base/values.hpp"
#include "tests/support/catch.hpp"

using haatline::Values;

TEST_CASE("a value is found under its name, and nothing under another") {
    Values values{{"pin", "605001"}, {"role", "maker"}};
    CHECK(values.get("pin") == "605001");
    CHECK(values.get("PIN") == "");
    CHECK(values.has("role"));
    CHECK_FALSE(values.has(""));
    CHECK(values.size() == 2);
}

TEST_CASE("setting twice keeps one entry and its place") {
    Values values{{"a", "1"}, {"b", "2"}};
    values.set("a", "3");
    values.set("c", "");
    CHECK(values == Values{{"a", "3"}, {"b", "2"}, {"c", ""}});
    CHECK(values.has("c")); // set to nothing is still set
}

TEST_CASE("erasing and merging") {
    Values values{{"a", "1"}, {"b", "2"}};
    values.erase("a");
    values.erase("never there");
    CHECK(values == Values{{"b", "2"}});
    values.merge({{"b", "3"}, {"c", "4"}});
    CHECK(values == Values{{"b", "3"}, {"c", "4"}});
    values.clear();
    CHECK(values.empty());
}
