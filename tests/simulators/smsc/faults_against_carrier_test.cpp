#include "gateway/channels/sms/smpp_carrier.hpp"
#include "simulators/smsc/smsc.hpp"
#include "tests/simulators/smsc/line.hpp"
#include "tests/support/catch.hpp"

#include <deque>
#include <map>
#include <set>

/// The gateway's whole way out over SMPP on each bad day that the SMSC can have: both as they are in
/// production, but for sockets and time.
using namespace haatline;
using namespace haatline::tests;
using namespace haatline::simulators::smsc;
using gateway::Submitted;

namespace {

constexpr std::int64_t parcels = 200, people = 40;

/// What an outbox does, kept small: one message a person at a time, in order; what was put off goes
/// again, and so does what nobody knows of, marked as such.
class Office final : public gateway::CarrierListener {
  public:
    Office(Plan plan, gateway::SmppOptions options)
        : smsc_(std::move(plan), world_.world, {},
                [this](auto delay, auto work) { agenda_.after(delay, std::move(work)); }),
          carrier_({world_.world,
                    [this](gateway::StreamTarget, auto done) {
                        agenda_.post([this, done] {
                            auto const [ours, theirs] = LineEnd::pair(agenda_);
                            smsc_.admit(theirs);
                            done(gateway::StreamPtr(ours));
                        });
                    },
                    [this](auto delay, auto work) { agenda_.after(delay, std::move(work)); },
                    [this](auto work) { agenda_.post(std::move(work)); }},
                   std::move(options), *this) {
        for (std::int64_t n = 1; n <= parcels; ++n) waiting_.push_back(n);
        carrier_.begin();
    }

    /// False when a message has no end after an hour.
    bool run() {
        for (int step = 0; step < 7200 && ended_.size() < parcels; ++step) {
            hand_over();
            agenda_.pass(Millis(500));
        }
        agenda_.pass(Millis(60'000)); // receipts
        return ended_.size() == parcels;
    }
    Smsc& smsc() { return smsc_; }
    std::map<std::int64_t, Submitted::What> const& ended() const { return ended_; }
    std::uint64_t unknown() const { return unknown_; }
    std::uint64_t twice() const { return twice_; }
    /// Accepted messages of which a receipt came whose id is one of theirs.
    std::size_t told_of() const {
        std::set<std::int64_t> out;
        for (auto const& news : news_)
            for (auto const& [id, parcel] : ids_)
                if (id == news.id ||
                    std::find(news.also.begin(), news.also.end(), id) != news.also.end())
                    out.insert(parcel);
        return out.size();
    }

    void submitted(gateway::Carrier&, std::vector<Submitted> results) override {
        for (auto const& one : results) {
            using What = Submitted::What;
            busy_.erase(one.parcel % people);
            if (one.what == What::unknown) {
                ++unknown_;
                again_.insert(one.parcel);
            }
            bool const over = one.what == What::accepted || one.what == What::refused;
            if (!over) {
                waiting_.push_front(one.parcel);
                continue;
            }
            for (auto const& id : one.ids) ids_[id] = one.parcel;
            if (!ended_.emplace(one.parcel, one.what).second) ++twice_;
        }
    }
    void receipts(gateway::Carrier&, std::vector<gateway::ReceiptNews> news,
                  Stored stored) override {
        for (auto& one : news) news_.push_back(std::move(one));
        stored(true);
    }
    void arrived(gateway::Carrier&, gateway::Arrived, Stored stored) override { stored(true); }
    void changed(gateway::Carrier&) override {}

  private:
    void hand_over() {
        std::sort(waiting_.begin(), waiting_.end());
        std::vector<gateway::Outgoing> out;
        std::deque<std::int64_t> later;
        for (auto const parcel : std::exchange(waiting_, {})) {
            if (out.size() >= carrier_.room() || !busy_.insert(parcel % people).second) {
                later.push_back(parcel);
                continue;
            }
            gateway::Outgoing message;
            message.parcel = parcel;
            message.to =
                Msisdn::from_number(919876543200 + static_cast<std::uint64_t>(parcel % people));
            // Every fifth is of three parts, none of which says what another one says.
            do message.text += "#" + std::to_string(parcel) + " ";
            while (parcel % 5 == 0 && message.text.size() < 310);
            message.again = again_.contains(parcel);
            out.push_back(std::move(message));
        }
        waiting_ = std::move(later);
        if (!out.empty()) carrier_.submit(std::move(out));
    }

    ManualWorld world_;
    Agenda agenda_{world_.clock};
    Smsc smsc_;
    std::deque<std::int64_t> waiting_;
    std::set<std::int64_t> busy_, again_;
    std::map<std::int64_t, Submitted::What> ended_;
    std::map<std::string, std::int64_t> ids_;
    std::vector<gateway::ReceiptNews> news_;
    std::uint64_t unknown_ = 0, twice_ = 0;
    gateway::SmppCarrier carrier_;
};

gateway::SmppOptions account() {
    gateway::SmppOptions out;
    out.name = "operator";
    out.system_id = "haatline";
    out.password = Secret("secret12");
    out.sender = "HAATLN";
    out.timers.response = std::chrono::seconds(10);
    return out;
}

struct Day {
    std::string_view fault;
    unsigned value;
    bool receipts = true; ///< each message's receipt is one that can be read
};

constexpr Day days[] = {{"error-every", 9},
                        {"throttle-one-in", 5},
                        {"drop", 5},
                        {"silence", 5},
                        {"duplicate", 30},
                        {"reorder", 30},
                        {"congestion", 101},
                        {"receipt-early", 50},
                        {"receipt-late", 50},
                        {"receipt-twice", 50},
                        {"receipt-lost", 50, false},
                        {"receipt-orphan", 50},
                        {"receipt-odd", 100, false},
                        {"undelivered", 50},
                        {"cut-after", 30},
                        {"reset-after", 30},
                        {"hang-after", 60},
                        {"unbind-after", 30},
                        {"no-version", 1}};

} // namespace

TEST_CASE(
    "on each bad day of an SMSC every message has one end, in order, and none is doubled where "
    "references are honoured") {
    for (auto const& day : days) {
        for (bool const honours : {true, false}) {
            INFO(day.fault << (honours ? ", references honoured" : ""));
            Plan plan;
            plan.seed = 11;
            plan.receipt_after = {0, 200};
            plan.honours_reference = honours;
            REQUIRE(set_fault(plan.faults, day.fault, day.value));
            Office office(plan, account());
            CHECK(office.run());
            CHECK(office.twice() == 0);
            auto const& count = office.smsc().count();
            CHECK(count.out_of_order == 0);
            CHECK(count.malformed + count.unknown_commands == 0);
            // Only what nobody answered may come twice: a part that was refused goes again alone.
            CHECK(count.repeated <= (honours ? 0 : 3 * office.unknown()));
            if (day.receipts && honours) CHECK(office.told_of() == office.ended().size());
        }
    }
}
