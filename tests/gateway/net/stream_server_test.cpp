#include "gateway/net/line_input.hpp"
#include "gateway/net/stream_server.hpp"
#include "tests/gateway/net/bare_client.hpp"
#include "tests/support/catch.hpp"

#include <future>
#include <thread>

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;
using namespace std::chrono_literals;

namespace {

/// A server on a loop of its own; connections are handled by `accept`.
class Streams {
  public:
    explicit Streams(StreamServer::Accept accept, StreamServerOptions options = {}) {
        server_ = StreamServer::listen(loop_, "127.0.0.1:0", options, std::move(accept)).value();
        auto const address = server_->address();
        port_ = static_cast<unsigned short>(std::stoul(address.substr(address.rfind(':') + 1)));
        thread_ = std::thread([this] { loop_.run(); });
    }
    ~Streams() {
        on_loop([this] { server_.reset(); });
        loop_.stop();
        thread_.join();
    }
    void on_loop(std::function<void()> work) {
        std::promise<void> done;
        loop_.post([&] {
            work();
            done.set_value();
        });
        done.get_future().wait();
    }
    unsigned short port() const { return port_; }

  private:
    Loop loop_;
    std::unique_ptr<StreamServer> server_;
    std::thread thread_;
    unsigned short port_ = 0;
};

/// What its own events hold would hold it for ever where the loop ends before it does.
using Held = std::weak_ptr<Stream>;

/// Says back what it hears, until it hears a dot.
void echo(StreamPtr stream) {
    Stream::Events events;
    events.octets = [to = Held(stream)](std::string_view octets) {
        to.lock()->send(octets);
        if (octets.find('.') != std::string_view::npos) to.lock()->close();
    };
    stream->begin(std::move(events));
}

} // namespace

TEST_CASE("octets come and go, and a stream that closes has written all it was given") {
    Streams streams(echo);
    BareClient client(streams.port());
    client.send("hello ");
    client.send("market.");
    CHECK(client.rest() == "hello market.");
    BareClient large(streams.port());
    std::string const much(1'000'000, 'x');
    std::thread writer([&] { large.send(much + "."); });
    auto const all = large.rest();
    writer.join();
    CHECK(all.size() == much.size() + 1);
}

TEST_CASE("a peer that does not read is not kept in memory, and hears the end of it") {
    std::promise<bool> taken;
    Streams streams(
        [&](StreamPtr stream) {
            stream->begin({});
            bool all = true;
            for (int n = 0; n < 64 && all; ++n) all = stream->send(std::string(1'000'000, 'x'));
            taken.set_value(all);
            stream->cut();
        },
        {.waiting_max = 8'000'000});
    BareClient const client(streams.port(), 4096);
    CHECK_FALSE(taken.get_future().get());
}

TEST_CASE("a stream tells once how it ended, whoever ended it") {
    struct Way {
        std::string name;
        std::function<void(StreamPtr const&)> act;
    };
    for (auto const& way : {Way{"closed by us", [](StreamPtr const& s) { s->close(); }},
                            Way{"cut by us", [](StreamPtr const& s) { s->cut(); }},
                            Way{"reset by us", [](StreamPtr const& s) { s->reset(); }}}) {
        std::promise<std::string> why;
        Streams streams([&](StreamPtr stream) {
            Stream::Events events;
            events.octets = [&way, to = Held(stream)](std::string_view) { way.act(to.lock()); };
            events.closed = [&](std::string_view told) { why.set_value(std::string(told)); };
            stream->begin(std::move(events));
        });
        BareClient client(streams.port());
        client.send("go");
        CHECK(why.get_future().get() == way.name);
        CHECK(client.ended() == (way.name != "reset by us"));
    }
    std::promise<std::string> why;
    Streams streams([&](StreamPtr stream) {
        Stream::Events events;
        events.closed = [&](std::string_view told) { why.set_value(std::string(told)); };
        stream->begin(std::move(events));
    });
    BareClient client(streams.port());
    client.close();
    CHECK(why.get_future().get() == "closed by the peer");
}

TEST_CASE("last words reach a peer that went on talking") {
    Streams streams([](StreamPtr stream) {
        Stream::Events events;
        events.octets = [to = Held(stream)](std::string_view) {
            to.lock()->send("no");
            to.lock()->close();
        };
        stream->begin(std::move(events));
    });
    BareClient client(streams.port());
    client.send("what?");
    for (int n = 0; n < 100; ++n) client.send(std::string(10'000, '?'));
    CHECK(client.rest() == "no");
}

TEST_CASE("split writes arrive whole, drained is told, and a held stream reads nothing") {
    std::promise<void> drained, held;
    StreamPtr kept;
    std::string heard;
    Streams streams([&](StreamPtr stream) {
        kept = stream;
        stream->split(1);
        stream->hold(true);
        Stream::Events events;
        events.drained = [&] { drained.set_value(); };
        events.octets = [&](std::string_view octets) {
            heard += octets;
            kept->cut();
        };
        stream->begin(std::move(events));
        stream->send("one octet at a time");
        held.set_value();
    });
    BareClient client(streams.port());
    held.get_future().wait();
    drained.get_future().wait();
    client.send("now");
    streams.on_loop([&] { kept->hold(false); });
    CHECK(client.rest() == "one octet at a time");
    streams.on_loop([&] {
        CHECK(heard == "now");
        kept.reset(); // nothing of a loop outlives it
    });
}

TEST_CASE("more connections than allowed are closed without a word, and room comes back") {
    std::promise<void> gone;
    bool first_one = true;
    Streams streams(
        [&](StreamPtr stream) {
            Stream::Events events;
            // Held by its own events it would outlive the loop.
            events.octets = [weak = std::weak_ptr(stream)](std::string_view octets) {
                auto const same = weak.lock();
                same->send(octets);
                same->close();
            };
            if (std::exchange(first_one, false))
                events.closed = [&](std::string_view) { gone.set_value(); };
            stream->begin(std::move(events));
        },
        {.connections = 1});
    {
        BareClient first(streams.port());
        BareClient second(streams.port());
        CHECK(second.ended());
        first.send("first");
        CHECK(first.rest() == "first");
    }
    gone.get_future().wait();
    streams.on_loop([] {}); // whoever told us lets go of the connection
    BareClient third(streams.port());
    third.send("here");
    CHECK(third.rest() == "here");
}

TEST_CASE("an address or a PEM file that cannot be used is refused with what to do") {
    Loop loop;
    CHECK(StreamServer::listen(loop, "nowhere", {}, echo).error().code == Errc::invalid_config);
    auto const tls = StreamServer::listen(
        loop, "127.0.0.1:0", {.certificate_file = "/nonexistent.pem", .key_file = "/nonexistent"},
        echo);
    CHECK(tls.error().detail.starts_with("certificate '/nonexistent.pem': "));
}

TEST_CASE("lines are read one by one from a pipe, the last without an end is none") {
    Loop loop;
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    std::vector<std::string> lines;
    auto const input = LineInput::read(loop, ends[0], [&](std::string_view line) {
        lines.emplace_back(line);
        if (line == "quit") loop.stop();
    });
    std::string const typed = "mo 1 2 three\r\n\nquit\nrest";
    REQUIRE(::write(ends[1], typed.data(), typed.size()) == static_cast<ssize_t>(typed.size()));
    loop.run();
    CHECK(lines == std::vector<std::string>{"mo 1 2 three", "", "quit"});
    ::close(ends[0]);
    ::close(ends[1]);
}
