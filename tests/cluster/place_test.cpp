#include "cluster/place.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;

namespace {
constexpr Point kHajipur{258172, 852628}, kJaipur{269196, 757878}, kKochi{101131, 762858};
}

TEST_CASE("distances are great circles on the decided Earth") {
    CHECK(distance_m(kHajipur, kHajipur) == 0);
    CHECK(distance_m(kHajipur, kJaipur) == distance_m(kJaipur, kHajipur));
    // One degree of a meridian: pi * 12,742 km / 360.
    CHECK(distance_m({200'000, 800'000}, {210'000, 800'000}) == 111'195);
    CHECK(whole_km(distance_m(kHajipur, kJaipur)) == 952);
    CHECK(whole_km(499) == 0);
    CHECK(whole_km(24'500) == 25);
}

TEST_CASE("a box holds everything within its radius") {
    for (auto const middle : {kHajipur, kKochi, Point{349'000, 776'000}}) {
        auto const box = box_around(middle, 25'000);
        for (int north = -2500; north <= 2500; north += 250) {
            for (int east = -3500; east <= 3500; east += 250) {
                Point const at{middle.lat_e4 + north, middle.lon_e4 + east};
                if (distance_m(middle, at) > 25'000) continue;
                CHECK((at.lat_e4 >= box.lat_from && at.lat_e4 <= box.lat_to &&
                       at.lon_e4 >= box.lon_from && at.lon_e4 <= box.lon_to));
            }
        }
    }
}

TEST_CASE("rings include their edge, and areas follow them") {
    CHECK(tier_of(0, false, false) == 0);
    CHECK(tier_of(5'000, false, false) == 0);
    CHECK(tier_of(5'001, true, true) == 1);
    CHECK(tier_of(25'000, false, false) == 2);
    CHECK(tier_of(25'001, true, true) == 3);
    CHECK(tier_of(25'001, false, true) == 4);
    CHECK(tier_of(25'001, false, false) == 5);
}

TEST_CASE("ranking: ring, vouched, distance, id") {
    CHECK(before({0, false, 4'000, 9}, {1, true, 6'000, 1}));
    CHECK(before({1, true, 9'000, 9}, {1, false, 6'000, 1}));
    CHECK(before({1, true, 6'000, 9}, {1, true, 7'000, 1}));
    CHECK(before({1, true, 6'000, 1}, {1, true, 6'000, 2}));
    CHECK_FALSE(before({1, true, 6'000, 1}, {1, true, 6'000, 1}));
}

TEST_CASE("rings are called by their names") {
    for (auto const ring : {Ring::near, Ring::district, Ring::state, Ring::india})
        CHECK(ring_named(name_of(ring)) == ring);
    CHECK_FALSE(ring_named("galaxy"));
}
