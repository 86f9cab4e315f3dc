#include "base/world.hpp"
#include "gateway/net/loop.hpp"
#include "tests/support/catch.hpp"

#include <vector>

using namespace haatline::gateway;
using namespace std::chrono_literals;

namespace {

std::chrono::nanoseconds now() { return haatline::system_world().clock.steady(); }

/// What is asked for in the next microseconds falls due in the same millisecond.
void begin_a_millisecond() {
    while (now() % 1ms > 100us) {
    }
}

} // namespace

TEST_CASE(
    "Nothing runs before its time, and what is due together runs in the order it was asked for") {
    Loop loop;
    auto const begun = now();
    std::vector<int> order;
    std::vector<std::chrono::nanoseconds> waited;
    auto const in = [&](std::chrono::nanoseconds delay, int number) {
        loop.after(delay, [&, number, delay] {
            order.push_back(number);
            waited.push_back(now() - begun - delay);
            if (order.size() == 6) loop.stop();
        });
    };
    in(30ms, 5);
    in(12ms, 3); // to the same millisecond as the next, or the one before it
    in(12ms, 4);
    in(2ms, 2);
    in(0ms, 0);
    in(0ms, 1);
    loop.run();
    CHECK(order == std::vector{0, 1, 2, 3, 4, 5});
    for (auto const& over : waited) CHECK(over >= 0ns);
}

TEST_CASE("What is asked for while something runs has its own turn") {
    Loop loop;
    std::vector<int> order;
    begin_a_millisecond();
    loop.after(20ms, [&] {
        order.push_back(1);
        loop.after(0ms, [&] { // not before what was due already
            order.push_back(3);
            loop.after(1ms, [&] { // earlier than the one that waits
                order.push_back(4);
            });
        });
    });
    loop.after(20ms, [&] { order.push_back(2); });
    loop.after(200ms, [&] { loop.stop(); });
    loop.run();
    CHECK(order == std::vector{1, 2, 3, 4});
}

TEST_CASE(
    "A loop that is stopped in the middle of what is due goes on with it when it runs again") {
    Loop loop;
    std::vector<int> order;
    loop.after(0ms, [&] {
        order.push_back(1);
        loop.after(11ms, [&] {
            order.push_back(2);
            loop.stop();
        });
        loop.after(11ms, [&] {
            order.push_back(3);
            loop.stop();
        });
    });
    loop.run();
    CHECK(order == std::vector{1, 2});
    loop.run();
    CHECK(order == std::vector{1, 2, 3});
}
