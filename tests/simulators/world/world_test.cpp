#include "simulators/world/village.hpp"
#include "tests/support/catch.hpp"

using namespace haatline::simulators::world;

namespace {

Ground& ground() {
    static auto const made = Ground::make();
    if (!made) FAIL(made.error().detail);
    return **made;
}

/// Enough that a protection which is gone is missed; each is found within a third of them.
constexpr std::uint64_t seeds = 20;

} // namespace

TEST_CASE("every promise is kept in many worlds, and something happens in them") {
    // Few of them, since this runs under the sanitizers; tests/e2e runs a thousand.
    WorldReport all;
    for (std::uint64_t seed = 100'001; seed <= 100'000 + seeds; ++seed) {
        auto const report = run_world(ground(), {seed, 120, Spoil::none});
        INFO("haatline simulate world --verbose --seeds " << seed);
        CHECK(report.broken.value_or("") == "");
        all.crashes += report.crashes;
        all.disk_faults += report.disk_faults;
        all.steps += report.steps;
        for (auto const& [effect, n] : report.effects) all.effects[effect] += n;
    }
    CHECK(all.steps > 50 * seeds);
    CHECK(all.crashes > seeds);
    CHECK(all.disk_faults > 0);
    for (auto const* effect : {"member.join", "talk.ask", "callback.ask", "search.empty"}) {
        INFO(effect);
        CHECK(all.effects[effect] > 0);
    }
}

TEST_CASE("a protection that is switched off is missed by some world") {
    for (auto const& row : spoils()) {
        if (row.spoil == Spoil::none) continue;
        INFO("haatline simulate world --spoil " << row.name);
        std::uint64_t seed = 1;
        while (seed <= seeds && !run_world(ground(), {seed, 120, row.spoil}).broken) ++seed;
        CHECK(seed <= seeds);
    }
}

TEST_CASE("the same seed tells the same story") {
    auto const once = run_world(ground(), {7, 120, Spoil::none});
    auto const twice = run_world(ground(), {7, 120, Spoil::none});
    CHECK(once.story == twice.story);
    CHECK(run_world(ground(), {8, 120, Spoil::none}).story != once.story);
}
