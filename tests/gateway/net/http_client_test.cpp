#include "gateway/net/http_client.hpp"
#include "tests/gateway/net/served.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;

TEST_CASE("the client gets and posts over one kept connection") {
    Served served;
    auto client = HttpClient::connect(served.url()).value();
    auto const first = client.get("/a?b=c", {{"X-Forwarded-For", "192.0.2.1"}}).value();
    CHECK(first.status == 200);
    CHECK(first.body == "GET /a?b=c|||192.0.2.1");
    CHECK(first.header("content-type") == "text/plain");
    CHECK(first.header("absent").empty());
    CHECK(client.post("/p", "text/plain", "क").value().body == "POST /p?|text/plain|क|");
    CHECK(served.counters().connections_total == 1);
}

TEST_CASE("a path in the client's address stands before every path") {
    Served served;
    auto client = HttpClient::connect(served.url() + "/base/").value();
    CHECK(client.get("/a").value().body == "GET /base/a?|||");
}

TEST_CASE("the client opens a connection again that the server closed meanwhile") {
    HttpLimits limits;
    limits.idle_timeout = 40ms;
    Served served(echo, limits);
    auto client = HttpClient::connect(served.url()).value();
    CHECK(client.get("/1").value().body == "GET /1?|||");
    REQUIRE(served.comes_true([](HttpCounters const& now) { return now.connections_open == 0; }));
    CHECK(client.get("/2").value().body == "GET /2?|||");
    CHECK(served.counters().connections_total == 2);
}

TEST_CASE("the client does not wait for ever") {
    Held held;
    Served served(held.handler());
    auto client = HttpClient::connect(served.url(), 50ms).value();
    auto const reply = client.get("/never");
    REQUIRE(!reply);
    CHECK(reply.error().code == Errc::timeout);
    CHECK(reply.error().detail == served.address() + " did not answer within 50 ms");
}

TEST_CASE("the client says what is wrong with an address") {
    auto const why = [](std::string const& url) { return HttpClient::connect(url).error().detail; };
    CHECK(why("https://127.0.0.1:1") ==
          "'https://127.0.0.1:1' is not an http:// address; write http://ADDR:PORT");
    CHECK(why("http://") == "'http://' names no host or port; write http://ADDR:PORT");
    CHECK(why("http://127.0.0.1:1") ==
          "127.0.0.1:1: Connection refused; is the gateway running there?");
}

TEST_CASE("work handed to the loop runs in order, from any thread, and later when asked so") {
    Loop loop;
    std::string order;
    loop.after(5ms, [&] {
        order += "c";
        loop.stop();
    });
    loop.after(0ms, [&] { order += "b"; });
    std::thread([&] { loop.post([&] { order += "a"; }); }).join();
    loop.run();
    CHECK(order == "abc");
}

TEST_CASE("the blocking client sends any method with its headers, the doubled ones too") {
    Served served([](RawRequest request, std::function<void(RawReply)> done) {
        auto text = shown(request);
        for (auto const& [name, value] : request.headers.all())
            text += '\n' + std::string(name) + ": " + std::string(value);
        done(saying(std::move(text)));
    });
    auto client = HttpClient::connect(served.url()).value();
    CHECK(client.send({"PUT", "/end", "<a/>", "text/xml", {{"Cookie", "a=1"}, {"Cookie", "b=2"}}})
              .value()
              .body == "PUT /end?|text/xml|<a/>|\nCookie: a=1\nCookie: b=2");
    CHECK(client.send({"PUT", "/empty"}).value().body ==
          "PUT /empty?|application/x-www-form-urlencoded||");
    CHECK(client.get("/a", {{"A", "b\r\nC: d"}}).error().code == Errc::bad_request);
    CHECK(served.counters().connections_total == 1);
}
