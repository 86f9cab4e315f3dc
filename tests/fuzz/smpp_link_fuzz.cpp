// A link in either role, bound or not, whatever its peer sends, however it is cut, whenever it is read.
#include "gateway/wire/smpp/link.hpp"
#include "tests/fuzz/target.hpp"

#include <set>

using namespace haatline;
using namespace haatline::smpp;
using fuzz::expect;

namespace {

Pdu bind_pdu() {
    Pdu pdu;
    pdu.command = Command::bind_transceiver;
    pdu.sequence = 1;
    pdu.system_id = "haat";
    return pdu;
}

/// Drives one link and holds it to its promises: every mark has one end, all is bounded.
class Driver {
  public:
    explicit Driver(LinkOptions const& options) : link_(options, Instant{}) {}

    void begin(bool bound) {
        if (link_.options().role == Role::esme) {
            (void)link_.bind(bind_pdu(), now_);
            if (bound) link_.received(encoded(response_to(bind_pdu())).value(), now_);
        } else if (bound) {
            link_.received(encoded(bind_pdu()).value(), now_);
        }
        look();
    }
    void hear(std::string_view octets) {
        link_.received(octets, now_);
        look();
    }
    void ask() {
        Pdu pdu;
        pdu.command = link_.options().role == Role::esme ? Command::submit_sm : Command::deliver_sm;
        pdu.short_message = "hi";
        if (link_.request(std::move(pdu), ++marks_, now_)) open_.insert(marks_);
        look();
    }
    void wait(std::chrono::seconds span) {
        now_ += span;
        link_.tick(now_);
        look();
        auto const next = link_.wakes_at();
        expect(link_.finished() == !next.has_value() || link_.options().role == Role::esme,
               "a server's link that lives always wakes again");
        expect(!next || *next > now_, "after a tick nothing is due");
    }
    void end() {
        link_.peer_closed();
        look();
        expect(open_.empty(), "every request had one end");
        expect(!link_.has_events(), "nothing comes after the end");
    }

  private:
    void look() {
        std::vector<LinkEvent> events;
        link_.take_events(events);
        for (LinkEvent& event : events) {
            expect(!ended_, "closed is the last of all events");
            switch (event.kind) {
            case LinkEvent::Kind::response:
            case LinkEvent::Kind::lost:
                expect(open_.erase(event.mark) == 1, "an end belongs to a request");
                break;
            case LinkEvent::Kind::expired:
                expect(open_.erase(event.mark) == 1, "an end belongs to a request");
                late_.insert(event.mark);
                break;
            case LinkEvent::Kind::late:
                expect(late_.erase(event.mark) == 1, "what is late was expired");
                break;
            case LinkEvent::Kind::request:
                // Binds are always accepted; of the others some are owed for ever.
                if (is_bind(event.pdu.command) || ++requests_ % 3 != 0)
                    link_.respond(response_to(event.pdu));
                break;
            case LinkEvent::Kind::bound:
                break;
            case LinkEvent::Kind::closed:
                ended_ = true;
                break;
            }
        }
        expect(ended_ == link_.finished(), "the end is told");
        expect(link_.owed() <= link_.options().owed_most, "what is owed is bounded");
        expect(link_.unanswered() <= link_.options().asked_most + 16, "what was asked is bounded");
        if (link_.output_octets() > 4096) (void)link_.take_output();
        if (link_.has_events()) look(); // of a bind that was accepted
    }

    Link link_;
    Instant now_{};
    std::uint64_t marks_ = 0, requests_ = 0;
    std::set<std::uint64_t> open_, late_;
    bool ended_ = false;
};

} // namespace

HAATLINE_FUZZ_TARGET(smpp_link) {
    fuzz::Bytes bytes(input);
    auto const switches = bytes.below(16);
    LinkOptions options;
    options.role = (switches & 1) != 0 ? Role::smsc : Role::esme;
    options.lenience = {(switches & 2) != 0, (switches & 4) != 0};
    options.asked_most = 8;
    options.owed_most = 8;
    options.output_most = 2048;
    options.max_pdu = 4096;
    Driver driver(options);
    driver.begin((switches & 8) != 0);
    while (!bytes.empty()) {
        auto const what = bytes.below(4);
        if (what == 0) driver.ask();
        if (what == 1) driver.wait(std::chrono::seconds(1 + bytes.below(70)));
        if (what < 2) continue;
        // Lines are no measure of octets: a length says how much of the rest comes in this read.
        auto const size = bytes.below(200);
        auto const rest = bytes.rest();
        driver.hear(rest.substr(0, size));
        fuzz::Bytes behind(rest.substr(std::min(size, rest.size())));
        bytes = behind;
    }
    driver.end();
}
