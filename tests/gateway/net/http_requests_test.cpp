#include "base/limits.hpp"
#include "tests/gateway/net/bare_client.hpp"
#include "tests/gateway/net/served.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;

TEST_CASE("a connection is kept and answers one request after the other") {
    Served served;
    BareClient client(served.port());
    client.send(get("/a?x=1"));
    CHECK(client.answer() == ok("GET /a?x=1|||"));
    client.send(post("/b", "hello"));
    CHECK(client.answer() == ok("POST /b?|text/plain|hello|"));
    CHECK(served.counters().connections_total == 1);
    CHECK(served.counters().requests == 2);
}

TEST_CASE("a request may come octet by octet") {
    Served served;
    BareClient client(served.port());
    for (char const octet : post("/slow", "body")) REQUIRE(client.send({&octet, 1}));
    CHECK(client.answer() == ok("POST /slow?|text/plain|body|"));
}

TEST_CASE("pipelined requests are answered in order, however many") {
    Served served;
    BareClient client(served.port());
    std::string requests, answers;
    for (int i = 0; i < 500; ++i) {
        requests += post("/" + std::to_string(i), std::string(static_cast<std::size_t>(i), 'x'));
        answers += ok("POST /" + std::to_string(i) + "?|text/plain|" +
                      std::string(static_cast<std::size_t>(i), 'x') + "|");
    }
    std::thread writer([&] {
        client.send(requests);
        client.half_close();
    });
    auto const got = client.rest();
    writer.join();
    CHECK((got == answers)); // not printed: a quarter of a megabyte
}

TEST_CASE("a pipelined request waits for the answer before it") {
    Held held;
    Served served(held.handler());
    BareClient client(served.port());
    client.send(get("/1") + get("/2"));
    auto first = held.next();
    CHECK(first.request.path == "/1");
    served.on_loop([&] { CHECK(held.size() == 0); });
    served.on_loop([&] { first.done(saying("one")); });
    auto second = held.next();
    CHECK(second.request.path == "/2");
    served.on_loop([&] { second.done(saying("two")); });
    CHECK(client.answer() == ok("one"));
    CHECK(client.answer() == ok("two"));
}

TEST_CASE("chunked bodies are put together") {
    Served served;
    BareClient client(served.port());
    client.send("POST /c HTTP/1.1\r\nTransfer-Encoding: "
                "chunked\r\n\r\n4\r\nwiki\r\n6;ext=1\r\npedia!\r\n0\r\nX: y\r\n\r\n" +
                get("/next"));
    CHECK(client.answer() == ok("POST /c?||wikipedia!|"));
    CHECK(client.answer() == ok("GET /next?|||"));
}

TEST_CASE("an empty chunked body may come octet by octet") { // found by fuzzing: Beast asserts here
    Served served;
    BareClient client(served.port());
    for (char const octet :
         std::string("POST /e HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
        REQUIRE(client.send({&octet, 1}));
    CHECK(client.answer() == ok("POST /e?|||"));
}

TEST_CASE("the few headers that matter are read, whatever their case") {
    Served served;
    BareClient client(served.port());
    client.send(
        "POST http://h.example/p?q HTTP/1.1\r\nhost: h\r\nCONTENT-TYPE: Application/JSON; "
        "charset=UTF-8\r\n"
        "x-forwarded-FOR: 1.2.3.4\r\nX-Forwarded-For: 5.6.7.8\r\nContent-Length: 2\r\n\r\n{}");
    CHECK(client.answer() == ok("POST /p?q|application/json|{}|1.2.3.4, 5.6.7.8"));
}

TEST_CASE("other methods than GET, POST and PUT are not allowed, and the connection stays") {
    Served served;
    BareClient client(served.port());
    for (std::string const method : {"HEAD", "PATCH", "DELETE", "OPTIONS", "BREW"}) {
        client.send(method + " /x HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi");
        CHECK(client.answer() == "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, POST, "
                                 "PUT\r\nContent-Length: 0\r\n\r\n");
    }
    client.send("OPTIONS * HTTP/1.1\r\n\r\n");
    CHECK(client.answer() ==
          "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, POST, PUT\r\nContent-Length: 0\r\n\r\n");
    client.send("PUT /session/1/end HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}");
    CHECK(client.answer() == ok("PUT /session/1/end?||{}|"));
    client.send(get("/still"));
    CHECK(client.answer() == ok("GET /still?|||"));
}

TEST_CASE("HTTP/1.0 closes unless it asks to stay") {
    Served served;
    BareClient stays(served.port());
    stays.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    CHECK(
        stays.answer() ==
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: keep-alive\r\nContent-Length: "
        "10\r\n\r\nGET /a?|||");
    BareClient goes(served.port());
    goes.send("GET /a HTTP/1.0\r\n\r\n");
    CHECK(goes.rest() == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: "
                         "close\r\nContent-Length: 10\r\n\r\nGET /a?|||");
    BareClient asks(served.port());
    asks.send("GET /a HTTP/1.1\r\nConnection: close\r\n\r\n");
    CHECK(asks.rest() == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: "
                         "close\r\nContent-Length: 10\r\n\r\nGET /a?|||");
}

TEST_CASE("who waits for 100 Continue gets it, and other expectations fail") {
    Served served;
    BareClient client(served.port());
    client.send("POST /e HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    CHECK(client.answer() == "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("body");
    CHECK(client.answer() == ok("POST /e?||body|"));
    client.send("POST /e HTTP/1.1\r\nExpect: miracles\r\nContent-Length: 4\r\n\r\nbody");
    CHECK(client.rest() == closing("417 Expectation Failed"));
}

TEST_CASE("a body over the limit is refused before it is sent") {
    Served served;
    auto const much = std::to_string(limits::request_body_bytes + 1);
    BareClient told(served.port());
    told.send("POST /x HTTP/1.1\r\nContent-Length: " + much + "\r\n\r\n");
    CHECK(told.rest() == closing("413 Payload Too Large"));
    BareClient expecting(served.port());
    expecting.send("POST /x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: " + much +
                   "\r\n\r\n");
    CHECK(expecting.rest() == closing("413 Payload Too Large"));
    BareClient chunked(served.port());
    chunked.send("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n");
    CHECK(chunked.rest() == closing("413 Payload Too Large"));
    BareClient sending(served.port());
    sending.send(post("/x", std::string(1'000'000, 'x')));
    CHECK(sending.answer() ==
          closing("413 Payload Too Large")); // and not a reset that eats the answer
    CHECK(served.counters().too_large == 4);
    CHECK(served.counters().requests == 0);
    BareClient exact(served.port());
    exact.send(post("/x", std::string(limits::request_body_bytes, 'x')));
    CHECK((exact.answer() ==
           ok("POST /x?|text/plain|" + std::string(limits::request_body_bytes, 'x') + "|")));
}

TEST_CASE("headers over the limit are refused, however they are spread") {
    Served served;
    BareClient one(served.port());
    one.send("GET / HTTP/1.1\r\nX: " + std::string(limits::request_header_bytes, 'x') + "\r\n\r\n");
    CHECK(one.answer() == closing("431 Request Header Fields Too Large"));
    BareClient target(served.port());
    target.send("GET /" + std::string(limits::request_header_bytes, 'x') + " HTTP/1.1\r\n\r\n");
    CHECK(target.answer() == closing("431 Request Header Fields Too Large"));
    BareClient many(served.port());
    many.send("GET / HTTP/1.1\r\n");
    for (int i = 0; i < 1000; ++i)
        if (!many.send("X-Forwarded-For: 1.2.3.4\r\n")) break;
    CHECK(many.answer() == closing("431 Request Header Fields Too Large"));
    BareClient trailer(served.port());
    trailer.send("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: " +
                 std::string(100'000, 'x'));
    CHECK(trailer.answer() == closing("431 Request Header Fields Too Large"));
}

TEST_CASE("what is not HTTP gets 400 and the end of the connection") {
    Served served;
    std::string const malformed[] = {
        "hello\r\n\r\n",
        std::string("\0\0\0\0\r\n\r\n", 8),
        "GET /\r\n\r\n",
        "GET / HTTP/2.0\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "GET / HTTP/1.1\r\nA: b\n\r\n",
        "GET nothing HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: identity\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        "GET /a b HTTP/1.1\r\n\r\n",
        std::string("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", 27),
        "\x16\x03\x01\x02\x01\x01\xFC\x03\x03\r\n\r\n", // a TLS hello at the wrong door
    };
    for (auto const& octets : malformed) {
        INFO(octets);
        BareClient client(served.port());
        client.send(octets);
        CHECK(client.rest() == closing("400 Bad Request"));
    }
    CHECK(served.counters().bad_requests == std::size(malformed));
    CHECK(served.counters().requests == 0);
}
