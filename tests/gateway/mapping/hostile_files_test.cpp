// Mapping files as nobody should write them: each is told, none ends the program.
#include "gateway/mapping/mapping.hpp"
#include "tests/support/catch.hpp"

#include <string>
#include <vector>

using namespace haatline;
using namespace haatline::gateway::mapping;

namespace {

std::string told(std::string const& content) {
    std::vector<Problem> problems;
    if (load_mapping(content, "x.yaml", problems)) return "taken";
    REQUIRE(!problems.empty());
    return std::to_string(problems.front().line) + ": " + problems.front().what;
}

std::string const head = "mapping: 1\nprovider: x\n";

} // namespace

TEST_CASE("aliases that would grow beyond bounds are counted as often as they stand") {
    std::string bomb = head + "notes: x\nsettings:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int i = 1; i < 9; ++i) {
        auto const name = "a" + std::to_string(i), last = "*a" + std::to_string(i - 1);
        bomb += "  " + name + ": &" + name + " [" + last;
        for (int j = 1; j < 10; ++j) bomb += ", " + last;
        bomb += "]\n";
    }
    CHECK(told(bomb) == "1: more than 20,000 values, each alias counted as often as it stands");
}

TEST_CASE("lists of nothing, two documents, and what is no map are told by line") {
    auto const section = head + "in:\n  a:\n    channel: sms\n    events: [{mo: otherwise}]\n";
    CHECK(told(section + "    path: []\n") == "7: path: a list of nothing; leave it out");
    CHECK(told(section + "    method: []\n") == "7: method: a list of nothing; leave it out");
    auto const one = "1: a mapping is one document; here is none, or a second one behind --- or a "
                     "comma at the margin";
    CHECK(told(section + "---\n" + section) == one);
    CHECK(told("") == one);
    CHECK(told(",") == one); // LoadAll of yaml-cpp 0.7 never comes back from this one
    CHECK(told(section + ", x") == "7: not readable as YAML: end of map not found");
    CHECK(told("- a\n- b\n") == "1: mapping: a map belongs here (`name: value`)");
    CHECK(told(std::string(300'000, 'a')) == "1: longer than 256 KiB: not a mapping");
    CHECK(told(std::string(10'000, '[')).starts_with("1: not readable as YAML"));
}

TEST_CASE("a secret stands in no field, and a reply's header is a header that may be set") {
    auto const section = [](std::string const& more) {
        return head +
               "secrets: [key]\nin:\n  a:\n    channel: sms\n    events: [{mo: otherwise}]\n" +
               more;
    };
    CHECK(told(section("    keep: {k: 'secret:key'}\n")) ==
          "5: a: `key` is a secret: those stand in `security` and `out` only");
    CHECK(told(section("    keep: {k: 'path:zz'}\n")) == "5: a: `zz` is in no `path:` as {zz}");
    CHECK(told(section("    stores: [nope]\n")) ==
          "5: a: `stores` names `nope`, which is neither a field nor in `keep:`");
    CHECK(told(section("    replies: {ack: {headers: {Content-Length: '3'}, body: ''}}\n"))
              .find("header `Content-Length` is ours to write") != std::string::npos);
}
