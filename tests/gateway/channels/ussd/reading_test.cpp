#include "gateway/channels/ussd/reading.hpp"
#include "tests/support/catch.hpp"

using namespace haatline::gateway;

TEST_CASE("of a dial only languages, keys and places are written down") {
    CHECK(dialled_parts("") == "");
    CHECK(dialled_parts("22") == "22");
    CHECK(dialled_parts("0") == "0");
    CHECK(dialled_parts("22*110001") == "22*110001");
    // A dialogue forgotten meanwhile, whose answers come all at once as if they were dialled.
    CHECK(dialled_parts("1*3*4821*1") == "1*3*?*1");
    CHECK(dialled_parts("9876543210") == "?");
    CHECK(dialled_parts("1**2*") == "1**2*");
}
