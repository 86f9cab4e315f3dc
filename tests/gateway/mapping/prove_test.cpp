#include "gateway/mapping/mapping.hpp"
#include "gateway/mapping/prove.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway::mapping;

namespace {

std::vector<std::string> failures(std::string const& play, std::string const& test = {}) {
    std::vector<Problem> problems;
    auto const mapping = load_mapping(
        "mapping: 1\nprovider: demo\nin:\n  ussd:\n    method: GET\n    body: query\n"
        "    fields: {session: s, phone: p, text: t}\n    dialogue: {dial: code}\n"
        "    events: [{continue: session is open}, {begin: otherwise}]\n"
        "    replies: {continue: {body: 'C{text}'}, end: {body: 'E{text}'}}\n    plays:\n"
        "      begin: {query: " +
            play +
            "}\n"
            "      continue: {query: {s: '{session}', p: '{phone}', t: '{text}'}}\n"
            "      hears: {text: \"body | part(1, 1000)\", ended: \"body matches '^E'\"}\n"
            "out:\n  send:\n    url: https://x.example.in/\n    answer: {accepted: status is "
            "'200'}\n" +
            test,
        "demo.yaml", problems);
    std::vector<std::string> out;
    for (auto const& problem : problems) out.push_back(problem.what);
    if (!mapping) return out;
    for (auto const& proven : prove(*mapping))
        if (!proven.passed) out.push_back(proven.name + ": " + proven.why);
    return out;
}

} // namespace

TEST_CASE("a mapping plays its provider against itself") {
    CHECK(failures("{s: '{session}', p: '{phone}', t: '{dialled}'}").empty());
}

TEST_CASE("a provider played in a way that the mapping does not read fails the test, and no more") {
    // A found input: what begins no dialogue was played on.
    CHECK(failures("{s: '{session}', t: '{dialled}'}") ==
          std::vector<std::string>{"plays: begin: field p is missing"});
}

TEST_CASE("a status that is no number is a failed test, not the end of the program") {
    auto const odd =
        "tests:\n  - {name: odd, answer: send, response: {status: many}, expect: {ok: true}}\n";
    CHECK(failures("{s: '{session}', p: '{phone}', t: '{dialled}'}", odd) ==
          std::vector<std::string>{"odd: ok expected true got false"});
}
