#include "base/masked.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;

TEST_CASE("a secret prints as dots and is read only by asking for it in full") {
    Secret const secret{"4711"};
    CHECK(fmt::format("pin {}", secret) == "pin ••••");
    CHECK(secret.full() == "4711");
    CHECK(secret == Secret{"4711"});
    CHECK_FALSE(secret == Secret{"4712"});
    CHECK(fmt::format("{}", Masked<int>{7}) == "••••");
    CHECK(Secret{}.full().empty());
}
