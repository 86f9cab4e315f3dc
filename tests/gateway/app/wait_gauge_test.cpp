#include "gateway/app/wait_gauge.hpp"
#include "tests/support/catch.hpp"

using namespace haatline::gateway;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::nanoseconds start = 1000s;

} // namespace

TEST_CASE("an empty house makes nobody wait") {
    WaitGauge gauge(100);
    CHECK(gauge.house(start) == 0ns);
    gauge.began(start);
    gauge.ended(start + 30s, 30s, true);
    CHECK(gauge.house(start + 40s) == 0ns);
}

TEST_CASE("a house in which nothing moves makes everybody wait longer and longer") {
    WaitGauge gauge(100);
    gauge.began(start);
    gauge.began(start + 1s);
    CHECK(gauge.house(start + 3s) == 3s);
    gauge.ended(start + 4s, 0s, false); // needed no disk
    CHECK(gauge.house(start + 5s) == 5s);
    gauge.began(start + 5s);
    gauge.ended(start + 6s, 64ms, true);
    CHECK(gauge.house(start + 6s) == 1ms);
}

TEST_CASE("a line stands when it is there each time one looks for half a second") {
    WaitGauge gauge(100);
    for (auto at = 0ms; at < 500ms; at += 20ms) {
        gauge.looked(start + at, 30ms, 100);
        CHECK_FALSE(gauge.standing());
    }
    gauge.looked(start + 500ms, 30ms, 100);
    CHECK(gauge.standing());
    CHECK(gauge.line() == 30ms);
    gauge.looked(start + 520ms, 5ms, 100);
    CHECK_FALSE(gauge.standing());
}

TEST_CASE("one long wait is a stall and no line") {
    WaitGauge gauge(100);
    gauge.looked(start, 1ms, 100);
    gauge.looked(start + 300ms, 280ms, 100);
    gauge.looked(start + 320ms, 1ms, 100);
    gauge.looked(start + 700ms, 400ms, 100);
    gauge.looked(start + 9s, 8s, 100); // the whole process stood still
    CHECK_FALSE(gauge.standing());
}

TEST_CASE("a line that stood a moment ago stands again after four looks, and later must prove "
          "itself") {
    WaitGauge gauge(100);
    for (auto at = 0ms; at <= 500ms; at += 100ms) gauge.looked(start + at, 30ms, 100);
    CHECK(gauge.standing());
    gauge.looked(start + 520ms, 1ms, 100);
    CHECK_FALSE(gauge.standing());
    for (auto at = 540ms; at < 600ms; at += 20ms) gauge.looked(start + at, 30ms, 100);
    CHECK_FALSE(gauge.standing());
    gauge.looked(start + 600ms, 30ms, 100);
    CHECK(gauge.standing());
    gauge.looked(start + 620ms, 1ms, 100);
    for (auto at = 6000ms; at < 6200ms; at += 20ms) gauge.looked(start + at, 30ms, 100);
    CHECK_FALSE(gauge.standing());
}

TEST_CASE("a line that moves between the loop and the disk stands all the same") {
    WaitGauge gauge(100);
    for (auto at = 0ms; at < 500ms; at += 100ms) {
        gauge.looked(start + at, 30ms, 100);
        for (int i = 0; i < 101; ++i) gauge.began(start + at);
        gauge.looked(start + at + 50ms, 0ms, 100);
        for (int i = 0; i < 101; ++i) gauge.ended(start + at + 60ms, 60ms, true);
    }
    CHECK_FALSE(gauge.standing());
    gauge.looked(start + 500ms, 30ms, 100);
    CHECK(gauge.standing());
}

TEST_CASE("more turns than the next commits take stand before the disk, however fast the loop is") {
    WaitGauge gauge(100);
    for (int i = 0; i < 101; ++i) gauge.began(start);
    for (auto at = 0ms; at < 500ms; at += 20ms) gauge.looked(start + at, 0ms, 100);
    CHECK_FALSE(gauge.standing());
    gauge.looked(start + 500ms, 0ms, 100);
    CHECK(gauge.standing());
    gauge.ended(start + 501ms, 501ms, true);
    gauge.looked(start + 520ms, 0ms, 100);
    CHECK_FALSE(gauge.standing());
}

TEST_CASE(
    "a machine that is busy with other things is no line: few callbacks were read meanwhile") {
    WaitGauge gauge(100);
    for (auto at = 0ms; at < 2s; at += 100ms) gauge.looked(start + at, 80ms, 15);
    CHECK_FALSE(gauge.standing());
    CHECK(gauge.line() == 0ns);
}
