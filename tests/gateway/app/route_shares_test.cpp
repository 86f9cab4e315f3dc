#include "gateway/app/route_shares.hpp"
#include "tests/support/catch.hpp"

using namespace haatline::gateway;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::nanoseconds start = 1000s;

/// So many turns of each route, all at once.
RouteShares after(std::vector<int> const& turns) {
    RouteShares out;
    for (std::size_t route = 0; route < turns.size(); ++route)
        for (int i = 0; i < turns[route]; ++i) out.took(route, start);
    return out;
}

std::vector<bool> below(RouteShares shares, std::size_t routes,
                        std::chrono::nanoseconds now = start) {
    std::vector<bool> out;
    for (std::size_t route = 0; route < routes; ++route) out.push_back(shares.below(route, now));
    return out;
}

} // namespace

TEST_CASE("a route alone has no neighbour to leave anything to") {
    CHECK(below(after({100}), 1) == std::vector{false});
}

TEST_CASE("who asks for little is below its part, who floods is not") {
    CHECK(below(after({900, 100}), 2) == std::vector{false, true});
    CHECK(below(after({500, 500}), 2) == std::vector{false, false});
    CHECK(below(after({450, 550}), 2) == std::vector{false, false}); // not clearly
}

TEST_CASE("a first call beside a flood is let in, and floods are parted evenly") {
    CHECK(below(after({100, 0, 0}), 3) == std::vector{false, true, true});
    CHECK(below(after({10, 10, 500, 450, 300}), 5) == std::vector{true, true, false, false, true});
}

TEST_CASE("a flood that is over is forgiven within seconds") {
    auto shares = after({1024, 0});
    for (int i = 0; i < 100; ++i) shares.took(1, start + 10s);
    CHECK(below(shares, 2, start + 10s) == std::vector{true, false});
    CHECK(below(after({1024, 1000}), 2, start + 1h) == std::vector{false, false});
}
