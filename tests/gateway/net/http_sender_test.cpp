#include "gateway/net/http_sender.hpp"
#include "tests/gateway/net/bare_server.hpp"
#include "tests/gateway/net/served.hpp"
#include "tests/gateway/net/tls_server.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;

namespace {

SenderOptions reaching(std::vector<std::string> const& egress) {
    SenderOptions out;
    out.egress = EgressList::parse(egress).value();
    return out;
}

/// Sends all at once from a loop of its own; the answers, or the errors, in the order of asking.
std::vector<Result<ClientReply>> sent(SenderOptions options, std::vector<OutRequest> requests) {
    Loop loop;
    auto sender = HttpSender::open(loop, system_world().clock, std::move(options)).value();
    std::vector<Result<ClientReply>> answers(requests.size(), fail(Errc::internal, "not asked"));
    std::size_t left = requests.size();
    for (std::size_t i = 0; i < requests.size(); ++i)
        sender->send(std::move(requests[i]), [&, i](Result<ClientReply> reply) {
            answers[i] = std::move(reply);
            if (--left == 0) loop.stop();
        });
    loop.run();
    CHECK(sender->in_flight() == 0);
    CHECK(sender->queued() == 0);
    return answers;
}

Result<ClientReply> sent(std::string const& address, OutRequest request) {
    return sent(reaching({address}), {std::move(request)}).front();
}

std::string text_of(Result<ClientReply> const& reply) {
    return reply ? fmt::format("{} {}", reply->status, reply->body)
                 : fmt::format("{}: {}", reply.error().about().name, reply.error().detail);
}

OutRequest to(std::string url) {
    OutRequest out;
    out.url = std::move(url);
    return out;
}

/// The request with all its headers but those of the connection.
void tell_all(RawRequest request, std::function<void(RawReply)> done) {
    auto text = shown(request);
    for (auto const& [name, value] : request.headers.all())
        text += fmt::format("|{}: {}", name, value);
    done(saying(std::move(text)));
}

} // namespace

TEST_CASE("a request goes out whole, and the whole answer comes back") {
    Served served(tell_all);
    OutRequest out = to(served.url() + "/sdp/send?a=%20b&c");
    out.method = "PUT";
    out.content_type = "text/xml; charset=utf-8";
    out.body = std::string("<a>\0</a>", 8);
    out.headers = {{"Accept", ""}, {"X-Key", "k"}, {"X-Key", "l"}};
    out.basic = OutRequest::Basic{"user", Secret("pass:word")};
    auto const reply = sent(served.address(), out).value();
    CHECK(reply.status == 200);
    CHECK(reply.header("Content-Type") == "text/plain");
    CHECK(reply.body == std::string("PUT /sdp/send?a=%20b&c|text/xml|<a>\0</a>||", 42) +
                            "Authorization: Basic dXNlcjpwYXNzOndvcmQ=|Accept: |X-Key: k|X-Key: l");
    CHECK(text_of(sent(served.address(), to(served.url() + "/form"))) ==
          "200 POST /form?|application/x-www-form-urlencoded|||Accept: */*");
    OutRequest get = to(served.url() + "/x");
    get.method = "GET";
    CHECK(text_of(sent(served.address(), get)) == "200 GET /x?||||Accept: */*");
    CHECK(served.counters().bad_requests == 0);
}

TEST_CASE("many requests share few connections and wait in order for one") {
    Served served;
    auto options = reaching({served.address()});
    options.in_flight_max = 4;
    std::vector<OutRequest> requests;
    for (int i = 0; i < 100; ++i) requests.push_back(to(served.url() + "/" + std::to_string(i)));
    auto const answers = sent(options, requests);
    for (std::size_t i = 0; i < answers.size(); ++i)
        CHECK(text_of(answers[i]) ==
              fmt::format("200 POST /{}?|application/x-www-form-urlencoded||", i));
    CHECK(served.counters().connections_total <= 4);
    CHECK(served.counters().requests == 100);
}

TEST_CASE("what finds no place in the queue is told so, and nothing of it is sent") {
    Held held;
    Served served(held.handler());
    auto options = reaching({served.address()});
    options.in_flight_max = 1;
    options.queued_max = 1;
    std::vector<OutRequest> requests(3, to(served.url() + "/x"));
    for (auto& each : requests) each.timeout = 300ms;
    auto const answers = sent(options, requests);
    CHECK(text_of(answers[0]) ==
          fmt::format("timeout: {} did not answer within 300 ms", served.address()));
    // Waiting counts: it does not get its whole time once the first gave up.
    CHECK(answers[1].error().code == Errc::timeout);
    CHECK(text_of(answers[2]) == "limit: too many requests wait for providers; nothing was sent");
    CHECK(held.size() <= 2);
}

TEST_CASE("only listed hosts are reached, whatever way they are written") {
    Served served;
    auto const port = std::to_string(served.port());
    auto const answer = [&](std::vector<std::string> const& egress, std::string const& url) {
        return text_of(sent(reaching(egress), {to(url)}).front());
    };
    std::string const here = "127.0.0.1:" + port;
    auto const unlisted = [](std::string const& host) {
        return "invalid_config: " + host + " is not on the egress list; nothing was sent";
    };
    CHECK(answer({}, "http://" + here + "/") == unlisted(here));
    CHECK(answer({"api.example.in"}, "http://" + here + "/") == unlisted(here));
    CHECK(answer({"127.0.0.1"}, "http://" + here + "/") == unlisted(here)); // another port
    CHECK(answer({"127.0.0.2:" + port}, "http://127.1:" + port + "/") == unlisted(here));
    CHECK(answer({"127.0.0.2:" + port}, "http://0x7f000001:" + port + "/") == unlisted(here));
    CHECK(answer({"api.example.in"}, "http://169.254.169.254/latest") ==
          unlisted("169.254.169.254:80"));
    CHECK(answer({"api.example.in"}, "http://api.example.in.evil.example/") ==
          unlisted("api.example.in.evil.example:80"));
    CHECK(answer({"api.example.in"}, "http://evil.example#@api.example.in/") ==
          unlisted("evil.example:80"));
    CHECK(answer({"api.example.in"}, "http://c9876543210.example/") == unlisted("a host"));
    // A listed name that leads to this machine, which nobody listed.
    CHECK(answer({"localhost:" + port}, "http://localhost:" + port + "/") ==
          "invalid_config: localhost:" + port +
              " leads to a private address; if that is meant, put the address or its block on the "
              "egress list too");
    CHECK(served.counters().connections_total == 0);
    CHECK(answer({"localhost:" + port, "127.0.0.0/8"}, "http://LOCALHOST:" + port + "/x") ==
          "200 POST /x?|application/x-www-form-urlencoded||");
}

TEST_CASE("what is no request of ours is refused before anything is opened") {
    Served served;
    auto const answer = [&](OutRequest request) {
        return text_of(sent(served.address(), request));
    };
    std::string const no_address =
        "bad_request: what should be an http:// or https:// address is not, or has a user in it";
    for (std::string const url :
         {"", "127.0.0.1", "http://", "http://a b/", "http://u:p@127.0.0.1/",
          "http://127.0.0.1/\r\nX: y", "http://127.0.0.1:99999/"}) {
        INFO(url);
        CHECK(answer(to(url)) == no_address);
    }
    CHECK(answer(to(std::string("http://a\0b/", 11))) == no_address);
    for (std::string const url :
         {"file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/"}) {
        INFO(url);
        CHECK(answer(to(url)) == "bad_request: an address must begin with http:// or https://");
    }
    auto request = to(served.url() + "/");
    request.method = "GET / HTTP/1.1\r\nX: y";
    CHECK(answer(request) == "bad_request: the method is not a word");
    request = to(served.url() + "/");
    request.headers = {{"X", "a\r\nY: b"}};
    CHECK(answer(request) == "bad_request: a header's name is not a word, or its value holds a "
                             "control character");
    request.headers = {{"content-length", "5"}};
    CHECK(answer(request) == "bad_request: header Content-Length is set by us alone");
    CHECK(served.counters().connections_total == 0);
}

TEST_CASE("a redirect is an answer like others: nobody follows it") {
    Served target;
    Served served([&](RawRequest, std::function<void(RawReply)> done) {
        RawReply reply;
        reply.status = 302;
        reply.headers.emplace_back("Location", target.url() + "/inside");
        done(std::move(reply));
    });
    auto options = reaching({served.address(), target.address()});
    auto const reply = sent(options, {to(served.url() + "/")}).front().value();
    CHECK(reply.status == 302);
    CHECK(reply.header("location") == target.url() + "/inside");
    CHECK(target.counters().connections_total == 0);
}

TEST_CASE("an answer that is slow, cut, huge or none is an error of that request alone") {
    auto const answer = [](std::string const& octets) {
        BareServer server(octets);
        auto const said = text_of(sent(server.address(), to("http://" + server.address() + "/")));
        return said.substr(0, said.find(':'));
    };
    std::string const head = "HTTP/1.1 200 OK\r\n";
    CHECK(answer(head + "Content-Length: 2\r\n\r\nok") == "200 ok");
    CHECK(answer(head + "\r\nto the end") == "200 to the end");
    CHECK(answer("HTTP/1.1 100 Continue\r\nA: b\r\n\r\n" + head + "Content-Length: 2\r\n\r\nok") ==
          "200 ok");
    CHECK(answer(head + "Content-Length: 100\r\n\r\ncut") == "unavailable");
    CHECK(answer(head + "Transfer-Encoding: chunked\r\n\r\n5\r\ncut") == "unavailable");
    CHECK(answer("") == "unavailable");
    CHECK(answer("HTTP/1.1 2") == "unavailable");
    CHECK(answer("SSH-2.0-OpenSSH\r\n\r\n") == "unavailable");
    CHECK(answer(head + "\r\n" + std::string(64 * 1024, 'x')).starts_with("200 xxx"));
    CHECK(answer(head + "\r\n" + std::string(64 * 1024 + 1, 'x')) == "limit");
    CHECK(answer(head + "Content-Length: 99999999\r\n\r\n" + std::string(200'000, 'x')) == "limit");
    std::string many;
    for (int i = 0; i < 101; ++i) many += "A: b\r\n";
    CHECK(answer(head + many + "\r\n") == "limit");
    CHECK(answer(head + "A: " + std::string(17 * 1024, 'x') + "\r\n\r\n") == "limit");

    Held held;
    Served slow(held.handler()), quick;
    auto waits = to(slow.url() + "/slow");
    waits.timeout = 150ms;
    auto const both =
        sent(reaching({slow.address(), quick.address()}), {waits, to(quick.url() + "/quick")});
    CHECK(text_of(both[0]) ==
          fmt::format("timeout: {} did not answer within 150 ms", slow.address()));
    CHECK(both[1].value().status == 200);
    CHECK(text_of(sent("127.0.0.1:1", to("http://127.0.0.1:1/"))) ==
          "unavailable: 127.0.0.1:1: Couldn't connect to server");
}

TEST_CASE("the sender opens a connection again that the server closed meanwhile") {
    HttpLimits limits;
    limits.idle_timeout = 40ms;
    Served served(echo, limits);
    Loop loop;
    auto sender =
        HttpSender::open(loop, system_world().clock, reaching({served.address()})).value();
    std::vector<std::string> answers;
    auto const ask = [&](std::string const& path) {
        sender->send(to(served.url() + path), [&](Result<ClientReply> reply) {
            answers.push_back(text_of(reply));
            loop.stop();
        });
        loop.run();
    };
    ask("/1");
    ask("/2");
    CHECK(served.counters().connections_total == 1);
    REQUIRE(served.comes_true([](HttpCounters const& now) { return now.connections_open == 0; }));
    ask("/3");
    CHECK(answers == std::vector<std::string>{"200 POST /1?|application/x-www-form-urlencoded||",
                                              "200 POST /2?|application/x-www-form-urlencoded||",
                                              "200 POST /3?|application/x-www-form-urlencoded||"});
}

TEST_CASE("an answer may send the next request, or take the sender down") {
    Served served;
    Loop loop;
    auto sender =
        HttpSender::open(loop, system_world().clock, reaching({served.address()})).value();
    std::string order;
    sender->send(to(served.url() + "/1"), [&](Result<ClientReply> first) {
        order += std::to_string(first->status) + ' ';
        sender->send(to(served.url() + "/2"), [&](Result<ClientReply> second) {
            order += std::to_string(second->status);
            sender.reset();
            loop.after(20ms, [&] { loop.stop(); });
        });
    });
    loop.run();
    CHECK(order == "200 200");
}

TEST_CASE("a sender that goes calls nobody back") {
    Held held;
    Served served(held.handler());
    Loop loop;
    bool called = false;
    {
        auto sender =
            HttpSender::open(loop, system_world().clock, reaching({served.address()})).value();
        sender->send(to(served.url() + "/1"), [&](auto) { called = true; });
        std::thread waits([&] {
            (void)held.next();
            loop.stop();
        });
        loop.run();
        waits.join();
        sender->send(to("http://192.0.2.1/"), [&](auto) { called = true; }); // refused, later
    }
    loop.after(20ms, [&] { loop.stop(); });
    loop.run();
    CHECK_FALSE(called);
}

TEST_CASE("a server's certificate must be trusted and its own") {
    TlsServer server("localhost"), other("api.example.in");
    auto const answer = [](TlsServer const& asked, std::string const& ca_file) {
        auto options = reaching({"localhost:" + asked.port(), "127.0.0.0/8"});
        options.ca_file = ca_file;
        auto const said =
            text_of(sent(options, {to("https://localhost:" + asked.port() + "/")}).front());
        return said.substr(0, said.find(':'));
    };
    CHECK(answer(server, server.ca_file()) == "200 safe");
    CHECK(answer(server, "") == "unavailable");              // signed by nobody we know
    CHECK(answer(server, other.ca_file()) == "unavailable"); // by somebody else
    CHECK(answer(other, other.ca_file()) == "unavailable");  // another's certificate
    CHECK(answer(server, "/nowhere.pem") == "unavailable");
}

TEST_CASE("a request that may be written once is not repeated on another connection") {
    // The first request of a connection is answered, its second is read, and then it is closed.
    BareServer server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 1);
    auto const second_of = [&](bool once) {
        Loop loop;
        auto sender =
            HttpSender::open(loop, system_world().clock, reaching({server.address()})).value();
        unsigned left = 0;
        std::string out;
        auto request = to("http://" + server.address() + "/");
        request.once = once;
        request.leaves = [&] { ++left; };
        sender->send(request, [&](Result<ClientReply> const& first) {
            CHECK(text_of(first) == "200 ok");
            sender->send(request, [&](Result<ClientReply> const& second) {
                out = text_of(second);
                loop.stop();
            });
        });
        loop.run();
        return fmt::format("{} left={}", out, left);
    };
    CHECK(second_of(false) == "200 ok left=3");
    CHECK(second_of(true) ==
          "unavailable: " + server.address() + " closed the connection without an answer left=2");
}

TEST_CASE("a request that finds nobody never left") {
    Loop loop;
    auto sender = HttpSender::open(loop, system_world().clock, reaching({"127.0.0.1:1"})).value();
    bool left = false;
    auto request = to("http://127.0.0.1:1/");
    request.leaves = [&] { left = true; };
    sender->send(std::move(request), [&](Result<ClientReply> const& reply) {
        CHECK_FALSE(reply);
        loop.stop();
    });
    loop.run();
    CHECK_FALSE(left);
}
