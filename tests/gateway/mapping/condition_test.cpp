#include "gateway/mapping/condition.hpp"
#include "gateway/mapping/scope.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway::mapping;

namespace {

Place variable(std::string_view) { return Place::variable; }

bool is_so(std::string const& text, std::vector<Given> const& given) {
    auto const condition = parse_condition(text, variable);
    INFO(text);
    REQUIRE(condition);
    RouteFacts route;
    route.bare_code = "789";
    Scope scope;
    scope.route = &route;
    scope.given = given;
    auto const out = holds(*condition, scope, Dial::code);
    REQUIRE(out);
    return *out;
}

std::string complaint(std::string const& text) {
    auto const condition = parse_condition(text, variable);
    return condition ? "taken" : condition.error().detail;
}

} // namespace

TEST_CASE("a condition asks whether a field is there, empty, or one of some words") {
    CHECK(is_so("a is present", {{"a", ""}}));
    CHECK(is_so("a is empty", {{"a", ""}}));
    CHECK(is_so("a is absent", {{"b", "1"}}));
    CHECK(is_so("a is one of 'x', 'y' and b is not 'z'", {{"a", "y"}, {"b", "1"}}));
    CHECK_FALSE(is_so("a is one of 'x', 'y'", {{"a", "z"}}));
    CHECK(is_so("a is true", {{"a", "true"}}));
    CHECK(is_so("otherwise", {}));
}

TEST_CASE("an absent field is nothing at all, also for `is not`") {
    CHECK(is_so("a is not 'x'", {}));
    CHECK_FALSE(is_so("a matches '.*'", {}));
}

TEST_CASE("a code is ours in any writing, and dialled as the dialogue says") {
    CHECK(is_so("a is ours", {{"a", "*789*22#"}}));
    CHECK(is_so("a is ours", {{"a", "789"}}));
    CHECK_FALSE(is_so("a is ours", {{"a", "*7891#"}}));
    CHECK(is_so("a is dialled", {{"a", "*789*22#"}}));
    CHECK_FALSE(is_so("a is dialled", {{"a", "789*22"}}));
}

TEST_CASE("what is asked of the session is kept for whoever knows it") {
    auto const condition = parse_condition("session is not open and a is 'x'", variable);
    REQUIRE(condition);
    CHECK(condition->session == (session_any & ~session_open));
    CHECK(condition->asks_of_session());
    CHECK(condition->terms.size() == 1);
}

TEST_CASE("a condition that cannot be read says what it may be") {
    CHECK(complaint("a is nice") ==
          "`is nice` is not understood; there are present, absent, empty, true, "
          "false, ours, dialled and quoted words");
    CHECK(complaint("session is shut") == "a session is open, unseen or closed, not `shut`");
    CHECK(complaint("a is 'x' or b is 'y'") == "`or` is not understood; terms are joined by `and`");
    CHECK(complaint("a matches '('").find("cannot be read") != std::string::npos);
    CHECK(complaint("a is 'x") == "a quote is open: a is 'x");
}
