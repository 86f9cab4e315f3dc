#include "cluster/allowance.hpp"
#include "cluster/consent.hpp"
#include "cluster/line.hpp"
#include "cluster/topic.hpp"
#include "tests/support/catch.hpp"

#include <fstream>
#include <iterator>
#include <set>
#include <string>

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
    CHECK(consent::is_asked("share_bank"));
    CHECK_FALSE(consent::is_asked("marketing"));
}

TEST_CASE("each purpose rests on one lawful basis, and a directory of people on consent alone") {
    std::set<std::string_view> names, bases;
    for (auto const& purpose : consent::purposes) {
        INFO(purpose.name);
        CHECK(names.insert(purpose.name).second);
        bases.insert(purpose.basis);
        CHECK(consent::is_asked(purpose.name) == (purpose.basis == consent::by_consent));
        CHECK_FALSE(purpose.for_what.empty());
    }
    CHECK(bases ==
          std::set<std::string_view>{"consent", "legal", "s7b"}); // schema 0004 knows these
    for (auto const* asked : {"core", "list", "alerts", "share_assoc", "share_bank"})
        CHECK(consent::find(asked)->basis == "consent");
    CHECK(consent::find("benefits")->basis == "s7b");
    CHECK(consent::find("log")->basis == "legal");
    CHECK(consent::find("marketing") == nullptr);
}

TEST_CASE("the page for the person on duty tells each purpose with its basis") {
    std::ifstream file(std::string(HAATLINE_SOURCE_DIR) + "/docs/operators.md");
    REQUIRE(file);
    std::string const page((std::istreambuf_iterator<char>(file)),
                           std::istreambuf_iterator<char>());
    for (auto const& purpose : consent::purposes) {
        auto const row = "| `" + std::string(purpose.name) + "` | " +
                         std::string(purpose.for_what) + " | `" + std::string(purpose.basis) +
                         "` |";
        INFO(row);
        CHECK(page.find(row) != std::string::npos);
    }
}
