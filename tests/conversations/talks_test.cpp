#include "tests/support/catch.hpp"
#include "tests/support/talk.hpp"

using namespace haatline::tests;

TEST_CASE("every recorded conversation is heard again word for word") {
    auto const talks = recorded_talks();
    REQUIRE_FALSE(talks.empty());
    for (auto const& talk : talks) {
        DYNAMIC_SECTION(talk.path) {
            auto const heard = replayed(talk, Between::nothing);
            if (recording())
                record(talk, heard);
            else
                CHECK(heard == talk.text);
        }
    }
}

TEST_CASE("every recorded conversation is the same when the gateway stops, or is killed, before "
          "each answer") {
    if (recording()) return;
    for (auto const& talk : recorded_talks()) {
        DYNAMIC_SECTION(talk.path) {
            CHECK(replayed(talk, Between::restart_each_step) == talk.text);
        }
    }
}
