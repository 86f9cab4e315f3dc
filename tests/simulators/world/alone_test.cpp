#include "simulators/world/alone.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::simulators::world;

namespace {

gateway::Program const& program() {
    static auto const loaded = gateway::load_program({}, {}, gateway::standard_budgets());
    REQUIRE(loaded);
    REQUIRE(loaded->program);
    return *loaded->program;
}

storage::Step dial(std::string reply) {
    storage::Step step;
    step.caller.now = TimePoint(Millis(1'790'000'000'000));
    step.kind = "begin";
    step.reply = std::move(reply);
    return step;
}

Answer stranger() {
    Answer out;
    out.outcome = "new";
    return out;
}

} // namespace

TEST_CASE("the reference notices a screen that is another one") {
    gateway::Pepper const pepper({});
    Alone alone(program(), pepper);
    std::vector<Alone::Heard> const heard{{{"caller.profile", {}}, stranger()}};
    auto const wrong = alone.take(dial("something else"), {}, heard);
    REQUIRE(wrong);
    CHECK(wrong->starts_with("reads\nsomething else\ninstead of\n"));
}

TEST_CASE("the reference notices a question that nobody asked") {
    gateway::Pepper const pepper({});
    Alone alone(program(), pepper);
    CHECK(alone.take(dial(""), {}, {}) == "would have asked caller.profile, and nothing was asked");
}
