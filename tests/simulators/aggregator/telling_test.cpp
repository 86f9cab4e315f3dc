#include "simulators/aggregator/telling.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::simulators;
using namespace haatline::simulators::aggregator;

TEST_CASE("what differs between two undisturbed callers may be anything, the rest may not") {
    std::vector<Heard> const one{{"Hello Qaa\nYour ID 17.", false}},
        two{{"Hello Qbb\nYour ID 21.", false}};
    auto const telling = Telling::of(one, "Qaa", two, "Qbb").value();
    CHECK(telling.steps() == 1);
    CHECK(telling.fits(0, {"Hello Qcc\nYour ID 99.", false}, "Qcc"));
    CHECK_FALSE(telling.fits(0, {"Hello Qaa\nYour ID 99.", false}, "Qcc")); // somebody else's name
    CHECK_FALSE(telling.fits(0, {"Hello Qcc Your ID 99.", false}, "Qcc"));  // a line less
    CHECK_FALSE(telling.fits(0, {"Hello Qcc\nYour ID 99.", true}, "Qcc"));  // closed
    CHECK_FALSE(telling.fits(0, {"Hello Qcc\nYour ID", false}, "Qcc"));
    CHECK_FALSE(telling.fits(1, {"Hello Qcc\nYour ID 99.", false}, "Qcc"));
}

TEST_CASE("screens of different length tell nothing to hold others against") {
    auto const telling = Telling::of({{"one", false}}, "", {{"one more", false}}, "");
    REQUIRE_FALSE(telling);
    CHECK(telling.error().detail.starts_with("step 1 shows different screens"));
}
