#include "gateway/wire/smpp/fields.hpp"
#include "gateway/wire/smpp/octets.hpp"
#include "gateway/wire/smpp/pdu.hpp"
#include "tests/gateway/wire/smpp/vectors.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::smpp;
using tests::octets_of;
using tests::smpp_vectors;

namespace {

std::string text(boost::json::value const& value) { return value.as_string().c_str(); }

template <class T>
T number(boost::json::object const& row, std::string_view key) {
    auto const& value = row.at(key);
    if (value.is_string()) return static_cast<T>(std::stoul(text(value), nullptr, 16));
    return value.to_number<T>();
}

/// The PDU that a vector's fields describe.
Pdu described(boost::json::object const& row) {
    auto const& header = row.at("header").as_object();
    auto const& body = row.at("body").as_object();
    auto const u8 = [&](std::string_view key) { return number<std::uint8_t>(body, key); };
    Pdu pdu;
    pdu.command = static_cast<Command>(number<std::uint32_t>(header, "command_id"));
    pdu.status = number<std::uint32_t>(header, "command_status");
    pdu.sequence = number<std::uint32_t>(header, "sequence_number");
    pdu.service_type = text(body.at("service_type"));
    pdu.source = {u8("source_addr_ton"), u8("source_addr_npi"), text(body.at("source_addr"))};
    pdu.destination = {u8("dest_addr_ton"), u8("dest_addr_npi"), text(body.at("destination_addr"))};
    pdu.esm_class = u8("esm_class");
    pdu.protocol_id = u8("protocol_id");
    pdu.priority = u8("priority_flag");
    pdu.schedule_time = text(body.at("schedule_delivery_time"));
    pdu.validity = text(body.at("validity_period"));
    pdu.registered_delivery = u8("registered_delivery");
    pdu.replace_if_present = u8("replace_if_present_flag");
    pdu.data_coding = u8("data_coding");
    pdu.default_message_id = u8("sm_default_msg_id");
    pdu.short_message = octets_of(text(body.at("short_message_hex")));
    for (auto const& one : row.at("tlvs").as_array())
        pdu.tlvs.add(number<std::uint16_t>(one.as_object(), "tag"),
                     octets_of(text(one.at("value_hex"))));
    return pdu;
}

Pdu base_message(Command command = Command::deliver_sm) {
    Pdu pdu;
    pdu.command = command;
    pdu.sequence = 5;
    pdu.source = {1, 1, "919911"};
    pdu.destination = {1, 1, "56161"};
    pdu.short_message = "hi";
    return pdu;
}

std::string with_length(std::string octets) {
    set_u32(octets, 0, static_cast<std::uint32_t>(octets.size()));
    return octets;
}

Fault fault(std::string const& octets, Lenience lenience = {}) {
    auto const read = decode(octets, lenience);
    REQUIRE(!read);
    return read.error();
}

/// The fault of a deliver_sm with sequence number 5.
Fault refused(std::uint32_t status) {
    return {Command::deliver_sm, 5, status, Fault::Answer::response};
}

} // namespace

TEST_CASE("every known PDU reads as it is described and is written octet for octet") {
    REQUIRE(smpp_vectors().size() == 6);
    for (auto const& vector : smpp_vectors()) {
        INFO(vector.name);
        Pdu const expected = described(vector.row);
        auto const read = decode(vector.octets);
        REQUIRE(read);
        CHECK(*read == expected);
        CHECK(encoded(expected).value() == vector.octets);
    }
}

TEST_CASE("a PDU cut short with its length made to fit is refused or a shorter PDU") {
    for (auto const& vector : smpp_vectors())
        for (std::size_t size = 0; size < vector.octets.size(); ++size) {
            std::string cut = vector.octets.substr(0, size);
            if (size >= 4) set_u32(cut, 0, static_cast<std::uint32_t>(size));
            auto const read = decode(cut);
            INFO(vector.name << " cut to " << size);
            if (read)
                CHECK(encoded(*read).value() == cut);
            else if (size >= kHeaderOctets)
                CHECK(read.error().sequence == read_u32(vector.octets, 12));
        }
}

TEST_CASE("every PDU with one octet changed is read or refused, and what is read reads again") {
    for (auto const& vector : smpp_vectors())
        for (std::size_t at = 4; at < vector.octets.size(); ++at)
            for (int bit = 0; bit < 8; ++bit) {
                std::string changed = vector.octets;
                changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
                auto read = decode(changed);
                // Responses are written shorter than others write them.
                if (!read || is_response(read->command)) continue;
                auto const again = encoded(*read);
                REQUIRE(again);
                auto second = decode(*again);
                REQUIRE(second);
                read->odd = second->odd = 0; // what is overlooked is not written again
                CHECK(*second == *read);
            }
}

TEST_CASE("every command with a body full to the brim comes back as it was sent") {
    for (CommandRow const& row : command_rows()) {
        INFO(row.name);
        Pdu pdu;
        pdu.command = row.command;
        pdu.sequence = 0xFFFFFFFF;
        for (Field const& field : row.fields) {
            std::string const brim(field.most - 1U, 'x');
            switch (field.kind) {
            case FieldKind::u8:
                pdu.*field.number = 0xFE;
                break;
            case FieldKind::time:
            case FieldKind::cstring:
                pdu.*field.text = brim;
                break;
            case FieldKind::address:
                pdu.*field.address = {5, 9, brim};
                break;
            case FieldKind::message:
                pdu.*field.text = std::string(254, '\0');
                break;
            case FieldKind::destinations:
                for (int i = 0; i < 127; ++i) {
                    pdu.destinations.push_back({{1, 1, std::string(20, '9')}, "", 0});
                    pdu.destinations.push_back({{}, std::string(20, 'l'), 0});
                }
                break;
            case FieldKind::unsuccessful:
                pdu.destinations.assign(255, {{1, 1, "919876543210"}, "", 0x14});
                break;
            case FieldKind::nul:
                break;
            }
        }
        if (row.tail == Tail::tlvs) {
            pdu.tlvs.add(0x1400, std::string("a\0b", 3));
            pdu.tlvs.add(0x3FFF, "");
        }
        auto const octets = encoded(pdu);
        REQUIRE(octets);
        auto const read = decode(*octets);
        REQUIRE(read);
        CHECK(*read == pdu);
    }
}

TEST_CASE("a field longer than the standard allows is not written, and says which") {
    Pdu pdu = base_message();
    pdu.source.digits = std::string(21, '9');
    std::string before = "kept";
    auto const done = encode(pdu, before);
    REQUIRE(!done);
    CHECK(done.error().code == Errc::bad_request);
    CHECK(done.error().detail ==
          "source_addr of deliver_sm is longer than SMPP allows or ends early");
    CHECK(before == "kept");

    pdu = base_message();
    pdu.short_message = std::string(255, 'x');
    CHECK(!encoded(pdu));
    pdu = base_message();
    pdu.destination.digits = std::string("5\0006", 3);
    CHECK(!encoded(pdu));
    pdu = base_message();
    pdu.validity = "2601011200";
    CHECK(!encoded(pdu));
}

TEST_CASE("unreadable messages are answered with the status of what is wrong") {
    std::string const good = encoded(base_message()).value();
    REQUIRE(decode(good));
    std::size_t const sm_length = good.size() - 3;

    std::string long_text = good;
    long_text[sm_length] = static_cast<char>(200);
    CHECK(fault(long_text) == refused(status::invalid_message_length));
    long_text[sm_length] = static_cast<char>(255);
    CHECK(fault(long_text) == refused(status::invalid_message_length));

    CHECK(fault(with_length(good + octets_of("0424 0100 6869"))) ==
          refused(status::invalid_tlv_length));
    CHECK(fault(with_length(good + octets_of("0424"))) == refused(status::invalid_tlv_stream));
    CHECK(fault(with_length(good + octets_of("0427 0002 0202"))) ==
          refused(status::invalid_tlv_length));

    Pdu pdu = base_message();
    std::string sixty = good;
    sixty.replace(sixty.find("919911"), 6, std::string(60, '9'));
    CHECK(fault(with_length(sixty)) == refused(status::invalid_source));
    CHECK(fault(with_length(good.substr(0, good.find("919911") + 3))) ==
          refused(status::invalid_command_length));
    CHECK(fault(with_length(good.substr(0, 16))) == refused(status::invalid_command_length));

    pdu.tlvs.add(tag::message_payload, "hi");
    CHECK(fault(encoded(pdu).value()) == refused(status::tlv_not_allowed));

    CHECK(fault(octets_of("00000010 00000777 00000000 00000009")) ==
          Fault{static_cast<Command>(0x777), 9, status::invalid_command, Fault::Answer::nack});
    CHECK(fault(octets_of("00000010 80000777 00000000 00000009")).answer == Fault::Answer::nothing);
}

TEST_CASE("a destination list of submit_multi is refused by what is wrong with it") {
    Pdu pdu = base_message(Command::submit_multi);
    pdu.destinations = {{{1, 1, "919876543210"}, "", 0}, {{}, "farmers", 0}};
    std::string const good = encoded(pdu).value();
    REQUIRE(decode(good));
    auto const count = good.find("919911") + 7;
    std::string bad = good;
    bad[count] = 0;
    CHECK(fault(bad).status == status::invalid_number_of_destinations);
    bad[count] = static_cast<char>(255);
    CHECK(fault(bad).status == status::invalid_number_of_destinations);
    bad = good;
    bad[count + 1] = 3;
    CHECK(fault(bad).status == status::invalid_destination_flag);
}

TEST_CASE("lenient links take a broken tail and a text in both places") {
    std::string const good = encoded(base_message()).value();
    Lenience const lenient{true, true};
    for (std::string const& tail : {octets_of("0424 0100 6869"), octets_of("0424")}) {
        auto const read = decode(with_length(good + octets_of("1400 0001 41") + tail), lenient);
        REQUIRE(read);
        CHECK(read->is(Odd::tlv_tail_dropped));
        CHECK(read->tlvs.find(0x1400) == "A");
        CHECK(!read->tlvs.has(tag::message_payload));
    }
    Pdu both = base_message();
    both.tlvs.add(tag::message_payload, "other");
    auto const read = decode(encoded(both).value(), lenient);
    REQUIRE(read);
    CHECK(read->is(Odd::two_texts));
    CHECK(read->message() == "hi");
}

TEST_CASE("TLVs nobody knows are kept, of a twice given one the first counts") {
    Pdu pdu = base_message();
    pdu.tlvs.add(0x1400, "1301157000000000001");
    pdu.tlvs.add_u16(tag::user_message_reference, 1);
    pdu.tlvs.add_u16(tag::user_message_reference, 2);
    pdu.tlvs.add(0x0005, "too long"); // dest_addr_subunit, which we never look at
    auto const read = decode(encoded(pdu).value());
    REQUIRE(read);
    CHECK(read->tlvs == pdu.tlvs);
    CHECK(read->tlvs.number(tag::user_message_reference) == 1U);
    CHECK(read->is(Odd::tlv_twice));
    CHECK(read->is(Odd::tlv_size));
}

TEST_CASE("responses are read however short or long they are") {
    auto const read = [](std::string_view hex) {
        auto const octets = octets_of(hex);
        auto pdu = decode(with_length(octets));
        REQUIRE(pdu);
        return *pdu;
    };
    Pdu response = read("00000000 80000004 00000000 00000007 343200");
    CHECK(response.message_id == "42");
    CHECK(response.odd == 0);
    CHECK(read("00000000 80000004 00000000 00000007").message_id.empty());
    CHECK(read("00000000 80000004 00000000 00000007").is(Odd::loose_response));
    CHECK(read("00000000 80000004 00000000 00000007 3432").message_id == "42");
    CHECK(read("00000000 80000004 00000058 00000007").odd == 0);
    CHECK(read("00000000 80000004 00000058 00000007 00").status == status::throttled);
    CHECK(read("00000000 80000005 00000000 00000007").odd == 0);
    CHECK(read("00000000 80000009 00000000 00000001").system_id.empty());
    CHECK(read("00000000 80000000 00000003 00000001 ff").is(Odd::superfluous_body));
}

TEST_CASE("a refusal is sixteen octets, an answer to deliver_sm always seventeen") {
    CHECK(encoded(response_to(Command::submit_sm, 7, status::throttled, "ignored")).value() ==
          octets_of("00000010 80000004 00000058 00000007"));
    CHECK(encoded(response_to(Command::submit_sm, 7, status::ok, "42")).value() ==
          octets_of("00000013 80000004 00000000 00000007 343200"));
    CHECK(encoded(response_to(Command::deliver_sm, 7, status::ok, "ignored")).value() ==
          octets_of("00000011 80000005 00000000 00000007 00"));
    CHECK(encoded(response_to(Command::deliver_sm, 7, status::temporary_app_error)).value() ==
          octets_of("00000011 80000005 00000064 00000007 00"));
}

TEST_CASE("a status is named and classed") {
    CHECK(status_name(0x58) == "RTHROTTLED");
    CHECK(status_name(0x59).empty());
    CHECK(class_of(status::throttled) == StatusClass::slow_down);
    CHECK(class_of(status::queue_full) == StatusClass::slow_down);
    CHECK(class_of(status::temporary_app_error) == StatusClass::retry);
    CHECK(class_of(status::invalid_destination) == StatusClass::refused);
    CHECK(class_of(status::wrong_bind_state) == StatusClass::rebind);
    CHECK(class_of(status::invalid_password) == StatusClass::bind_refused);
    CHECK(class_of(0x403) == StatusClass::unknown);
}
