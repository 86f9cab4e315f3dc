#include "cluster/allowance.hpp"
#include "cluster/consent.hpp"
#include "cluster/line.hpp"
#include "cluster/topic.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;

TEST_CASE("a day is written as forms in India have it, by the clock of India") {
    CHECK(callers::day_text(TimePoint(Millis(1'795'372'199'999))) == "22-11-2026"); // 23:59:59.999
    CHECK(callers::day_text(TimePoint(Millis(1'795'372'200'000))) == "23-11-2026");
    CHECK(callers::day_text(TimePoint{}) == "01-01-1970");
}

TEST_CASE("a phone is told from others by its last four digits, zeros too") {
    CHECK(lines::tail(919'876'543'210) == "XX3210");
    CHECK(lines::tail(919'876'540'007) == "XX0007");
}

TEST_CASE("relations, topics, ways and purposes are names of a table") {
    CHECK(lines::is_relation("family"));
    CHECK_FALSE(lines::is_relation("Family"));
    CHECK(alerts::is_topic("prices"));
    CHECK_FALSE(alerts::is_topic(""));
    CHECK(alerts::is_way("weekly"));
    CHECK_FALSE(alerts::is_way("fax"));
    CHECK(consent::is_purpose("share_bank"));
    CHECK_FALSE(consent::is_purpose("marketing"));
}
