#include "gateway/wire/smpp/link.hpp"
#include "tests/simulators/smsc/bench.hpp"

#include <set>

/// The gateway's own link, as an ESME, on each bad day that the SMSC can have.
using namespace haatline;
using namespace haatline::tests;
using namespace haatline::simulators::smsc;
using smpp::LinkEvent;

namespace {

constexpr std::uint64_t messages = 300;

/// Sends so many messages, one window after the other, over as many links as it takes, and writes down
/// what the link told of each.
class Sender {
  public:
    explicit Sender(Plan plan) : bench_(std::move(plan)) {}

    /// False when not all was told after an hour.
    bool run() {
        for (int step = 0; step < 36'000 && told_.size() < messages; ++step) {
            if (!link_ || link_->finished() || !wire_->open()) dial();
            while (next_ <= messages && link_->may_submit() && link_->unanswered() < 10) submit();
            exchange();
            bench_.pass(Millis(100));
            exchange();
            link_->tick(now());
            events();
        }
        for (int step = 0; step < 1200; ++step) { // receipts, late answers, a link that hangs
            if (link_->finished() || !wire_->open()) dial();
            exchange();
            bench_.pass(Millis(100));
            link_->tick(now());
        }
        return told_.size() == messages;
    }

    SmscBench& bench() { return bench_; }
    std::uint64_t of(LinkEvent::Kind kind) const {
        return kinds_.at(static_cast<std::size_t>(kind));
    }
    std::uint64_t ok() const { return ok_; }
    std::uint64_t again() const { return again_; } ///< told twice of one message
    std::uint64_t receipts() const { return receipts_; }

  private:
    smpp::Instant now() const { return bench_.world.clock.steady(); }

    void dial() {
        if (link_) {
            link_->peer_closed();
            events();
        }
        wire_ = bench_.dial();
        smpp::LinkOptions options;
        options.timers.response = std::chrono::seconds(5);
        link_.emplace(options, now());
        REQUIRE(link_->bind(SmscBench::bind(), now()));
        exchange();
    }
    void submit() {
        auto pdu = SmscBench::submit(0, "#" + std::to_string(next_));
        pdu.registered_delivery = 1;
        if (link_->request(std::move(pdu), next_, now())) ++next_;
    }
    void exchange() {
        for (bool moved = true; moved;) {
            moved = false;
            for (auto const& octets : std::exchange(wire_->sent, {})) {
                link_->received(octets, now());
                moved = true;
            }
            events();
            if (auto const out = link_->take_output(); !out.empty() && wire_->open()) {
                wire_->hear(out);
                moved = true;
            }
        }
        if (!wire_->open() && !link_->finished()) link_->peer_closed();
        events();
    }
    void events() {
        std::vector<LinkEvent> all;
        link_->take_events(all);
        for (auto const& event : all) {
            using Kind = LinkEvent::Kind;
            ++kinds_.at(static_cast<std::size_t>(event.kind));
            if (event.kind == Kind::request) {
                ++receipts_;
                link_->respond(smpp::response_to(event.pdu));
            }
            bool const ends = event.kind == Kind::response || event.kind == Kind::expired ||
                              event.kind == Kind::lost;
            if (!ends || event.mark == 0) continue;
            if (event.kind == Kind::response && event.pdu.status == 0) ++ok_;
            if (!told_.insert(event.mark).second) ++again_;
        }
    }

    SmscBench bench_;
    std::shared_ptr<FakeWire> wire_;
    std::optional<smpp::Link> link_;
    std::uint64_t next_ = 1, ok_ = 0, again_ = 0, receipts_ = 0;
    std::array<std::uint64_t, 16> kinds_{};
    std::set<std::uint64_t> told_;
};

struct Day {
    std::string_view fault;
    unsigned value;
    bool all_answered; ///< nothing is left unknown
};

} // namespace

TEST_CASE("on each bad day of an SMSC a link tells once what became of each message") {
    for (auto const& day :
         {Day{"error-every", 7, true}, Day{"throttle-one-in", 5, true}, Day{"drop", 10, false},
          Day{"silence", 10, false}, Day{"duplicate", 30, true}, Day{"reorder", 30, true},
          Day{"congestion", 101, true}, Day{"receipt-early", 50, true},
          Day{"receipt-late", 50, true}, Day{"receipt-twice", 50, true},
          Day{"receipt-lost", 50, true}, Day{"receipt-orphan", 50, true},
          Day{"receipt-odd", 100, true}, Day{"undelivered", 50, true}, Day{"cut-after", 40, false},
          Day{"reset-after", 40, false}, Day{"hang-after", 60, false},
          Day{"unbind-after", 40, true}, Day{"no-version", 1, true}}) {
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            INFO(day.fault << " seed " << seed);
            Plan plan;
            plan.seed = seed;
            plan.receipt_after = {0, 200};
            REQUIRE(set_fault(plan.faults, day.fault, day.value));
            Sender sender(plan);
            CHECK(sender.run());
            auto const& count = sender.bench().smsc.count();
            using Kind = LinkEvent::Kind;
            auto const unknown = sender.of(Kind::expired) + sender.of(Kind::lost);
            CHECK(sender.again() == 0);
            CHECK((unknown == 0) == day.all_answered);
            CHECK(sender.ok() <= count.accepted);
            CHECK(count.accepted <= sender.ok() + unknown);
            CHECK(count.out_of_order == 0);
            CHECK(count.repeated == 0);
            CHECK(count.malformed + count.unknown_commands + count.wrong_state == 0);
            // Every receipt that was sent is answered; what a cut took away was sent again.
            CHECK(count.receipts_answered == count.receipts);
            CHECK(sender.receipts() >= count.receipts);
        }
    }
}
