#include "simulators/smsc/account.hpp"
#include "simulators/smsc/faults.hpp"
#include "simulators/smsc/message_id.hpp"
#include "simulators/smsc/pdu_log.hpp"
#include "simulators/smsc/phones.hpp"
#include "simulators/smsc/receipt.hpp"
#include "simulators/smsc/text.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>

using namespace haatline;
using namespace haatline::simulators;
using namespace haatline::simulators::smsc;

TEST_CASE("an account is read with its limits; a wrong one is refused without its password") {
    auto const account = account_of("mill:pw12:window=10,rate=100,links=2").value();
    CHECK(account.system_id == "mill");
    CHECK(account.password.full() == "pw12");
    CHECK(account.window == 10);
    CHECK(account.rate == 100);
    CHECK(account.links == 2);
    for (auto const wrong : {"mill", ":pw12", "a-name-of-16-char:x", "mill:longer-than-8",
                             "mill:pw12:widow=1", "mill:pw12:rate=", "mill:pw12:rate=9999999"}) {
        auto const read = account_of(wrong);
        INFO(wrong);
        REQUIRE_FALSE(read);
        CHECK(read.error().detail.find("pw12") == std::string::npos);
        CHECK(read.error().detail.find("longer") == std::string::npos);
    }
}

TEST_CASE("ids are written in each style, and seeds make other uuids") {
    CHECK(message_id(id_style("hex-decimal").value(), 255, 1).answered == "ff");
    CHECK(message_id(id_style("hex-decimal").value(), 255, 1).in_receipt == "255");
    CHECK(message_id(id_style("lost-zeros").value(), 255, 1).answered == "0000000255");
    CHECK(message_id(id_style("lost-zeros").value(), 255, 1).in_receipt == "255");
    auto const uuid = message_id(id_style("uuid").value(), 255, 1);
    CHECK(uuid.answered.size() == 36);
    CHECK(uuid.answered == uuid.in_receipt);
    CHECK(uuid.answered != message_id(IdStyle::uuid, 255, 2).answered);
    CHECK(message_id(id_style("constant").value(), 1, 1).answered ==
          message_id(IdStyle::constant, 2, 1).answered);
    CHECK_FALSE(id_style("roman"));
}

TEST_CASE("every style of receipts is a PDU that can be sent") {
    News news;
    news.id = "4711";
    news.source = {5, 0, "HAATLN"};
    news.destination = {1, 1, "919876543212"};
    news.text = "Dear member, the mela is on";
    news.done = TimePoint(Millis(1'790'000'000'000)); // 21 September 2026, 19:43:20 in India
    news.submitted = news.done - std::chrono::minutes(2);
    for (auto const& style : receipt_styles()) {
        INFO(style.name);
        CHECK(smpp::encoded(receipt_pdu(style, {}, news)));
        CHECK(receipt_text(style, news).size() <= 254);
    }
    CHECK(receipt_text(**receipt_style("standard"), news) ==
          "id:4711 sub:001 dlvrd:001 submit date:2609211941 done date:2609211943 stat:DELIVRD "
          "err:000 "
          "text:Dear member, the mel");
    news.state = State::undeliverable;
    CHECK(receipt_text(**receipt_style("long-dates"), news) ==
          "id:4711 sub:001 dlvrd:001  submit date:20260921194120 done date:20260921194320 "
          "stat:UNDELIVERABLE err:");
    CHECK(receipt_text(**receipt_style("loose-words"), news) == "id:4711 stat:FAILED");
    auto const silent = receipt_pdu(**receipt_style("tlv-only"), {}, news);
    CHECK(silent.short_message.empty());
    CHECK(silent.tlvs.number(smpp::tag::message_state) == 5U);
    CHECK_FALSE(receipt_style("poem"));
}

TEST_CASE("a long text of a phone arrives whole by each of the four ways, also backwards") {
    std::string text;
    while (text.size() < 400) text += "अचार और पापड़ ";
    for (auto const way : {"udh8", "udh16", "sar", "payload"}) {
        for (bool const backwards : {false, true}) {
            INFO(way);
            Mo mo{"919876543212", "56161", text};
            mo.as = long_mode(way).value();
            mo.backwards = backwards;
            auto const pdus = pdus_of(mo, 77).value();
            CHECK((pdus.size() == 1) == (std::string_view(way) == "payload"));
            Phones phones(10);
            std::optional<Read> read;
            for (auto const& pdu : pdus) {
                CHECK_FALSE(read);
                read = phones.hear(pdu);
            }
            REQUIRE(read);
            CHECK(read->text == text);
        }
    }
    CHECK_FALSE(long_mode("pigeon"));
}

TEST_CASE("octets that are no text are shown as hex, wrong labels are sent as they are") {
    Mo mo{"919876543212", "56161", ""};
    mo.octets = "\x01\xFF";
    mo.data_coding = 4;
    auto const pdu = pdus_of(mo, 1).value().at(0);
    CHECK(pdu.data_coding == 4);
    CHECK(shown_text(pdu) == "hex:01ff");
}

TEST_CASE("spans and faults are read within their bounds") {
    CHECK(span_of("200-800", "--x").value() == Span{200, 800});
    CHECK(span_of("30", "--x").value() == Span{30, 30});
    for (auto const wrong : {"", "-", "8-2", "x", "4000000"}) CHECK_FALSE(span_of(wrong, "--x"));
    Faults faults;
    CHECK(set_fault(faults, "throttle-one-in", 50));
    CHECK(faults.throttle_one_in == 50);
    CHECK(set_fault(faults, "no-version", 1));
    CHECK(faults.no_version);
    CHECK_FALSE(set_fault(faults, "no-version", 2));
    CHECK_FALSE(set_fault(faults, "drop", 101));
    CHECK_FALSE(set_fault(faults, "sabotage", 1));
}

TEST_CASE("a log tells a PDU and its octets, but for the password of a bind") {
    smpp::Pdu bind;
    bind.command = smpp::Command::bind_transceiver;
    bind.sequence = 1;
    bind.system_id = "haatline";
    bind.password = "secret12";
    auto const line = pdu_line(TimePoint(Millis(5)), 3, "", Way::in, smpp::encoded(bind).value());
    CHECK(line == "{\"at_ms\":5,\"link\":3,\"way\":\"in\",\"command\":\"bind_transceiver\","
                  "\"status\":0,\"sequence\":1,"
                  "\"system_id\":\"haatline\",\"hex\":\"0000002700000009000000000000000168616174"
                  "6c696e65002a2a2a2a2a2a2a2a000034000000\"}\n");
    CHECK(pdu_line(TimePoint(Millis(5)), 3, "a", Way::out,
                   std::string("\0\0\0\x10\0\0\7\x77\0\0\0\0\0\0\0\7", 16)) ==
          "{\"at_ms\":5,\"link\":3,\"account\":\"a\",\"way\":\"out\",\"command_id\":1911,"
          "\"sequence\":7,"
          "\"malformed\":3,\"hex\":\"00000010000007770000000000000007\"}\n");
}
