#include "gateway/mapping/presets.hpp"
#include "gateway/mapping/prove.hpp"
#include "tests/support/catch.hpp"

#include <set>

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::mapping;

TEST_CASE("every shipped preset is read without a complaint and proves itself") {
    std::set<std::string> names;
    for (auto const& preset : presets()) {
        INFO(preset.path);
        std::vector<Problem> problems;
        auto const mapping = load_mapping(preset.content, std::string(preset.path), problems);
        std::vector<std::string> complaints;
        for (auto const& problem : problems)
            complaints.push_back(std::to_string(problem.line) + ": " + problem.what);
        CHECK(complaints.empty());
        REQUIRE(mapping);
        CHECK(mapping->provider == provider_of(preset));
        CHECK(names.insert(mapping->provider).second);
        std::vector<std::string> failed;
        auto const proven = prove(*mapping);
        for (auto const& test : proven)
            if (!test.passed) failed.push_back(test.name + ": " + test.why);
        CHECK(failed == std::vector<std::string>{});
        CHECK(!proven.empty());
    }
    CHECK(names.size() >= 43);
}

TEST_CASE("a preset tells where its knowledge comes from, and how good it is") {
    for (auto const& preset : presets()) {
        INFO(preset.path);
        std::vector<Problem> problems;
        auto const mapping =
            load_mapping(preset.content, std::string(preset.path), problems, false);
        REQUIRE(mapping);
        CHECK(!mapping->sources.empty());
        CHECK(!mapping->notes.empty());
        CHECK(!mapping->title.empty());
        CHECK(mapping->tests.empty()); // a gateway at work carries none of them
    }
}

TEST_CASE("presets are known by name and by nothing else") {
    CHECK(preset_named("comviva").has_value());
    for (std::string const name : {"Comviva", "", "comviva.yaml", "../comviva"})
        CHECK(!preset_named(name).has_value());
}
