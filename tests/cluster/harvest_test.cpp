#include "cluster/harvest.hpp"
#include "tests/support/catch.hpp"

#include <string>

using namespace haatline;

namespace {

constexpr TimePoint kNow{Millis(1'790'000'000'000)};
constexpr std::uint64_t kPhone = 919'876'543'210;

/// How many of `most` different searches a number may see.
int pages_seen(Harvest& harvest, std::uint64_t phone, int most, TimePoint now = kNow) {
    int seen = 0;
    for (int i = 0; i < most; ++i)
        seen += harvest.allows(phone, "peers.near",
                               {{"product", "pickle"}, {"pin", std::to_string(110001 + i)}}, now);
    return seen;
}

} // namespace

TEST_CASE("a number that walks through PIN codes sees sixty pages of the directory a day") {
    Harvest harvest;
    CHECK(pages_seen(harvest, kPhone, 5000) == list_pages_a_day);
    CHECK(pages_seen(harvest, kPhone + 1, 20) == 20); // another number is not touched by it
}

TEST_CASE("looking at the same list again costs nothing, and tomorrow is a new day") {
    Harvest harvest;
    Values const mine{{"product", "pickle"}, {"pin", "844101"}};
    for (int i = 0; i < 1000; ++i) REQUIRE(harvest.allows(kPhone, "peers.near", mine, kNow));
    pages_seen(harvest, kPhone, 5000);
    CHECK(harvest.allows(kPhone, "peers.near", mine, kNow));
    CHECK(pages_seen(harvest, kPhone, 20, kNow + std::chrono::hours(24)) == 20);
}

TEST_CASE("cards are counted by themselves, other questions not at all") {
    Harvest harvest;
    int cards = 0;
    for (int i = 0; i < 1000; ++i)
        cards += harvest.allows(kPhone, "peer.card", {{"peer", std::to_string(i)}}, kNow);
    CHECK(cards == cards_a_day);
    CHECK(pages_seen(harvest, kPhone, 20) == 20);
    for (int i = 0; i < 1000; ++i)
        REQUIRE(harvest.allows(kPhone, "place.by_pin", {{"pin", std::to_string(i)}}, kNow));
}

TEST_CASE("operators are told of caps and closed secret numbers, and of nothing ordinary") {
    CHECK(notice_of("peers.near", "limit") == "directory");
    CHECK(notice_of("peer.card", "limit") == "directory");
    CHECK(notice_of("join.allowed", "full") == "people");
    CHECK(notice_of("join.allowed", "limit") == "registrations");
    CHECK(notice_of("secret.state", "locked") == "secret");
    CHECK(notice_of("secret.check", "locked") == "secret");
    CHECK(notice_of("secret.state", "set").empty());
    CHECK(notice_of("secret.check", "wrong").empty());
    CHECK(notice_of("talk.allowed", "limit").empty());
}
