#include "gateway/wire/smpp/receipt.hpp"
#include "gateway/wire/smpp/time_text.hpp"
#include "tests/gateway/wire/smpp/vectors.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::smpp;
using enum MessageState;

namespace {

Pdu receipt_pdu(std::string text, std::uint8_t esm_class = 0x04) {
    Pdu pdu;
    pdu.command = Command::deliver_sm;
    pdu.esm_class = esm_class;
    pdu.short_message = std::move(text);
    return pdu;
}

struct Sample {
    std::string text, id;
    MessageState state;
    std::string err;
};

} // namespace

TEST_CASE("every receipt's text of the reference reads") {
    Sample const samples[] = {
        {"id:0123456789 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD "
         "err:000 text:Dear member",
         "0123456789", delivered, "000"},
        {"id:00000001 sub:000 dlvrd:000 submit date:YYMMDDhhmm done date:YYMMDDhhmm stat:DELIVRD "
         "err:000 text:",
         "00000001", delivered, "000"},
        {"id:6f9619ff-8b86-d011-b42d-00cf4fc964ff stat:UNDELIV err:1A Text:",
         "6f9619ff-8b86-d011-b42d-00cf4fc964ff", undeliverable, "1A"},
        {"id:4A3F sub:1 dlvrd:0 submit date:260101120059 done date:260101120101 stat:EXPIRED "
         "err:0x14",
         "4A3F", expired, "0x14"},
        {"ID: 77 STAT: REJECTD ERR: 600", "77", rejected, "600"},
        {"stat:ACCEPTD id:9 text:id:10 stat:DELIVRD", "9", accepted, ""},
        {"id:5 sub:001 dlvrd:001  submit date:20260101120000 done date:20260101120100 "
         "stat:DELIVERED err:",
         "5", delivered, ""},
        {"id:1 stat:BUFFRED", "1", enroute, ""},
        {"id:1 stat:FAILED", "1", undeliverable, ""},
        {"id:1 stat:XYZ", "1", unknown, ""},
        {"id:3;stat:DELIVRD;err: text:id:4", "3", delivered, ""},
        {"id:3 id:4 stat:EXPIRED stat:DELIVRD", "3", expired, ""},
        {"", "", unknown, ""},
        {std::string(254, 'x'), "", unknown, ""},
        {"id:" + std::string(200, '7') + " stat:DELIVRD", "", delivered, ""},
        {"id:\xE0\xA4\x85 stat:\xFF\xFE err:\x01", "", unknown, ""},
        {std::string("id:8 stat:DELIVRD\0", 18), "8", delivered, ""},
    };
    for (Sample const& sample : samples) {
        INFO(sample.text);
        Pdu const pdu = receipt_pdu(sample.text);
        CHECK(kind_of(pdu, {}) == DeliverKind::receipt);
        Receipt const read = read_receipt(pdu, {});
        CHECK(read.id == sample.id);
        CHECK(read.state == sample.state);
        CHECK(read.err == sample.err);
    }
    CHECK(read_receipt(receipt_pdu("id:1 stat:XYZ"), {}).stat == "XYZ");
}

TEST_CASE("TLVs of a receipt win over its text") {
    Pdu pdu = receipt_pdu("id:1 stat:UNDELIV err:001", 0);
    pdu.tlvs.add(tag::receipted_message_id, "tlv-id"); // without a NUL, as some write it
    pdu.tlvs.add_u8(tag::message_state, 2);
    pdu.tlvs.add(tag::network_error, std::string("\x03\x00\x05", 3));
    CHECK(kind_of(pdu, {}) == DeliverKind::receipt);
    Receipt const read = read_receipt(pdu, {});
    CHECK(read.id == "tlv-id");
    CHECK(read.state == delivered);
    CHECK(read.network_error == 0x030005U);
    CHECK(read.final());
    pdu.short_message.clear();
    CHECK(read_receipt(pdu, {}).id == "tlv-id");

    auto const vector = decode(tests::smpp_vectors()[5].octets);
    REQUIRE(vector);
    CHECK(read_receipt(*vector, {}).id == "0123456789");
}

TEST_CASE("a text is a receipt by its words only where the operator says so") {
    Pdu const pdu = receipt_pdu("id:1 stat:DELIVRD", 0);
    CHECK(kind_of(pdu, {}) == DeliverKind::message);
    CHECK(kind_of(pdu, {.by_text = true}) == DeliverKind::receipt);
    CHECK(kind_of(receipt_pdu("id:1", 0), {.by_text = true}) == DeliverKind::message);
    CHECK(kind_of(receipt_pdu("hello", 0x01), {}) == DeliverKind::message); // forward mode
    CHECK(kind_of(receipt_pdu("hello", 0x43), {}) == DeliverKind::message); // with a header
    CHECK(kind_of(receipt_pdu("hello", 0x08), {}) == DeliverKind::acknowledgement);
    CHECK(read_receipt_text("id:1 stat:2", {.digit_states = true}).state == delivered);
    CHECK(read_receipt_text("id:1 stat:2", {}).state == unknown);
}

TEST_CASE("an intermediate receipt decides nothing") {
    Receipt const read = read_receipt(receipt_pdu("id:1 stat:DELIVRD", 0x20), {});
    CHECK(read.intermediate);
    CHECK(!read.final());
    CHECK(!read_receipt(receipt_pdu("id:1 stat:UNKNOWN"), {}).final());
    CHECK(!read_receipt(receipt_pdu("id:1 stat:ACCEPTD"), {}).final());
}

TEST_CASE("dates of receipts are read in the forms that are seen, in the link's zone") {
    using namespace std::chrono;
    auto const done = [](std::string date) {
        return read_receipt_text("id:1 done date:" + date + " stat:DELIVRD", {}).done;
    };
    TimePoint const noon = sys_days(year(2026) / 1 / 2) + 12h - 330min;
    CHECK(done("2601021200") == noon);
    CHECK(done("260102120007") == noon + 7s);
    CHECK(done("202601021200") == noon);
    CHECK(done("20260102120007") == noon + 7s);
    CHECK(done("260102120007000+") == noon + 7s);
    for (auto const* bad : {"", "YYMMDDhhmm", "2613021200", "2601022500", "26", "2601021200x"})
        CHECK(!done(bad));
}

TEST_CASE("an id is known in the spellings that SMSCs change it to") {
    using Spellings = std::vector<std::string>;
    CHECK(other_spellings("00042", IdForm::same) == Spellings{"42"});
    CHECK(other_spellings("42", IdForm::same) == Spellings{});
    CHECK(other_spellings("0", IdForm::same) == Spellings{});
    CHECK(other_spellings("19007", IdForm::hex_then_decimal) == Spellings{"4A3F", "4a3f"});
    CHECK(other_spellings("4A3F", IdForm::decimal_then_hex) == Spellings{"19007"});
    CHECK(other_spellings("10", IdForm::any) == Spellings{"16", "A", "a"});
    CHECK(other_spellings("6f9619ff-8b86", IdForm::any) == Spellings{});
    CHECK(other_spellings("-5", IdForm::any) == Spellings{});
    CHECK(other_spellings(std::string(65, '9'), IdForm::any) == Spellings{});
    CHECK(plain_id("00004A3F", IdForm::hex_then_decimal, false) == "19007");
    CHECK(plain_id("0019007", IdForm::hex_then_decimal, true) == "19007");
    CHECK(plain_id("19007", IdForm::decimal_then_hex, false) == "19007");
    CHECK(plain_id("4a3f", IdForm::decimal_then_hex, true) == "19007");
    CHECK(plain_id("uuid-1", IdForm::hex_then_decimal, false) == "uuid-1");
    CHECK(plain_id("007", IdForm::same, false) == "7");
    CHECK(without_zeros("000") == "0");
    CHECK(without_zeros("") == "");
}

TEST_CASE("times are written and read as SMPP has them") {
    using namespace std::chrono;
    TimePoint const now = sys_days(year(2026) / 11 / 22) + 20h;
    CHECK(relative_time(1h) == "000000010000000R");
    CHECK(relative_time(0s) == "000000000001000R");
    CHECK(relative_time(100h) == "000004040000000R");
    CHECK(relative_time(days(400)) == "000030000000000R");
    CHECK(absolute_time(now) == "261122200000000+");
    CHECK(read_time("000000010000000R", now).value() == now + 1h);
    CHECK(read_time("261122200000000+", now).value() == now);
    CHECK(read_time("261123013000022+", now).value() == now); // IST
    CHECK(read_time("261122190000004-", now).value() == now);
    for (auto const* bad :
         {"", "260101120000", "261322200000000+", "991122200000000+", "261122250000000+",
          "261122200000049+", "26112220000000x+", "261122200000000Z"})
        CHECK(!read_time(bad, now));
}
