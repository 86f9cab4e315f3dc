#include "gateway/app/config.hpp"
#include "gateway/mapping/presets.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

TEST_CASE("the demo listens on loopback with a route for every preset and the token demo") {
    auto const demo = demo_config();
    CHECK(demo.listen == "127.0.0.1:8080");
    std::vector<std::string> names;
    for (auto const& each : demo.routes) {
        names.push_back(each.name);
        CHECK(each.provider == each.name);
        CHECK(each.token.full() == "demo");
        CHECK(each.service_code == "*789#");
        CHECK(each.budget == coding::PageBudget{160, 80});
    }
    CHECK(names.size() == mapping::presets().size());
    names.resize(3); // those that most people try first
    CHECK(names == std::vector<std::string>{"africastalking", "imimobile", "comviva"});
}
