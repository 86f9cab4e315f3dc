#include "cluster/dlt/day.hpp"
#include "cluster/dlt/hours.hpp"
#include "cluster/dlt/rules.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>

using namespace haatline;
using namespace haatline::dlt;
using std::chrono::minutes;

namespace {

std::chrono::sys_days on(std::string_view day) { return day_read(day).value(); }

TimePoint at(std::string_view day, int hour, int minute, int second = 0) {
    return TimePoint(on(day).time_since_epoch()) + std::chrono::hours(hour) + minutes(minute) +
           std::chrono::seconds(second);
}

std::string fault(std::string const& row) {
    auto const read = RuleTable::read("key,value,from,until,mark,source\n" + row, "mine.csv");
    return read ? "" : read.error().detail;
}

} // namespace

TEST_CASE("the shipped rules are whole, and each says how sure it is and why") {
    auto const& rows = shipped_rules().rows();
    REQUIRE(rows.size() > 30);
    for (auto const& row : rows) {
        CAPTURE(row.key);
        bool const marked = row.mark == "seen" || row.mark == "uncertain" || row.mark == "ours" ||
                            row.mark == "measured";
        CHECK(marked);
    }
}

TEST_CASE("a rule holds on its days: variables were not counted before they were typed") {
    auto const old = shipped_rules().on(on("2025-06-01")),
               now = shipped_rules().on(on("2026-11-22"));
    CHECK(old.max_vars == 0);
    CHECK_FALSE(old.typed_vars);
    CHECK(now.max_vars == 2);
    CHECK(now.max_vars_recorded == 3);
    CHECK(now.typed_vars);
    CHECK(shipped_rules().on(on("2024-12-10")).chain == false);
    CHECK(shipped_rules().on(on("2024-12-11")).chain == true);
    CHECK(now.header_idle_days == 30);
    CHECK(now.header_alarm_days == 20);
    CHECK(now.max_chars[static_cast<std::size_t>(VarType::plain)] == 30);
    CHECK(now.max_chars[static_cast<std::size_t>(VarType::alphanumeric)] == 40);
    CHECK(now.hours[0] == Hours{10 * 60, 21 * 60});
    CHECK(now.zone == minutes(330));
}

TEST_CASE("a rule's day begins in its own zone") {
    // 18:29:59 UTC is 23:59:59 in India on the day before.
    CHECK_FALSE(shipped_rules().at(at("2024-12-10", 18, 29, 59)).chain);
    CHECK(shipped_rules().at(at("2024-12-10", 18, 30)).chain);
}

TEST_CASE("an operator's own rows go over the shipped ones") {
    RuleTable table = shipped_rules();
    table.add(
        RuleTable::read("key,value,from,until,mark,source\n"
                        "hours.promotional,09:00-21:00,2027-01-01,,ours,told by the operator\n",
                        "mine.csv")
            .value());
    CHECK(table.on(on("2026-12-31")).hours[0] == Hours{600, 1260});
    CHECK(table.on(on("2027-01-01")).hours[0] == Hours{540, 1260});
}

TEST_CASE("a wrong row of the rules is told with its line") {
    CHECK(fault("max_var,2,,,seen,x\n") == "mine.csv:2: max_var is no rule");
    CHECK(fault("max_vars,many,,,seen,x\n") ==
          "mine.csv:2: max_vars must be a whole number, or empty");
    CHECK(fault("chain,perhaps,,,seen,x\n") == "mine.csv:2: chain must be yes or no");
    CHECK(fault("hours.promotional,9-21,,,seen,x\n") ==
          "mine.csv:2: hours.promotional must be like 10:00-21:00");
    CHECK(fault("chain,yes,soon,,seen,x\n") ==
          "mine.csv:2: a day is written 2026-01-15, or left empty");
    CHECK(fault("chain,yes\n") == "mine.csv:2: six columns are needed");
    CHECK(RuleTable::read("key,value\n", "mine.csv").error().detail ==
          "mine.csv:1: the header row must be key,value,from,until,mark,source");
    for (auto const* zone : {"5:30", "+15:00", "+aa:bb", ""})
        CHECK_FALSE(fault(fmt::format("zone,{},,,seen,x\n", zone)).empty());
}

TEST_CASE("hours hold what comes too early or too late, to the minute") {
    Hours const day{10 * 60, 21 * 60};
    minutes const india(330);
    CHECK_FALSE(wait_for(day, india, at("2026-11-22", 4, 30)));                       // 10:00
    CHECK_FALSE(wait_for(day, india, at("2026-11-22", 15, 29, 59)));                  // 20:59:59
    CHECK(wait_for(day, india, at("2026-11-22", 15, 30)) == at("2026-11-23", 4, 30)); // 21:00
    CHECK(wait_for(day, india, at("2026-11-22", 4, 29, 59)) == at("2026-11-22", 4, 30));
    CHECK(wait_for(day, india, at("2026-11-22", 20, 0)) ==
          at("2026-11-23", 4, 30)); // 01:30 next day
    CHECK_FALSE(wait_for(Hours{}, india, at("2026-11-22", 20, 0)));
}

TEST_CASE("hours may lie over midnight") {
    Hours const night{22 * 60, 6 * 60};
    CHECK_FALSE(wait_for(night, minutes(0), at("2026-11-22", 23, 0)));
    CHECK_FALSE(wait_for(night, minutes(0), at("2026-11-22", 5, 59)));
    CHECK(wait_for(night, minutes(0), at("2026-11-22", 6, 0)) == at("2026-11-22", 22, 0));
}

TEST_CASE("a day is read as portals write it, and no other way") {
    for (auto const* day : {"2026-01-15", "15-01-2026", "15/01/2026", "15.01.2026", "15-Jan-2026",
                            "2026-01-15 10:11:12", "2026-01-15T10:11:12Z", " 15-January-2026 "}) {
        CAPTURE(day);
        CHECK(day_read(day) == on("2026-01-15"));
    }
    for (auto const* no : {"", "2026", "15-13-2026", "30-02-2026", "2026-1", "15-Foo-2026", "//",
                           "1-1-1", "99999999999-1-1"}) {
        CAPTURE(no);
        CHECK_FALSE(day_read(no));
    }
}
