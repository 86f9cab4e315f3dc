#include "simulators/load/latencies.hpp"
#include "tests/support/catch.hpp"

using namespace haatline::simulators;
using namespace std::chrono_literals;

TEST_CASE("a thousand durations give the shares one would count by hand, within one in a hundred") {
    Latencies l;
    for (int i = 1; i <= 1000; ++i) l.add(i * 1ms);
    CHECK(l.count() == 1000);
    CHECK(l.max() == 1000ms);
    auto const close = [](std::chrono::nanoseconds value, std::chrono::nanoseconds wanted) {
        return value >= wanted && value <= wanted + wanted / 100;
    };
    CHECK(close(l.at(0.5), 500ms));
    CHECK(close(l.at(0.99), 990ms));
    CHECK(close(l.at(0.999), 999ms));
    CHECK(l.at(1) == 1000ms);
    CHECK(l.over(950ms) >= 48);
    CHECK(l.over(950ms) <= 50);
    CHECK(l.over(1000ms) == 0);
}

TEST_CASE("microseconds are counted one by one, and nothing at all is 0") {
    Latencies l;
    CHECK(l.at(0.99) == 0ms);
    for (int i = 0; i < 100; ++i) l.add(std::chrono::microseconds(i));
    CHECK(l.at(0.5) == 49us);
    CHECK(l.at(0.99) == 98us);
}

TEST_CASE("hours, and clocks that step back, are counted too") {
    Latencies l;
    l.add(-5ms);
    l.add(100h);
    CHECK(l.count() == 2);
    CHECK(l.max() == 100h);
    CHECK(l.at(0.5) == 0ms);
    CHECK(l.at(1) == 100h);
}

TEST_CASE("two counts together are one") {
    Latencies a, b;
    a.add(1ms);
    b.add(3ms);
    a.add(b);
    CHECK(a.count() == 2);
    CHECK(a.max() == 3ms);
}
