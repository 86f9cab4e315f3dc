#include "gateway/app/reply_guard.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

namespace {

constexpr TimePoint kMorning{Millis(1'800'000'000'000)};

} // namespace

TEST_CASE(
    "a number that floods is told to wait once, then nothing; a minute later it is heard again") {
    ReplyGuard guard({});
    std::vector<Silence> heard;
    for (int i = 0; i < 15; ++i) heard.push_back(guard.heard(1, std::to_string(i), kMorning));
    CHECK(heard[11] == Silence::none);
    CHECK(heard[12] == Silence::wait);
    CHECK(heard[13] == Silence::flood);
    CHECK(heard[14] == Silence::flood);
    CHECK(guard.heard(2, "hello", kMorning) == Silence::none);
    CHECK(guard.heard(1, "hello", kMorning + std::chrono::seconds(61)) == Silence::none);
}

TEST_CASE("what is always heard in a flood does not use up the one word that tells it to wait") {
    ReplyGuard guard({});
    for (int i = 0; i < 12; ++i) guard.heard(1, std::to_string(i), kMorning);
    CHECK(guard.heard(1, "START", kMorning, true) == Silence::none);
    CHECK(guard.heard(1, "FIND achar", kMorning) == Silence::wait);
    CHECK(guard.heard(1, "FIND achar", kMorning) == Silence::flood);
}

TEST_CASE("a machine that says the same again and again is not worked for") {
    ReplyGuard guard({});
    for (int i = 0; i < 4; ++i)
        CHECK(guard.heard(1, "I am away", kMorning + std::chrono::minutes(i)) == Silence::none);
    CHECK(guard.heard(1, "I am away", kMorning + std::chrono::minutes(5)) == Silence::machine);
    CHECK(guard.heard(1, "1", kMorning + std::chrono::minutes(6)) == Silence::none);
    CHECK(guard.heard(1, "I am away", kMorning + std::chrono::hours(3)) == Silence::none);
}

TEST_CASE("answers have a budget an hour and a day, and the same one is not sent for ever") {
    ReplyGuard guard({});
    for (int i = 0; i < 3; ++i) CHECK(guard.answers(1, "same", kMorning) == Silence::none);
    CHECK(guard.answers(1, "same", kMorning) == Silence::same_reply);
    ReplyGuard hours({});
    for (int i = 0; i < 40; ++i)
        REQUIRE(hours.answers(1, std::to_string(i), kMorning) == Silence::none);
    CHECK(hours.answers(1, "more", kMorning + std::chrono::minutes(59)) == Silence::hour);
    int sent = 40;
    for (int i = 0; i < 400; ++i)
        sent += hours.answers(1, std::to_string(i), kMorning + std::chrono::hours(1 + i / 40)) ==
                Silence::none;
    CHECK(sent == 120);
    CHECK(hours.answers(1, "next day", kMorning + std::chrono::hours(25)) == Silence::none);
}

TEST_CASE("as many numbers as there are do not fill the memory") {
    ReplyGuard guard({});
    for (std::uint64_t i = 1; i <= ReplyGuard::numbers_max + 5; ++i)
        guard.heard(i, "x", kMorning + Millis(static_cast<std::int64_t>(i) * 50));
    CHECK(guard.size() <= ReplyGuard::numbers_max);
}
