#include "gateway/app/clock_watch.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/line.hpp"

using namespace haatline;
using namespace std::chrono_literals;
using haatline::tests::Line;

namespace {

constexpr std::chrono::hours year{24 * 365};
std::string const caller = "+919876543210";

/// Two answers into the registration.
void begin(Line& line) {
    line.dial(caller, "s1", "");
    line.dial(caller, "s1", "2");
    line.dial(caller, "s1", "2*1");
}

std::string first_line(std::string const& screen) { return screen.substr(0, screen.find('\n')); }

void put_down(Line& line) {
    line.pass(16min);
    line.call_while_tidying({"GET", "/healthz", "", "", "", "127.0.0.1", ""});
}

} // namespace

TEST_CASE("time that passes is no clock that was set; a jump of an hour or a year is") {
    gateway::ClockWatch watch;
    TimePoint const start(Millis(1'790'000'000'000));
    CHECK(watch.set_by(start, 0s) == 0ms);
    CHECK(watch.set_by(start + 10h, 10h) == 0ms);
    CHECK(watch.set_by(start + 10h + 3s, 10h) == 0ms); // NTP's business
    CHECK(watch.set_by(start + 9h + 3s, 10h) == -1h);
    CHECK(watch.set_by(start + 9h + 3s + year, 10h) == Millis(year));
    // Read from disk: before the jump forward moves along, after it stands; never in the future.
    CHECK(watch.corrected(start + 8h) == start + 8h + year);
    CHECK(watch.corrected(start + year + 1h) == start + year + 1h);
    CHECK(watch.corrected(start + 2 * year) == start + 9h + 3s + year);
}

TEST_CASE("a clock set back or ahead during a call changes nothing for the caller") {
    auto const jump = GENERATE(values<Millis>({-1h, year, -year, 26h}));
    Line steady_line, line;
    begin(steady_line);
    begin(line);
    line.set_clock_by(jump);
    CHECK(line.dial(caller, "s1", "2*1*800001") == steady_line.dial(caller, "s1", "2*1*800001"));
    line.set_clock_by(-jump);
    CHECK(line.dial(caller, "s1", "2*1*800001*1") ==
          steady_line.dial(caller, "s1", "2*1*800001*1"));
}

TEST_CASE("a clock set between two calls loses no dialogue and keeps none for ever") {
    auto const jump = GENERATE(values<Millis>({-1h, year, -year}));
    bool const from_disk = GENERATE(false, true);
    Line line;
    begin(line);
    if (from_disk) put_down(line);
    line.set_clock_by(jump);
    SECTION("within the day she goes on") {
        line.pass(10h);
        CHECK(first_line(line.dial(caller, "s2", "")) == "CON You stopped at question 2.");
    }
    SECTION("after it she begins anew") {
        if (from_disk && jump < 0ms) return; // what lies in the future is as old as its next look
        line.pass(25h);
        CHECK(line.dial(caller, "s2", "").starts_with("CON Bhasha"));
    }
}

TEST_CASE("what a clock that ran a year ahead wrote is, after a restart, as fresh as the restart") {
    Line line;
    line.set_clock_by(year);
    begin(line);
    line.set_clock_by(-year);
    line.restart(false);
    CHECK(first_line(line.dial(caller, "s2", "")) == "CON You stopped at question 2.");
    line.pass(25h);
    CHECK(line.dial(caller, "s3", "").starts_with("CON Bhasha"));
}

TEST_CASE("after a restart on a clock set back, a retry is a retry for 30 s and no longer") {
    Line line;
    auto const comviva = [&](std::string const& input) {
        return line
            .call({"GET", "/in/comviva/demo",
                   "SessionID=c1&MSISDN=919876543210&MSC=m&input=" + input, "", "", "127.0.0.1",
                   ""})
            .body;
    };
    comviva("789");
    auto const consent = comviva("1");
    line.set_clock_by(-1h);
    line.restart(false);
    SECTION("soon") { CHECK(comviva("1") == consent); }
    SECTION("later it is the next answer") {
        line.pass(31s);
        CHECK(comviva("1") != consent);
    }
}

TEST_CASE("three calls back asked for on a clock that ran a year ahead do not forbid them today") {
    Line line;
    line.set_clock_by(year);
    for (int i = 0; i < 3; ++i) {
        auto const session = "r" + std::to_string(i);
        line.dial(caller, session, "");
        line.dial(caller, session, "2");
        line.dial(caller, session, "2*9");
    }
    line.dial(caller, "r3", "");
    line.dial(caller, "r3", "2");
    auto const refused = line.dial(caller, "r3", "2*9");
    line.set_clock_by(-year);
    line.dial(caller, "r4", "");
    line.dial(caller, "r4", "2");
    auto const asked = line.dial(caller, "r4", "2*9");
    CHECK(refused.starts_with("CON ")); // the fourth of a day
    CHECK(asked.starts_with("END Noted"));
}
