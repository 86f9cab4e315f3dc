#include "cluster/allowance.hpp"
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
