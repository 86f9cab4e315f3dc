#include "base/world.hpp"
#include "gateway/net/loop.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using namespace haatline::gateway;
using namespace std::chrono_literals;

namespace {

std::chrono::nanoseconds now() { return haatline::system_world().clock.steady(); }

} // namespace

TEST_CASE("What falls due earlier runs earlier, though it was asked for later") {
    Loop loop;
    auto const begun = now();
    loop.after(10s, [&] { loop.stop(); });
    loop.after(1ms, [&] { loop.stop(); });
    loop.run();
    CHECK(now() - begun < 5s);
}

TEST_CASE("Nothing runs before its time, and what falls due together runs in the order it was "
          "asked for") {
    Loop loop;
    std::vector<int> order;
    auto const ask = [&](int number) {
        auto const due = now() + 12ms;
        loop.after_about(12ms, [&, number, due] {
            order.push_back(number);
            CHECK(now() >= due);
            if (order.size() == 6) loop.stop();
        });
    };
    for (int number = 0; number < 6; ++number) ask(number);
    loop.run();
    CHECK(order == std::vector{0, 1, 2, 3, 4, 5});
}

TEST_CASE("What is due at once waits for its turn behind what has happened") {
    Loop loop;
    std::string order;
    loop.after(1ms, [&] {
        loop.post([&] { order += "happened "; });
        loop.after(-1s, [&] {
            order += "due ";
            loop.stop();
        });
    });
    loop.run();
    CHECK(order == "happened due ");
}

TEST_CASE(
    "A loop that is stopped in the middle of what is due goes on with it when it runs again") {
    Loop loop;
    std::vector<int> order;
    for (int const number : {1, 2})
        loop.after_about(1ms, [&, number] {
            order.push_back(number);
            loop.stop();
        });
    loop.run();
    CHECK(order == std::vector{1});
    loop.run();
    CHECK(order == std::vector{1, 2});
}

TEST_CASE("A delay beyond every clock is no delay of nothing") {
    Loop loop;
    bool ran = false;
    loop.after(std::chrono::nanoseconds::max(), [&] { ran = true; });
    loop.after(1ms, [&] { loop.stop(); });
    loop.run();
    CHECK_FALSE(ran);
}
