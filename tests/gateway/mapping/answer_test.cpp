#include "gateway/mapping/answer.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::mapping;

namespace {

std::string refusal(std::string const& replies, Error const& error) {
    std::vector<Problem> problems;
    auto const mapping =
        load_mapping("mapping: 1\nprovider: demo\nin:\n  sms:\n    channel: sms\n"
                     "    fields: {phone: from}\n    events: [{mo: otherwise}]\n    replies:\n" +
                         replies,
                     "demo.yaml", problems);
    if (!mapping) return problems.front().what;
    auto const out = refuse(*mapping, nullptr, error, RouteFacts(), TimePoint());
    return std::to_string(out.status) + '|' + out.content_type + '|' + out.body;
}

Error const missing{Errc::bad_request,
                    "field a is missing; field b is given twice; the body is odd"};
Error const stranger{Errc::unauthenticated, "field userid is wrong"};

} // namespace

TEST_CASE("a refusal says what is wrong as the provider expects it") {
    CHECK(refusal("      refused: {body: 'no: {why}'}\n", missing) ==
          "400|text/plain; charset=utf-8|no: field a is missing; field b is given twice; the body "
          "is odd");
    CHECK(
        refusal("      refused: {type: application/json, body: {$spread: faults}}\n", missing) ==
        R"(400|application/json|{"a":"is missing","b":"is given twice","request":"the body is odd"})");
    CHECK(refusal("      refused: {status: 200, body: sorry}\n", missing) ==
          "200|text/plain; charset=utf-8|sorry");
    CHECK(refusal("      refused: {statuses: {404: 400}, body: '{why}'}\n",
                  {Errc::not_found, "x"}) == "400|text/plain; charset=utf-8|x");
    CHECK(refusal("      ack: {body: ok}\n", missing) == "400|text/plain; charset=utf-8|");
}

TEST_CASE("a stranger is told nothing but what the provider would be told") {
    CHECK(refusal("      refused: {body: '{why}'}\n", stranger) ==
          "403|text/plain; charset=utf-8|");
    CHECK(refusal("      forbidden: {body: Forbidden}\n", stranger) ==
          "403|text/plain; charset=utf-8|Forbidden");
}
