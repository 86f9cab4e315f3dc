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
        requests.push_back(
            {i % 2 == 1 ? "POST" : "GET", "/" + std::to_string(i), i % 2 == 1 ? "a=1" : ""});
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
        CHECK(volley(served.url(), {{"GET", "/never"}}, {4, 100ms}) ==
              std::vector<std::string>{"timeout"});
    }
    CHECK(volley("http://127.0.0.1:1", {{"GET", "/"}}) == std::vector<std::string>{"unavailable"});
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
        many->send({"GET", std::move(path)}, [&](Result<ClientReply> reply) {
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

TEST_CASE("any method goes out with its headers, and all headers of the answer come back") {
    Served served([](RawRequest request, std::function<void(RawReply)> done) {
        auto reply = saying(shown(request));
        for (auto const& [name, value] : request.headers.all())
            reply.headers.emplace_back("Set-Cookie", std::string(name) + '=' + std::string(value));
        done(std::move(reply));
    });
    Loop loop;
    auto many = HttpVolley::open(loop, served.url(), {}).value();
    std::vector<std::string> heard;
    auto const note = [&](Result<ClientReply> reply) {
        heard.push_back(reply ? reply->body : reply.error().detail);
        if (reply)
            for (auto const cookie : reply->headers_all("set-cookie")) heard.emplace_back(cookie);
        if (heard.size() == 5) loop.stop();
    };
    many->send({"PUT", "/end", "{}", "application/json", {{"A", "1"}, {"A", "2"}}}, note);
    many->send({"GET", "/x\r\nB: 3"}, note);
    many->send({"HEAD", "/head"}, note); // refused by the server; its answer ends where it ends
    loop.run();
    std::ranges::sort(heard);
    CHECK(heard == std::vector<std::string>{"", "A=1", "A=2", "PUT /end?|application/json|{}|",
                                            "the path must begin with '/' and hold no blanks"});
}
