#include "base/world.hpp"
#include "gateway/net/stream_dial.hpp"
#include "gateway/net/stream_server.hpp"
#include "tests/gateway/channels/sms/smsc_stage.hpp"
#include "tests/gateway/net/tls_server.hpp"

#include <optional>

using namespace haatline;
using namespace haatline::gateway;
using namespace std::chrono_literals;

namespace {

StreamTarget target_of(std::string port) {
    StreamTarget target;
    target.host = "127.0.0.1";
    target.port = std::move(port);
    target.connect_timeout = 5s;
    return target;
}

/// Dials and, when it was answered, says a word; everything that came back, or why nothing did.
std::string said_to(StreamTarget const& target) {
    Loop loop;
    std::string heard;
    StreamPtr kept;
    dial_stream(loop, target, [&](Result<StreamPtr> stream) {
        if (!stream) {
            heard = "error: " + std::string(stream.error().about().name);
            return loop.stop();
        }
        kept = *stream;
        kept->begin({[&](std::string_view octets) { heard += octets; },
                     {},
                     [&](std::string_view) { loop.stop(); }});
        kept->send("hello");
    });
    loop.run();
    return heard;
}

std::string port_of(std::string const& address) { return address.substr(address.rfind(':') + 1); }

} // namespace

TEST_CASE("a stream in TLS is opened only to whom the certificate is for") {
    test::TlsServer server("localhost");
    auto target = target_of(server.port());
    target.tls = true;
    target.host = "localhost";
    target.ca_file = server.ca_file();
    CHECK(said_to(target).starts_with("HTTP/1.1 200"));
    target.host = "127.0.0.1"; // the name on it is another
    CHECK(said_to(target) == "error: unavailable");
    target.host = "localhost";
    target.ca_file.clear(); // nobody vouches for it
    CHECK(said_to(target) == "error: unavailable");
    target.ca_file = "no/such/file.pem";
    CHECK(said_to(target) == "error: invalid_config");
}

TEST_CASE("a port where nobody listens is an error that says so") {
    CHECK(said_to(target_of("1")) == "error: unavailable");
}

TEST_CASE("a carrier works over real sockets: binds, sends a thousand, hears receipts") {
    Loop loop;
    struct Peer {
        smpp::Link link;
        StreamPtr stream;
    };
    std::optional<Peer> peer;
    World& world = system_world();
    auto const now = [&] { return world.clock.steady(); };
    std::uint64_t ids = 0;
    auto const serve = [&] {
        std::vector<smpp::LinkEvent> events;
        peer->link.take_events(events);
        for (auto const& event : events) {
            if (event.kind != smpp::LinkEvent::Kind::request) continue;
            peer->link.respond(smpp::response_to(event.pdu, 0, std::to_string(++ids)));
            if (event.pdu.command != smpp::Command::submit_sm) continue;
            smpp::Pdu receipt;
            receipt.command = smpp::Command::deliver_sm;
            receipt.esm_class = 0x04;
            receipt.source = event.pdu.destination;
            receipt.short_message = "id:" + std::to_string(ids) + " stat:DELIVRD err:000";
            (void)peer->link.request(receipt, ids, now());
        }
        peer->stream->send(peer->link.take_output());
    };
    auto server = StreamServer::listen(loop, "127.0.0.1:0", {}, [&](StreamPtr stream) {
        smpp::LinkOptions options;
        options.role = smpp::Role::smsc;
        options.asked_most = 5'000;
        peer.emplace(Peer{smpp::Link(options, now()), stream});
        stream->begin({[&](std::string_view octets) {
                           peer->link.received(octets, now());
                           serve();
                       },
                       {},
                       {}});
    });
    REQUIRE(server);

    struct Feeder final : CarrierListener {
        Loop& loop;
        std::int64_t parcels = 0, accepted = 0, delivered = 0;
        explicit Feeder(Loop& on) : loop(on) {}
        void feed(Carrier& carrier) {
            std::vector<Outgoing> some;
            for (auto room = carrier.room(); room > 0 && parcels < 1000; --room) {
                ++parcels;
                some.push_back(tests::outgoing(parcels, "hi",
                                               919876500000 + static_cast<std::uint64_t>(parcels)));
            }
            if (!some.empty()) carrier.submit(std::move(some));
        }
        void submitted(Carrier& carrier, std::vector<Submitted> results) override {
            for (auto const& one : results) accepted += one.what == Submitted::What::accepted;
            feed(carrier);
        }
        void receipts(Carrier&, std::vector<ReceiptNews> news, Stored stored) override {
            for (auto const& one : news) delivered += one.state == "delivered";
            stored(true);
            if (delivered == 1000) loop.stop();
        }
        void arrived(Carrier&, Arrived, Stored stored) override { stored(true); }
        void changed(Carrier& carrier) override { feed(carrier); }
    } feeder(loop);

    auto options = tests::smpp_options();
    options.target = target_of(port_of((*server)->address()));
    SmppCarrier carrier(works_on(loop, world), options, feeder);
    carrier.begin();
    loop.after(20s, [&] { loop.stop(); });
    loop.run();
    CHECK(feeder.accepted == 1000);
    CHECK(feeder.delivered == 1000);
}
