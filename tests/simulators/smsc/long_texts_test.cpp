#include "gateway/channels/sms/smpp_carrier.hpp"
#include "simulators/smsc/smsc.hpp"
#include "tests/simulators/smsc/line.hpp"
#include "tests/support/catch.hpp"

/// A long text in Hindi through the gateway's way out to a phone, while the SMSC refuses some of its parts.
using namespace haatline;
using namespace haatline::tests;
using namespace haatline::simulators::smsc;
using gateway::Submitted;

namespace {

constexpr std::uint64_t kPhone = 919876543212;
/// Three parts: 67 letters of UCS-2 each.
constexpr std::string_view kText =
    "आटा चक्की पर अनुदान: 15 दिसंबर तक आवेदन करें। पहला कागज़ आधार कार्ड, दूसरा बैंक की "
    "पासबुक, तीसरा उद्यम पंजीकरण। सहायता के लिए अपने ब्लॉक के कार्यालय में जाएँ या *789# "
    "मिलाएँ। यह सूचना निःशुल्क है।";

/// One message that goes again until it was taken, as the outbox does.
struct Desk final : gateway::CarrierListener {
    explicit Desk(Plan plan)
        : smsc(std::move(plan), world.world, {},
               [this](auto delay, auto work) { agenda.after(delay, std::move(work)); }),
          carrier({world.world,
                   [this](gateway::StreamTarget, auto done) {
                       agenda.post([this, done] {
                           auto const [ours, theirs] = LineEnd::pair(agenda);
                           smsc.admit(theirs);
                           done(gateway::StreamPtr(ours));
                       });
                   },
                   [this](auto delay, auto work) { agenda.after(delay, std::move(work)); },
                   [this](auto work) { agenda.post(std::move(work)); }},
                  account(), *this) {
        carrier.begin();
        agenda.pass(Millis(100));
    }
    static gateway::SmppOptions account() {
        gateway::SmppOptions out;
        out.name = "operator";
        out.system_id = "haatline";
        out.password = Secret("secret12");
        out.sender = "HAATLN";
        return out;
    }
    void send_until_taken() {
        for (; !taken && tries < 50; ++tries) {
            gateway::Outgoing message;
            message.parcel = 4711;
            message.to = Msisdn::from_number(kPhone);
            message.text = kText;
            message.again = tries > 0;
            carrier.submit({message});
            agenda.pass(Millis(30'000));
        }
    }
    void submitted(gateway::Carrier&, std::vector<Submitted> results) override {
        for (auto const& one : results) taken = taken || one.what == Submitted::What::accepted;
    }
    void receipts(gateway::Carrier&, std::vector<gateway::ReceiptNews>, Stored stored) override {
        stored(true);
    }
    void arrived(gateway::Carrier&, gateway::Arrived, Stored stored) override { stored(true); }
    void changed(gateway::Carrier&) override {}

    ManualWorld world;
    Agenda agenda{world.clock};
    Smsc smsc;
    gateway::SmppCarrier carrier;
    bool taken = false;
    int tries = 0;
};

} // namespace

TEST_CASE(
    "a Hindi text of three parts is read once, and no part comes twice, whichever is refused") {
    struct Day {
        std::string_view fault;
        unsigned value, status;
    };
    for (Day const& day : {Day{"error-every", 2, 0x08}, Day{"error-every", 3, 0x64},
                           Day{"error-every", 3, 0x14}, Day{"throttle-one-in", 2, 0}}) {
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            INFO(day.fault << ' ' << day.value << " status " << day.status << " seed " << seed);
            Plan plan;
            plan.seed = seed;
            REQUIRE(set_fault(plan.faults, day.fault, day.value));
            if (day.status != 0) REQUIRE(set_fault(plan.faults, "error-status", day.status));
            Desk desk(std::move(plan));
            desk.send_until_taken();
            REQUIRE(desk.taken);
            auto const& count = desk.smsc.count();
            CHECK(count.accepted == 3);
            CHECK(count.repeated == 0);
            auto const inbox = desk.smsc.phones().inbox(std::to_string(kPhone));
            REQUIRE(inbox.size() == 1);
            CHECK(inbox[0].text == kText);
        }
    }
}
