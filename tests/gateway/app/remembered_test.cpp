// Providers whose later requests do not say who calls.
#include "tests/support/catch.hpp"
#include "tests/support/line.hpp"

using namespace haatline;
using haatline::tests::Line;

namespace {

gateway::RawRequest infobip(std::string const& method, std::string const& verb,
                            std::string const& body) {
    gateway::RawRequest out;
    out.method = method;
    out.path = "/in/infobip/demo/session/77/" + verb;
    out.content_type = "application/json";
    out.body = body;
    out.peer = "127.0.0.1";
    return out;
}

std::string const start = R"({"msisdn":"919876543210","text":"*789#","shortCode":"*789#"})";

} // namespace

TEST_CASE("who began a dialogue is remembered when later requests do not name the caller") {
    Line line;
    auto const first = line.call_all({infobip("POST", "start", start)}).front();
    REQUIRE(first.body.find("\"shouldClose\":false") != std::string::npos);
    auto const second = line.call_all({infobip("POST", "response", R"({"text":"2"})")}).front();
    CHECK(second.body.find("\"shouldClose\":false") != std::string::npos);
    CHECK(second.body != first.body);
    auto const alive = line.call_all({infobip("GET", "status", "")}).front();
    CHECK(alive.body.find("\"sessionActive\":true") != std::string::npos);
    auto const end =
        line.call_all({infobip("PUT", "end", R"({"reason":"user","exitCode":510})")}).front();
    CHECK(end.body == R"({"responseExitCode":200,"responseMessage":""})");
}

TEST_CASE("a dialogue that nobody remembers is closed with a sentence or refused, never answered") {
    Line line;
    auto const reply = line.call_all({infobip("POST", "response", R"({"text":"2"})")}).front();
    CHECK(reply.status == 200);
    CHECK(reply.body.find("\"responseExitCode\":400") != std::string::npos);
}
