#include "gateway/channels/sms/likes.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

TEST_CASE("an id is its own identity, however long after it comes again") {
    Likes likes;
    CHECK(likes.identity("m1", Millis(0), TimePoint(Millis(0))) == "m1");
    CHECK(likes.identity("m1", Millis(0), TimePoint(Millis(1'000'000'000))) == "m1");
}

TEST_CASE("alike within the while is the same, over the border of two whiles too") {
    Likes likes;
    Millis const minute(60'000);
    auto const at = [](int seconds) { return TimePoint(std::chrono::seconds(seconds)); };
    auto const first = likes.identity("hi", minute, at(59));
    CHECK(likes.identity("hi", minute, at(61)) == first);
    CHECK(likes.identity("hi", minute, at(118)) == first);
    auto const later = likes.identity("hi", minute, at(119));
    CHECK(later != first);
    CHECK(likes.identity("hi", minute, at(125)) == later);
    CHECK(likes.identity("ho", minute, at(125)) != later);
}

TEST_CASE("a process that was started again calls the like of the same while the same") {
    Millis const day(86'400'000);
    Likes before, after;
    CHECK(before.identity("hi", day, TimePoint(Millis(1'000))) ==
          after.identity("hi", day, TimePoint(Millis(80'000'000))));
}

TEST_CASE("a flood of messages makes the oldest forgotten, and no more room taken") {
    Likes likes(2);
    Millis const minute(60'000);
    for (auto const* text : {"a", "b", "c"})
        likes.identity(text, minute, TimePoint(Millis(59'000)));
    // `a` is forgotten: its like in the next while is another one, while `c` is still known.
    CHECK(likes.identity("c", minute, TimePoint(Millis(61'000))) == "c@0");
    CHECK(likes.identity("a", minute, TimePoint(Millis(61'000))) == "a@1");
}
