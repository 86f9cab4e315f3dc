#include "gateway/wire/smpp/window.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <functional>
#include <queue>

using namespace haatline::smpp;
using namespace std::chrono_literals;

namespace {

/// An SMSC that answers after `delay`, refuses by `refuses`, and is sent whatever the window lets out.
struct Smsc {
    Instant delay = 20ms;
    std::function<bool(std::uint64_t number, Instant now)> refuses = [](auto, auto) {
        return false;
    };
};

struct Run {
    double accepted_per_s = 0, refused_per_s = 0;
    std::uint64_t looked = 0; ///< how often the sender woke: no busy CPU
};

Run run(WindowOptions options, Smsc const& smsc, Instant span, Instant measured_from = {}) {
    Window window(options, Instant{});
    std::queue<std::pair<Instant, Instant>> out; // answer at, sent at
    std::uint64_t number = 0, accepted = 0, refused = 0, looked = 0;
    Instant now{};
    while (now < span) {
        ++looked;
        while (!out.empty() && out.front().first <= now) {
            Instant const waited = now - out.front().second;
            out.pop();
            bool const no = smsc.refuses(++number, now);
            if (now >= measured_from) ++(no ? refused : accepted);
            no ? window.throttled(now, waited, number * 7919) : window.answered(now, waited);
        }
        for (unsigned room = window.room(now); room > 0; --room) {
            window.sent(now);
            out.emplace(now + smsc.delay, now);
        }
        Instant next = span;
        if (!out.empty()) next = std::min(next, out.front().first);
        if (auto const opens = window.opens_at(now)) next = std::min(next, *opens);
        REQUIRE(next > now);
        now = next;
    }
    double const seconds = std::chrono::duration<double>(span - measured_from).count();
    return {static_cast<double>(accepted) / seconds, static_cast<double>(refused) / seconds,
            looked};
}

} // namespace

TEST_CASE("a window grows to its bound while answers come, one a window") {
    Window window({100, 0}, Instant{});
    CHECK(window.room(Instant{}) == 10);
    Instant now{};
    for (int i = 0; i < 10; ++i) window.sent(now);
    CHECK(window.room(now) == 0);
    CHECK(!window.opens_at(now));
    now += 20ms;
    for (int i = 0; i < 10; ++i) window.answered(now, 20ms);
    CHECK(window.size() == Approx(10.6).margin(0.1));
    CHECK(run({100, 0}, {}, 20s, 10s).accepted_per_s == Approx(5000).epsilon(0.02));
}

TEST_CASE("the first refusal halves the window, and a whole window of them halves it once") {
    Window window({100, 0}, Instant{});
    for (int i = 0; i < 10; ++i) window.sent(Instant{});
    for (int i = 0; i < 10; ++i) window.throttled(20ms, 20ms, 0);
    CHECK(window.size() == Approx(5));
    CHECK(window.room(20ms) == 5);
}

TEST_CASE("one refusal in a hundred costs less than a fifth of the throughput") {
    Smsc refusing;
    refusing.refuses = [](std::uint64_t number, Instant) { return number % 100 == 0; };
    Smsc scattered;
    scattered.refuses = [](std::uint64_t number, Instant) {
        return number * 2654435761U % 4294967296U < 42949673U;
    };
    for (unsigned const most : {10U, 100U}) {
        double const full = run({most, 0}, {}, 60s, 20s).accepted_per_s;
        INFO("window " << most << ", without refusals " << full);
        CHECK(run({most, 0}, refusing, 60s, 20s).accepted_per_s > 0.8 * full);
        CHECK(run({most, 0}, scattered, 60s, 20s).accepted_per_s > 0.8 * full);
    }
}

TEST_CASE("an SMSC of a hundred a second is kept busy and not beaten") {
    Smsc slow;
    slow.delay = 1ms;
    slow.refuses = [at = Instant{}, tokens = 0.0](std::uint64_t, Instant now) mutable {
        tokens = std::min(10.0, tokens + 100 * std::chrono::duration<double>(now - at).count());
        at = now;
        if (tokens < 1) return true;
        tokens -= 1;
        return false;
    };
    Run const found = run({100, 0}, slow, 120s, 30s);
    CHECK(found.accepted_per_s > 70);
    CHECK(found.refused_per_s < 60);
    CHECK(found.looked < 120 * 1000);
}

TEST_CASE("an SMSC that takes nothing is asked every five seconds, not in a loop") {
    Smsc shut;
    shut.refuses = [](std::uint64_t, Instant) { return true; };
    Run const found = run({100, 0}, shut, 120s, 60s);
    CHECK(found.refused_per_s < 0.5);
    CHECK(found.refused_per_s > 0.1);
}

TEST_CASE("a contract's rate is kept whatever the window would allow") {
    Run const found = run({100, 50}, {.delay = 1ms}, 60s);
    CHECK(found.accepted_per_s == Approx(50).epsilon(0.03));
    CHECK(found.looked < 60 * 200);
}

TEST_CASE("a link that says it is congested is not pushed further") {
    Window window({100, 0}, Instant{});
    Instant now{};
    auto const turn = [&](std::uint32_t congestion) {
        unsigned const room = window.room(now);
        for (unsigned i = 0; i < room; ++i) window.sent(now);
        now += 20ms;
        for (unsigned i = 0; i < room; ++i) window.answered(now, 20ms, congestion);
    };
    turn(95);
    CHECK(window.size() == 10);
    turn(20);
    CHECK(window.size() > 10.5);
    turn(100);
    CHECK(window.size() < 9);
}
