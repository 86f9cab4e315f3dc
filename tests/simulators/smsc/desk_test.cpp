#include "simulators/smsc/desk.hpp"
#include "tests/simulators/smsc/bench.hpp"

using namespace haatline;
using namespace haatline::tests;
using namespace haatline::simulators::smsc;

namespace {

struct Sitting {
    SmscBench bench;
    bool left = false;
    Desk desk{bench.smsc, [this] { left = true; }};
    std::shared_ptr<FakeWire> wire = bench.bound();

    std::string said(std::string_view line) {
        auto const out = desk.run(line);
        return out ? *out : "error: " + out.error().detail;
    }
};

} // namespace

TEST_CASE("who sits at the desk makes phones write and dial, and reads what they read") {
    Sitting at;
    CHECK(at.said("mo 9876543212 56161 KHOJ achar") == "done\n");
    CHECK(at.wire->said().at(0).short_message == "KHOJ achar");
    CHECK(at.said(
              R"({"mo":{"from":"9876543212","to":"56161","hex":"00e9","dcs":3,"esm_class":1}})") ==
          "done\n");
    auto const odd = at.wire->said().at(0);
    CHECK(odd.data_coding == 3);
    CHECK(odd.esm_class == 1);
    CHECK(odd.short_message == std::string("\0\xE9", 2));
    CHECK(at.said("dial 9876543212 *789# 2|1") == "done\n");
    CHECK(at.wire->said().at(0).tlvs.has(smpp::tag::ussd_service_op));
    at.wire->hear(SmscBench::submit(2, "Namaste"));
    CHECK(at.said("inbox 9876543212") == "{\"from\":\"HAATLN\",\"text\":\"Namaste\"}\n");
    CHECK(at.said("inbox 9876543213").empty());
}

TEST_CASE("who sits at the desk sends receipts, faults and octets, and ends links") {
    Sitting at;
    at.wire->hear(SmscBench::submit(2, "Namaste"));
    at.wire->said();
    CHECK(at.said("receipts brief") == "done\n");
    CHECK(at.said("receipt 1 undeliverable") == "done\n");
    CHECK(at.wire->said().at(0).short_message == "id:1 stat:UNDELIV err:1A Text:");
    CHECK(at.said("orphan") == "done\n");
    CHECK(at.wire->said().size() == 1);
    CHECK(at.said("set throttle-one-in 1") == "done\n");
    at.wire->hear(SmscBench::submit(3));
    CHECK(at.wire->said().at(0).status == smpp::status::throttled);
    CHECK(at.said("raw 00000010000000150000000000000007") == "1 links\n");
    CHECK(at.wire->said().at(0).command == Command::enquire_link);
    CHECK(at.said("hang on") == "1 links\n");
    at.wire->hear(SmscBench::submit(4));
    CHECK(at.wire->said().empty());
    CHECK(at.said("away on") == "1 links\n");
    CHECK(at.wire->was_reset);
    CHECK(at.bench.dial()->was_reset);
    CHECK(at.said("links") == "0 links\n");
    CHECK(at.said("away off") == "done\n");
    CHECK(at.bench.dial()->open());
    CHECK(at.said("quit") == "done\n");
    CHECK(at.left);
}

TEST_CASE("a desk waits for a count, and says what it cannot do") {
    Sitting at;
    std::string told;
    auto const after = [&](std::chrono::nanoseconds delay, std::function<void()> work) {
        at.bench.due.emplace(at.bench.world.clock.steady() + delay, std::move(work));
    };
    auto const tell = [&](Result<std::string> const& said) {
        told = said ? *said : "error: " + said.error().detail;
    };
    at.desk.run("wait accepted 1", after, tell);
    at.bench.pass(Millis(100));
    CHECK(told.empty());
    at.wire->hear(SmscBench::submit(2));
    at.bench.pass(Millis(10));
    CHECK(told == "1\n");
    told.clear();
    at.desk.run("wait accepted 2", after, tell);
    at.bench.pass(Millis(40'000));
    CHECK(told == "error: accepted is 1 after half a minute");
    for (auto const wrong :
         {"",
          "sing",
          "mo",
          "mo 12 56161 x",
          "{",
          "{\"mo\":1}",
          "set drop",
          "set drop 101",
          "set rain 1",
          "receipt 1",
          "receipt 17 delivered",
          "receipt 1 eaten",
          "receipts poem",
          "raw",
          "raw 0",
          "raw 0g",
          "inbox",
          "script 12 a",
          R"({"mo":{"from":"9876543212","to":"1","text":"x","as":"pigeon"}})",
          R"({"mo":{"from":"9876543212","to":"1","text":"x","dcs":256}})",
          R"({"mo":{"from":"9876543212","to":"1234567890123456789012","text":"x"}})"}) {
        INFO(wrong);
        CHECK_FALSE(at.desk.run(wrong));
    }
}
