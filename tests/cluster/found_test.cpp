#include "cluster/found.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>

using namespace haatline;

namespace {

Found found(std::int64_t object, Why why, int apart, bool weak = false) {
    return {object, "word", why, apart, weak};
}

} // namespace

TEST_CASE("letter for letter comes before a synonym, and that before anything heard") {
    std::vector<Found> all{found(5, Why::slip, 2),      found(4, Why::part, 0),
                           found(3, Why::sound, 3),     found(2, Why::synonym, 0),
                           found(6, Why::beginning, 0), found(1, Why::exact, 0)};
    std::sort(all.begin(), all.end(), surer);
    std::vector<std::int64_t> order;
    for (auto const& each : all) order.push_back(each.object);
    CHECK(order == std::vector<std::int64_t>{1, 2, 6, 3, 4, 5});
}

TEST_CASE("what is heard is sure when it is the same word spelt otherwise and no other is near") {
    CHECK(is_sure({found(1, Why::sound, 3)}, 3));
    CHECK(is_sure({found(1, Why::sound, 1), found(2, Why::sound, 4)}, 3));
    CHECK_FALSE(is_sure({found(1, Why::sound, 1), found(2, Why::sound, 3)}, 3)); // another is near
    CHECK_FALSE(is_sure({found(1, Why::sound, 4)}, 3));                          // other vowels
    CHECK_FALSE(is_sure({found(1, Why::sound, 3)}, 2)); // two consonants are little to go by
    CHECK_FALSE(is_sure({found(1, Why::sound, 0)}, 1));
    CHECK_FALSE(is_sure({found(1, Why::sound, 0, true)}, 3)); // a weak word never decides
    CHECK_FALSE(is_sure({found(1, Why::slip, 2)}, 4));
    CHECK_FALSE(is_sure({}, 3));
}

TEST_CASE("a longer word may differ by more before it is no guess at all") {
    CHECK(is_near(found(1, Why::sound, 10), 3));
    CHECK_FALSE(is_near(found(1, Why::sound, 11), 3));
    CHECK_FALSE(is_near(found(1, Why::part, 7), 3));
    CHECK(is_near(found(1, Why::sound, 2), 1));
    CHECK_FALSE(is_near(found(1, Why::sound, 3), 1));
    CHECK(is_near(found(1, Why::exact, 0), 0));
}

TEST_CASE("each proof says why") {
    for (auto const why :
         {Why::exact, Why::synonym, Why::sound, Why::part, Why::beginning, Why::slip}) {
        CHECK_FALSE(name(why).empty());
        CHECK_FALSE(meaning(why).empty());
    }
    CHECK(name(Why::synonym) == "synonym");
}
