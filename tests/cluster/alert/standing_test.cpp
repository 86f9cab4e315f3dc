#include "cluster/alert/standing.hpp"
#include "tests/support/catch.hpp"

#include <set>

using namespace haatline;
using namespace haatline::alerts;

namespace {

Hands const kHands{"asha", "meena", "ravi"};

} // namespace

TEST_CASE("whoever wrote, changed or submitted an alert never approves it") {
    for (auto const* who : {"asha", "meena", "ravi", "Asha", "RAVI."}) {
        auto const refused = moved(Standing::submitted, Verb::approve, who, kHands);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == Errc::unauthenticated);
        CHECK(refused.error().detail ==
              std::string(who) + " wrote or submitted it: a second person approves it");
    }
    CHECK(moved(Standing::submitted, Verb::approve, "tara", kHands) == Standing::approved);
}

TEST_CASE("what time does nobody of the desk can do, and what is over stays over") {
    CHECK_FALSE(moved(Standing::approved, Verb::begin, "asha", kHands));
    CHECK(moved(Standing::approved, Verb::begin, "", kHands) == Standing::sending);
    CHECK_FALSE(moved(Standing::submitted, Verb::approve, "", kHands));
    for (auto const& move : moves()) CHECK_FALSE(is_over(move.from));
    CHECK(moved(Standing::done, Verb::cancel, "asha", kHands).error().detail ==
          "it is done, so there is nothing to cancel: it is over, write a new one");
    CHECK(moved(Standing::draft, Verb::approve, "asha", kHands).error().detail ==
          "it is draft, so there is nothing to approve: it takes edit, submit, cancel");
}

TEST_CASE("every standing is reached, every verb is used, and every name is read back") {
    std::set<Standing> reached{Standing::draft};
    std::set<Verb> used;
    for (auto const& move : moves()) {
        reached.insert(move.to);
        used.insert(move.verb);
        CHECK(verb_named(name_of(move.verb)) == move.verb);
        CHECK(standing_named(name_of(move.to)) == move.to);
    }
    CHECK(reached.size() == standings);
    CHECK(used.size() == 10);
    CHECK_FALSE(standing_named("sent"));
    CHECK_FALSE(verb_named("send"));
}
