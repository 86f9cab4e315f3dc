#include "gateway/wire/replay_guard.hpp"
#include "tests/support/catch.hpp"

#include <string>

using namespace haatline;
using namespace haatline::gateway;
using std::chrono::minutes;

TEST_CASE("what was used once is not taken again until its time is over") {
    ReplayGuard guard(minutes(10));
    TimePoint const now{minutes(1000)};
    CHECK(guard.admit("twilio", "n1", now));
    CHECK_FALSE(guard.admit("twilio", "n1", now));
    CHECK(guard.admit("plivo", "n1", now)); // another route's
    CHECK(guard.admit("twilio", "n2", now + minutes(5)));
    CHECK_FALSE(guard.admit("twilio", "n1", now + minutes(10)));
    CHECK(guard.size() == 3);
    CHECK(guard.admit("twilio", "n1", now + minutes(10) + Millis(1)));
    CHECK(guard.size() == 2);
    CHECK(guard.forgotten_early() == 0);
    CHECK(guard.admit("a", "bc", now));
    CHECK(guard.admit("ab", "c", now)); // not the same text cut elsewhere
}

TEST_CASE("a guard holds so many and counts what it forgets early") {
    ReplayGuard guard(minutes(10), 3);
    TimePoint const now{minutes(1000)};
    for (int i = 0; i < 5; ++i) CHECK(guard.admit("r", std::to_string(i), now));
    CHECK(guard.size() == 3);
    CHECK(guard.forgotten_early() == 2);
    CHECK_FALSE(guard.admit("r", "4", now));
    CHECK_FALSE(guard.admit("r", "2", now));
    CHECK(guard.admit("r", "0", now));
}

TEST_CASE("a clock that was set back neither opens the guard nor fills it") {
    ReplayGuard guard(minutes(10), 2);
    TimePoint const now{minutes(1000)};
    CHECK(guard.admit("r", "a", now));
    CHECK_FALSE(guard.admit("r", "a", now - minutes(60)));
    CHECK(guard.admit("r", "b", now - minutes(60)));
    CHECK(guard.admit("r", "c", now - minutes(60)));
    CHECK(guard.size() == 2);
}
