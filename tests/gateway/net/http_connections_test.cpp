#include "tests/gateway/net/bare_client.hpp"
#include "tests/gateway/net/served.hpp"
#include "tests/support/catch.hpp"

#include <sys/resource.h>

#include <latch>

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;

namespace {

HttpLimits quick() {
    HttpLimits out;
    out.header_timeout = 250ms;
    out.idle_timeout = 250ms;
    out.reply_timeout = 250ms;
    return out;
}

} // namespace

TEST_CASE("a client that does not finish its request is told so and dropped") {
    Served served(echo, quick());
    BareClient header(served.port()), body(served.port());
    header.send("GET /slow HTT");
    body.send("POST /slow HTTP/1.1\r\nContent-Length: 10\r\n\r\nhalf");
    CHECK(header.rest() == closing("408 Request Timeout"));
    CHECK(body.rest() == closing("408 Request Timeout"));
    CHECK(served.counters().timeouts == 2);
}

TEST_CASE("a silent connection is closed without a word") {
    Served served(echo, quick());
    BareClient fresh(served.port()), kept(served.port());
    kept.send(get("/a"));
    CHECK(kept.answer() == ok("GET /a?|||"));
    CHECK(kept.ended());
    CHECK(fresh.ended());
    CHECK(served.counters().connections_open == 0);
}

TEST_CASE("a handler that never answers gives 503, and its late answer is told that it was lost") {
    Held held;
    Served served(held.handler(), quick());
    BareClient client(served.port());
    client.send(get("/lost"));
    auto waiting = held.next();
    CHECK(client.rest() == closing("503 Service Unavailable"));
    std::promise<bool> sent;
    served.on_loop([&] {
        auto reply = saying("too late");
        reply.sent = [&](bool written) { sent.set_value(written); };
        waiting.done(std::move(reply));
    });
    CHECK(sent.get_future().get() == false);
}

TEST_CASE("a reply that was handed to the kernel says so") {
    std::promise<bool> sent;
    Served served([&](RawRequest, std::function<void(RawReply)> done) {
        auto reply = saying("hi");
        reply.sent = [&](bool written) { sent.set_value(written); };
        done(std::move(reply));
    });
    BareClient client(served.port());
    client.send(get("/"));
    CHECK(client.answer() == ok("hi"));
    CHECK(sent.get_future().get() == true);
}

TEST_CASE("a client that closed its sending half still gets its answer") {
    Held held;
    Served served(held.handler());
    BareClient client(served.port());
    client.send(get("/half"));
    client.half_close();
    auto waiting = held.next();
    served.on_loop([&] { waiting.done(saying("whole")); });
    CHECK(client.answer() == ok("whole"));
    CHECK(client.ended());
    CHECK(served.comes_true([](HttpCounters const& now) { return now.connections_open == 0; }));
}

TEST_CASE("a reset while the answer is being written is told to whoever sent it") {
    Held held;
    Served served(held.handler());
    BareClient client(served.port(), 4096);
    client.send(get("/large"));
    auto waiting = held.next();
    std::promise<bool> sent;
    served.on_loop([&] {
        auto reply = saying(std::string(32 * 1024 * 1024, 'x')); // more than any socket buffer
        reply.sent = [&](bool written) { sent.set_value(written); };
        waiting.done(std::move(reply));
    });
    client.reset();
    CHECK(sent.get_future().get() == false);
    CHECK(served.comes_true([](HttpCounters const& now) { return now.connections_open == 0; }));
    CHECK(served.counters().writes_failed == 1);
}

TEST_CASE("a reset before the answer is told to whoever sends it") {
    Held held;
    Served served(held.handler());
    BareClient client(served.port());
    client.send(get("/gone"));
    auto waiting = held.next();
    client.reset();
    // A reset on loopback is there before another connection made after it is answered.
    BareClient other(served.port());
    other.send(get("/other"));
    auto next = held.next();
    std::promise<bool> sent;
    served.on_loop([&] {
        next.done(saying("other"));
        auto reply = saying("nobody reads this");
        reply.sent = [&](bool written) { sent.set_value(written); };
        waiting.done(std::move(reply));
    });
    CHECK(sent.get_future().get() == false);
    CHECK(other.answer() == ok("other"));
}

TEST_CASE("a large answer arrives whole at a slow reader") {
    std::string const large(3'000'000, 'y');
    Served served([&](RawRequest, std::function<void(RawReply)> done) { done(saying(large)); });
    BareClient client(served.port(), 4096);
    client.send(get("/1") + get("/2"));
    CHECK((client.answer() == ok(large)));
    CHECK((client.answer() == ok(large)));
}

TEST_CASE("two thousand idle connections do not keep a caller waiting") {
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    std::size_t const idle = files.rlim_cur > 4200 ? 2000 : 400;
    Served served;
    std::vector<BareClient> silent;
    for (std::size_t i = 0; i < idle; ++i) silent.emplace_back(served.port());
    BareClient caller(served.port());
    caller.send(get("/me"));
    CHECK(caller.answer() == ok("GET /me?|||"));
    CHECK(served.counters().connections_open == idle + 1);
    for (auto& each : silent) {
        each.send(get("/now"));
        REQUIRE(each.answer() == ok("GET /now?|||"));
    }
}

TEST_CASE("past the limit of connections a caller hears that the house is full") {
    HttpLimits limits;
    limits.connections = 2;
    Served served(echo, limits);
    BareClient one(served.port()), two(served.port());
    one.send(get("/1"));
    two.send(get("/2"));
    CHECK(one.answer() == ok("GET /1?|||"));
    CHECK(two.answer() == ok("GET /2?|||"));
    BareClient three(served.port());
    three.send(get("/3"));
    CHECK(three.rest() == closing("503 Service Unavailable"));
    CHECK(served.counters().connections_refused == 1);
    CHECK(served.counters().connections_open == 2);
    one.close();
    CHECK(served.comes_true([](HttpCounters const& now) { return now.connections_open == 1; }));
    BareClient four(served.port());
    four.send(get("/4"));
    CHECK(four.answer() == ok("GET /4?|||"));
}

TEST_CASE("draining closes who is silent and answers who is waiting") {
    Held held;
    Served served(held.handler());
    BareClient idle(served.port()), working(served.port()), reading(served.port());
    idle.send(get("/before"));
    auto before = held.next();
    served.on_loop([&] { before.done(saying("before")); });
    CHECK(idle.answer() == ok("before"));
    working.send(get("/work") + get("/behind"));
    auto work = held.next();
    reading.send("POST /late HTTP/1.1\r\nContent-Length: 4\r\n\r\nbo");
    CHECK(served.comes_true([](HttpCounters const& now) { return now.connections_open == 3; }));
    served.on_loop([&] {
        served.server().stop_accepting();
        served.server().drain();
    });
    CHECK(idle.ended());
    CHECK_THROWS(BareClient(served.port()));
    served.on_loop([&] { work.done(saying("done")); });
    CHECK(working.rest() == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: "
                            "close\r\nContent-Length: 4\r\n\r\ndone");
    reading.send("dy");
    auto late = held.next();
    CHECK(late.request.body == "body");
    served.on_loop([&] { late.done(saying("late")); });
    CHECK(reading.rest() == "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: "
                            "close\r\nContent-Length: 4\r\n\r\nlate");
    working.close();
    reading.close();
    CHECK(served.comes_true([](HttpCounters const& now) { return now.connections_open == 0; }));
}

TEST_CASE("draining under load loses no request that was answered for") {
    Served served;
    std::atomic<std::uint64_t> answered{0}, broken{0};
    std::vector<std::thread> callers;
    std::latch warm(8);
    for (int i = 0; i < 8; ++i)
        callers.emplace_back([&] {
            // A caller who connects when the door is shut already is another test's.
            BareClient client(served.port());
            int asked = 0;
            while (client.send(get("/load"))) {
                auto const got = client.answer();
                if (got.empty()) break; // closed between two requests
                if (!got.ends_with("GET /load?|||")) ++broken;
                ++answered;
                if (++asked == 25) warm.count_down();
                if (got.find("Connection: close") != std::string::npos) break;
            }
            if (asked >= 25) return;
            ++broken; // turned out before anybody drained
            warm.count_down();
        });
    warm.wait();
    served.on_loop([&] {
        served.server().stop_accepting();
        served.server().drain();
    });
    for (auto& caller : callers) caller.join();
    CHECK(broken == 0);
    CHECK(served.counters().requests == answered);
    CHECK(served.comes_true([](HttpCounters const& now) { return now.connections_open == 0; }));
}

TEST_CASE("a server may go while requests are in work") {
    Held held;
    Loop loop;
    auto server = HttpServer::listen(loop, "127.0.0.1:0", {}, held.handler()).value();
    auto const address = server->address();
    BareClient client(
        static_cast<unsigned short>(std::stoul(address.substr(address.rfind(':') + 1))));
    client.send(get("/"));
    std::thread runs([&] { loop.run(); });
    auto waiting = held.next();
    std::promise<bool> sent;
    loop.post([&] {
        server.reset();
        auto reply = saying("nobody is there");
        reply.sent = [&](bool written) { sent.set_value(written); };
        waiting.done(std::move(reply));
    });
    CHECK(sent.get_future().get() == false);
    loop.stop();
    runs.join();
    CHECK(client.rest().empty());
}

TEST_CASE("an address that cannot be listened on says why") {
    Loop loop;
    auto const why = [&](std::string const& address) {
        auto const server = HttpServer::listen(loop, address, {}, echo);
        return server ? "listens" : server.error().detail;
    };
    std::string const advice = "; write ADDR:PORT, e.g. 127.0.0.1:8080 or [::1]:8080";
    CHECK(why("8080") == "cannot listen on '8080': no port" + advice);
    CHECK(why("localhost:8080") == "cannot listen on 'localhost:8080': not an IP address" + advice);
    CHECK(why("127.0.0.1:http") ==
          "cannot listen on '127.0.0.1:http': the port is not a number" + advice);
    CHECK(why("127.0.0.1:65536") ==
          "cannot listen on '127.0.0.1:65536': the port is above 65535" + advice);
    Served served;
    CHECK(why(served.address()) ==
          "cannot listen on " + served.address() +
              ": Address already in use; choose another address with --listen");
}
