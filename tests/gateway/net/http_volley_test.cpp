#include "gateway/net/http_volley.hpp"
#include "tests/gateway/net/served.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>

#include <vector>

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;

namespace {

/// Sends all at once from a loop of its own and gives the answers in the order they were asked for.
std::vector<std::string> volley(std::string const& url, std::vector<ClientRequest> requests,
                                VolleyOptions options = {}, std::size_t* connections = nullptr) {
    Loop loop;
    auto many = HttpVolley::open(loop, url, options).value();
    std::vector<std::string> answers(requests.size());
    std::size_t left = requests.size();
    for (std::size_t i = 0; i < requests.size(); ++i)
        many->send(std::move(requests[i]), [&, i](Result<ClientReply> reply) {
            answers[i] = reply ? reply->body : std::string(reply.error().about().name);
            if (--left == 0) loop.stop();
        });
    loop.run();
    if (connections) *connections = many->connections();
    return answers;
}

} // namespace

TEST_CASE("many requests share few connections, and each gets its own answer") {
    Served served;
    std::vector<ClientRequest> requests;
    std::vector<std::string> wanted;
    for (int i = 0; i < 200; ++i) {
        requests.push_back({i % 2 == 1, "/" + std::to_string(i), i % 2 == 1 ? "a=1" : ""});
        wanted.push_back(i % 2 == 1
                             ? fmt::format("POST /{}?|application/x-www-form-urlencoded|a=1|", i)
                             : fmt::format("GET /{}?|||", i));
    }
    std::size_t connections = 0;
    CHECK(volley(served.url(), requests, {8, 30s}, &connections) == wanted);
    CHECK(connections == 8);
    CHECK(served.counters().connections_total == 8);
}

TEST_CASE("a server that does not answer in time, or is not there, is an error of that request") {
    Held held;
    {
        Served served(held.handler());
        CHECK(volley(served.url(), {{false, "/never", ""}}, {4, 100ms}) ==
              std::vector<std::string>{"timeout"});
    }
    CHECK(volley("http://127.0.0.1:1", {{false, "/", ""}}) ==
          std::vector<std::string>{"unavailable"});
    Loop loop;
    CHECK(HttpVolley::open(loop, "ftp://127.0.0.1", {}).error().code == Errc::bad_request);
}

TEST_CASE("a kept connection that the server closed meanwhile is opened again") {
    HttpLimits limits;
    limits.idle_timeout = 40ms;
    Served served(echo, limits);
    Loop loop;
    auto many = HttpVolley::open(loop, served.url(), {}).value();
    std::vector<std::string> answers;
    auto const ask = [&](std::string path) {
        many->send({false, std::move(path), ""}, [&](Result<ClientReply> reply) {
            answers.push_back(reply ? reply->body : reply.error().detail);
            loop.stop();
        });
        loop.run();
    };
    ask("/1");
    REQUIRE(served.comes_true([](HttpCounters const& now) { return now.connections_open == 0; }));
    ask("/2");
    CHECK(answers == std::vector<std::string>{"GET /1?|||", "GET /2?|||"});
}
