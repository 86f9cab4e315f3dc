#include "gateway/app/pace.hpp"
#include "tests/support/catch.hpp"

using namespace haatline::gateway;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::nanoseconds start = 1000s;

int taken(Meter& meter, Pace const& pace, std::chrono::nanoseconds now, std::uint32_t spare = 0) {
    int out = 0;
    for (; out < 1000 && meter.fits(pace, now, spare); ++out) meter.take(pace, now);
    return out;
}

} // namespace

TEST_CASE("after a silence a burst fits, then one turn an interval") {
    auto const pace = Pace::per_minute(60, 5);
    Meter meter;
    CHECK(taken(meter, pace, start) == 5);
    CHECK(taken(meter, pace, start + 999ms) == 0);
    CHECK(taken(meter, pace, start + 1s) == 1);
    CHECK(taken(meter, pace, start + 4s) == 3);
    CHECK(taken(meter, pace, start + 1h) == 5);
}

TEST_CASE("who asks to leave half of the burst takes the other half") {
    auto const pace = Pace::per_second(10);
    Meter meter;
    CHECK(taken(meter, pace, start, 5) == 5);
    CHECK(taken(meter, pace, start) == 5);
}

TEST_CASE("a pace of nothing bounds nobody") {
    Meter meter;
    CHECK(taken(meter, Pace::per_second(0), start) == 1000);
    CHECK(taken(meter, Pace::per_minute(0, 3), start) == 1000);
}

TEST_CASE("a flood from a hundred thousand numbers does not make the flooding one forgotten") {
    auto const pace = Pace::per_minute(60, 10);
    NumberMeters meters(7);
    int flooding = 0;
    for (int i = 0; i < 100; ++i) flooding += meters.take(919'876'543'210, pace, start) ? 1 : 0;
    CHECK(flooding == 10);
    for (std::uint64_t i = 0; i < 100'000; ++i)
        CHECK(meters.take(919'800'000'000 + i, pace, start));
    CHECK_FALSE(meters.take(919'876'543'210, pace, start));
    CHECK(meters.take(919'876'543'210, pace, start + 1s));
}
