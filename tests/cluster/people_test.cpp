#include "cluster/people.hpp"
#include "cluster/secret.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <array>

using namespace haatline;
using namespace haatline::people;

namespace {

constexpr TimePoint kNow{Millis(1'790'000'000'000)};
constexpr auto day = std::chrono::hours(24);

} // namespace

TEST_CASE("a number is fresh for 59 days, silent from 60, lapsed from 90") {
    CHECK(standing(kNow - 59 * day, kNow - 500 * day, kNow, {}) == Standing::fresh);
    CHECK(standing(kNow - 60 * day, kNow - 500 * day, kNow, {}) == Standing::silent);
    CHECK(standing(kNow - 90 * day + Millis(1), kNow - 500 * day, kNow, {}) == Standing::silent);
    CHECK(standing(kNow - 90 * day, kNow - 500 * day, kNow, {}) == Standing::lapsed);
    CHECK(standing(kNow + day, kNow, kNow, {}) == Standing::fresh); // the clock stepped back
}

TEST_CASE("a number that never called turns silent but never lapses") {
    CHECK(standing(std::nullopt, kNow - 59 * day, kNow, {}) == Standing::fresh);
    CHECK(standing(std::nullopt, kNow - 500 * day, kNow, {}) == Standing::silent);
}

TEST_CASE("the periods are settings") {
    Ages const ages{std::chrono::days(10), std::chrono::days(20)};
    CHECK(standing(kNow - 9 * day, kNow, kNow, ages) == Standing::fresh);
    CHECK(standing(kNow - 10 * day, kNow, kNow, ages) == Standing::silent);
    CHECK(standing(kNow - 20 * day, kNow, kNow, ages) == Standing::lapsed);
}

TEST_CASE("a call is written down once a day, and the day is India's") {
    constexpr TimePoint half_past_six_pm_utc{Millis(1'789'929'000'000)}; // midnight in India
    CHECK_FALSE(seen_today(std::nullopt, kNow));
    CHECK(seen_today(half_past_six_pm_utc, half_past_six_pm_utc + day - Millis(1)));
    CHECK_FALSE(seen_today(half_past_six_pm_utc - Millis(1), half_past_six_pm_utc));
}

TEST_CASE("the first word of a name is the same in any case and spacing, and never a near miss") {
    CHECK(same_first_word("Asha Foods", "asha"));
    CHECK(same_first_word("Asha Foods", "  ASHA "));
    CHECK(same_first_word("Asha Foods", "Asha Devi"));
    CHECK(same_first_word("आशा अचार", "आशा"));
    CHECK_FALSE(same_first_word("Asha Foods", "Ash"));
    CHECK_FALSE(same_first_word("Asha Foods", "Foods"));
    CHECK_FALSE(same_first_word("Asha Foods", ""));
    CHECK_FALSE(same_first_word("", ""));
    CHECK_FALSE(same_first_word("...", "?"));
}

TEST_CASE("a true product stands among two others, the same ones in the same order every time") {
    std::vector<std::int64_t> const others{1, 2, 3, 4, 5, 6, 7, 8, 9};
    std::array<int, 3> places{};
    for (std::int64_t person = 1; person <= 300; ++person) {
        auto const rows = with_decoys(person, 50, others);
        REQUIRE(rows.size() == 3);
        REQUIRE(rows == with_decoys(person, 50, others));
        auto const at = std::find(rows.begin(), rows.end(), 50);
        REQUIRE(at != rows.end());
        ++places[static_cast<std::size_t>(at - rows.begin())];
        REQUIRE(rows[0] != rows[1]);
        REQUIRE(rows[1] != rows[2]);
        REQUIRE(rows[0] != rows[2]);
    }
    for (auto const count : places) CHECK(count > 60); // no place tells anything
    CHECK(with_decoys(1, 50, {}) == std::vector<std::int64_t>{50});
    CHECK(with_decoys(1, 50, std::vector<std::int64_t>{50}) == std::vector<std::int64_t>{50});
}

TEST_CASE("what everybody types first is no secret number") {
    for (auto const* four :
         {"0000", "9999", "1234", "4321", "0123", "6789", "9876", "1212", "4545"})
        CHECK(secret::too_simple(four));
    for (auto const* four : {"4821", "1235", "1221", "2580", "1990", "0007"})
        CHECK_FALSE(secret::too_simple(four));
}
