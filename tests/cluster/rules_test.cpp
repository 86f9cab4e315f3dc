#include "cluster/allowance.hpp"
#include "cluster/likeness.hpp"
#include "cluster/questions.hpp"
#include "cluster/role.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;

TEST_CASE("every role has a name and is read back by it") {
    for (auto const& row : roles()) {
        CHECK(role_named(row.name) == row.role);
        CHECK(facts(row.role).name == row.name);
    }
    CHECK(roles().size() == 6);
    CHECK_FALSE(role_named("king"));
    CHECK_FALSE(role_named(""));
}

TEST_CASE("what is made decides between makers, machine makers and menders") {
    CHECK(role_for(Role::maker, ProductKind::machine) == Role::machine_maker);
    CHECK(role_for(Role::machine_maker, ProductKind::service) == Role::service);
    CHECK(role_for(Role::machine_maker, ProductKind::food) == Role::maker);
    CHECK(role_for(Role::buyer, ProductKind::machine) == Role::buyer);
    CHECK(role_for(Role::service, ProductKind::food) == Role::service);
    CHECK(kind_named("machine") == ProductKind::machine);
    CHECK(name_of(ProductKind::service) == "service");
    CHECK_FALSE(kind_named("gold"));
}

TEST_CASE("letters apart counts wrong, missing, extra and swapped letters of any script") {
    auto const apart = [](char const* a, char const* b, int most) {
        return letters_apart(code_points(a), code_points(b), most);
    };
    CHECK(apart("achar", "achar", 2) == 0);
    CHECK(apart("achar", "acher", 2) == 1);
    CHECK(apart("achar", "achr", 2) == 1);
    CHECK(apart("achar", "acharr", 2) == 1);
    CHECK(apart("achar", "cahar", 2) == 1);
    CHECK(apart("achar", "papad", 2) == 3);
    CHECK(apart("अचार", "अचर", 2) == 1);
    CHECK(apart("", "ab", 2) == 2);
    CHECK(letters_allowed(4) == 0);
    CHECK(letters_allowed(5) == 1);
    CHECK(letters_allowed(8) == 2);
}

TEST_CASE("a caller's day turns at midnight in India") {
    auto const midnight =
        TimePoint(Millis(1'789'929'000'000)); // 21 September 2026, 00:00 at UTC+5:30
    CHECK(callers::day_start(midnight) == midnight);
    CHECK(callers::day_start(midnight + std::chrono::hours(23)) == midnight);
    CHECK(callers::day_start(midnight - std::chrono::milliseconds(1)) ==
          midnight - std::chrono::hours(24));
}

TEST_CASE("questions and effects are found by name, each once") {
    for (auto const& row : question_contracts()) CHECK(find_question(row.name) == &row);
    for (auto const& row : effect_contracts()) CHECK(find_effect(row.name) == &row);
    CHECK_FALSE(find_question("no.such"));
    CHECK(has_name("none one many", "one"));
    CHECK_FALSE(has_name("none one many", "on"));
}
