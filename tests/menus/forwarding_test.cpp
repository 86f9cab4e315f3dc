#include "menus/forwarding.hpp"
#include "tests/support/catch.hpp"

using haatline::menus::forwarding_code;

TEST_CASE("codes that divert calls are seen wherever they stand, in any digits") {
    CHECK(forwarding_code("*21*98#") == "*21*");
    CHECK(forwarding_code("dial **61*9# now") == "*61*");
    CHECK(forwarding_code("*789*21#") == "*21#");
    CHECK(forwarding_code("*401*9") == "*401*");
    CHECK(forwarding_code("*४०१*९") == "*401*");
    CHECK(forwarding_code("**002*1") == "*002*");
}

TEST_CASE("our own codes and plain stars are not") {
    for (auto const* text :
         {"*789#", "*789*22#", "*789*110021#", "{n} found (*=vouched)", "2*21", "*21", ""})
        CHECK(forwarding_code(text).empty());
}
