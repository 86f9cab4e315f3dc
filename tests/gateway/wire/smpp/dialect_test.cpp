#include "gateway/wire/smpp/dialect.hpp"
#include "gateway/wire/smpp/dlt_fields.hpp"
#include "tests/gateway/wire/smpp/vectors.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::smpp;
using tests::smpp_vectors;

namespace {

Pdu from_phone(std::uint8_t op, std::optional<std::uint16_t> session, std::string text) {
    Pdu pdu;
    pdu.command = Command::deliver_sm;
    pdu.service_type = "USSD";
    pdu.source = {1, 1, "919876543210"};
    pdu.destination = {0, 0, "166"};
    pdu.short_message = std::move(text);
    pdu.tlvs.add_u8(tag::ussd_service_op, op);
    if (session) pdu.tlvs.add_u16(tag::its_session_info, *session);
    return pdu;
}

std::optional<UssdEvent> event(std::string_view dialect, std::uint8_t op,
                               std::uint16_t session = 0x1234) {
    auto const heard = hear_ussd(from_phone(op, session, "1"), *ussd_dialect(dialect));
    return heard ? std::optional(heard->event) : std::nullopt;
}

} // namespace

TEST_CASE("a dialogue of the textbook dialect is heard and answered octet for octet") {
    UssdDialect const& dialect = *ussd_dialect("textbook");
    auto const begin = decode(smpp_vectors()[1].octets);
    REQUIRE(begin);
    auto const heard = hear_ussd(*begin, dialect);
    REQUIRE(heard);
    CHECK(heard->event == UssdEvent::begin);
    CHECK(heard->key == 0x1234);
    CHECK(heard->number == "919876543210");
    CHECK(heard->code == "166");
    CHECK(begin->message() == "*166#");

    Pdu screen =
        ussd_screen(answer_to(*begin, dialect), "1 Hindi\n2 English", false, dialect).value();
    screen.sequence = 2;
    CHECK(encoded(screen).value() == smpp_vectors()[2].octets);

    auto const answer = decode(smpp_vectors()[3].octets);
    CHECK(hear_ussd(*answer, dialect)->event == UssdEvent::answer);

    Pdu last = ussd_screen(answer_to(*answer, dialect), "धन्यवाद", true, dialect).value();
    last.sequence = 4;
    CHECK(encoded(last).value() == smpp_vectors()[4].octets);
}

TEST_CASE("each dialect has its own ops, keys and ends") {
    using enum UssdEvent;
    CHECK(event("standard", 0x01) == begin);
    CHECK(event("standard", 0x12) == answer);
    CHECK(event("standard", 0x02) == answer);
    CHECK(event("standard", 0x11) == end);
    CHECK(event("standard", 0x12, 0x1235) == end);
    CHECK(event("standard", 0x99) == std::nullopt);
    CHECK(event("6d", 0x99) == answer);
    CHECK(event("6d", 0x81) == end);
    CHECK(event("mica", 0x81) == end);
    CHECK(event("textbook", 0x02) == std::nullopt);
    CHECK(!hear_ussd(Pdu{}, *ussd_dialect("standard")));
    CHECK(!ussd_dialect("klingon"));

    auto const op_of_end = [](std::string_view name) {
        return *ussd_screen({{}, {}, 0x1234, ""}, "bye", true, *ussd_dialect(name))
                    ->tlvs.number(tag::ussd_service_op);
    };
    CHECK(op_of_end("standard") == 0x02);
    CHECK(op_of_end("6d") == 0x17);
    CHECK(op_of_end("mica") == 0x17);
    CHECK(op_of_end("textbook") == 0x11);
}

TEST_CASE("a MICA session goes by the message reference, and its first text is the code") {
    UssdDialect const& mica = *ussd_dialect("mica");
    Pdu begin = from_phone(0x01, std::nullopt, "*166#");
    begin.tlvs.add_u16(tag::user_message_reference, 4711);
    auto const heard = hear_ussd(begin, mica);
    CHECK(heard->key == 4711);
    CHECK(heard->code.empty());
    Pdu const screen = ussd_screen(answer_to(begin, mica), "hi", true, mica).value();
    CHECK(screen.tlvs.number(tag::user_message_reference) == 4711U);
    CHECK(!screen.tlvs.has(tag::its_session_info));
}

TEST_CASE("a screen past the protocol's ceiling is refused, and a session without a key has none") {
    UssdDialect const& dialect = *ussd_dialect("standard");
    CHECK(ussd_screen({}, std::string(182, 'x'), false, dialect));
    CHECK(ussd_screen({}, std::string(183, 'x'), false, dialect).error().code == Errc::limit);
    auto const heard = hear_ussd(from_phone(0x01, std::nullopt, "*166#"), dialect);
    CHECK(!heard->key);
    Pdu const screen = ussd_screen({}, "hi", true, dialect, {0x0F, 0x48}).value();
    CHECK(!screen.tlvs.has(tag::its_session_info));
    CHECK(screen.data_coding == 0x0F);
    CHECK(ussd_screen({}, "न", true, dialect, {0x0F, 0x48})->data_coding == 0x48);
}

TEST_CASE("the register's fields travel in the configured order, form and tags") {
    std::string const list = "1301157000000000001,1302157000000000001,1302157000000000002";
    DltValues const values{"1301157000000000001", "VCLUST", "1307160000000000001", list};
    CHECK(chain_value(ChainForm::sha256, list) ==
          "7a815781a95949f6768bf282031c8ba5df33f9de8b750d08bc70db5194a52743");
    CHECK(chain_value(ChainForm::literal, list) == list);
    CHECK(chain_value(ChainForm::none, list).empty());

    Tlvs tlvs;
    REQUIRE(add_dlt_fields(tlvs, usual_dlt_fields(), ChainForm::sha256, values));
    Tlvs expected;
    expected.add(0x1400, values.entity);
    expected.add(0x1401, values.template_id);
    expected.add(0x1402, chain_value(ChainForm::sha256, list));
    CHECK(tlvs == expected);

    std::vector<DltField> const swapped{
        {0x1401, TlvForm::cstring, 30, DltSource::entity, "", true},
        {0x219C, TlvForm::u8, 1, DltSource::constant, "1", true},
    };
    Tlvs other;
    REQUIRE(add_dlt_fields(other, swapped, ChainForm::none, values));
    Tlvs as_swapped;
    as_swapped.add_cstring(0x1401, values.entity);
    as_swapped.add_u8(0x219C, 1);
    CHECK(other == as_swapped);
}

TEST_CASE("a message without what its link requires does not leave") {
    Tlvs tlvs;
    tlvs.add_u16(tag::user_message_reference, 1);
    Tlvs const before = tlvs;
    auto const no = add_dlt_fields(tlvs, usual_dlt_fields(), ChainForm::none,
                                   {"1301157000000000001", "VCLUST", "", ""});
    REQUIRE(!no);
    CHECK(no.error().detail == "no template for TLV 0x1401, which this link requires");
    CHECK(tlvs == before);
    auto const too_long = add_dlt_fields(tlvs, usual_dlt_fields(), ChainForm::none,
                                         {std::string(31, '1'), "", "1", ""});
    CHECK(too_long.error().detail == "the entity of TLV 0x1400 is longer than 30 octets");
    std::vector<DltField> const number{{0x219C, TlvForm::u8, 1, DltSource::constant, "256", true}};
    CHECK(!add_dlt_fields(tlvs, number, ChainForm::none, {}));
}
