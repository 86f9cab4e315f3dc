#include "tests/simulators/smsc/bench.hpp"

#include <fmt/format.h>

/// The table of malformed and odd PDUs (reference: smpp.md §7), as an ESME may send them.
using namespace haatline;
using namespace haatline::tests;
namespace status = haatline::smpp::status;

namespace {

std::string pdu(std::uint32_t command, std::uint32_t sequence, std::string const& body,
                std::optional<std::uint32_t> length = {}) {
    std::string out;
    smpp::put_u32(out, length.value_or(static_cast<std::uint32_t>(16 + body.size())));
    smpp::put_u32(out, command);
    smpp::put_u32(out, 0);
    smpp::put_u32(out, sequence);
    return out + body;
}

std::string body(std::string const& source, std::string const& behind) {
    using namespace std::string_literals;
    return "\0\1\1"s + source + "\0\1\1"s + "56161\0"s + std::string(3, '\0') + "\0\0"s +
           std::string(4, '\0') + behind;
}

struct Case {
    std::string name, octets;
    std::uint32_t command, status, sequence; ///< of the answer; command 0: none
    bool stays = true;
    bool lenient = false;
};

std::vector<Case> cases() {
    using namespace std::string_literals;
    auto const hi = "\2hi"s;
    constexpr std::uint32_t submit = 4, resp = 0x80000004, nack = 0x80000000;
    auto const good = body("919911", hi);
    std::string data = "\0\1\1"s + "919911\0"s + "\1\1"s + "56161\0"s + "\0\0\0"s;
    return {
        {"well-formed", pdu(submit, 7, good), resp, 0, 7},
        {"unknown command", pdu(0x777, 7, ""), nack, status::invalid_command, 7},
        {"sm_length 200, two octets", pdu(submit, 7, body("919911", "\xC8hi"s)), resp,
         status::invalid_message_length, 7},
        {"TLV longer than the PDU", pdu(submit, 7, good + "\x04\x24\x01\x00hi"s), resp,
         status::invalid_tlv_length, 7},
        {"two stray octets", pdu(submit, 7, good + "\x04\x24"s), resp, status::invalid_tlv_stream,
         7},
        {"TLV longer than the PDU, lenient", pdu(submit, 7, good + "\x04\x24\x01\x00hi"s), resp, 0,
         7, true, true},
        {"two stray octets, lenient", pdu(submit, 7, good + "\x04\x24"s), resp, 0, 7, true, true},
        {"vendor TLV", pdu(submit, 7, good + "\x14\x00\x00\x13"s + "1301157000000000001"), resp, 0,
         7},
        {"source of 60 characters", pdu(submit, 7, body(std::string(60, '9'), hi)), resp,
         status::invalid_source, 7},
        {"ends inside source", pdu(submit, 7, "\0\1\1"s + "9199"), resp,
         status::invalid_command_length, 7},
        {"no body", pdu(submit, 7, ""), resp, status::invalid_command_length, 7},
        {"two texts", pdu(submit, 7, good + "\x04\x24\x00\x02yo"s), resp, status::tlv_not_allowed,
         7},
        {"two texts, lenient", pdu(submit, 7, good + "\x04\x24\x00\x02yo"s), resp, 0, 7, true,
         true},
        {"a TLV twice", pdu(submit, 7, good + "\x02\x04\x00\x02\0\1"s + "\x02\x04\x00\x02\0\2"s),
         resp, 0, 7},
        {"sequence 0", pdu(submit, 0, good), resp, 0, 0},
        {"the highest sequence", pdu(submit, 0xFFFFFFFF, good), resp, 0, 0xFFFFFFFF},
        {"a response nobody asked for", pdu(0x80000005, 9999, "\0"s), 0, 0, 0},
        {"data_sm", pdu(0x103, 7, data + "\x04\x24\x00\x02hi"s), 0x80000103, 0, 7},
        {"length 15", pdu(submit, 7, "", 15), nack, status::invalid_command_length, 0, false},
        {"a length of two thousand million", pdu(submit, 7, "", 0x7FFFFFFF), nack,
         status::invalid_command_length, 7, false},
    };
}

} // namespace

TEST_CASE("an SMSC answers each odd PDU as the table says and goes on") {
    for (auto const& each : cases()) {
        INFO(each.name);
        Plan plan;
        plan.lenient = {each.lenient, each.lenient};
        SmscBench bench(plan);
        auto const wire = bench.bound();
        // A length no PDU has is seen before its header is whole: then there is no sequence to repeat.
        if (each.stays)
            for (char const octet : each.octets) wire->hear(std::string_view(&octet, 1));
        else
            wire->hear(each.octets);
        auto const said = wire->said();
        REQUIRE(said.size() == (each.command == 0 ? 0U : 1U));
        if (each.command != 0) {
            CHECK(said[0].command == static_cast<Command>(each.command));
            CHECK(said[0].status == each.status);
            CHECK(said[0].sequence == each.sequence);
        }
        CHECK(wire->open() == each.stays);
        if (!each.stays) continue;
        wire->hear(SmscBench::submit(8));
        auto const after = wire->said();
        REQUIRE(after.size() == 1);
        CHECK(after[0].status == 0);
        CHECK(after[0].sequence == 8);
    }
}

TEST_CASE(
    "ten thousand commands that nobody knows are answered a thousand times, then the link ends") {
    SmscBench bench;
    auto const wire = bench.bound();
    for (std::uint32_t n = 0; n < 10'000 && wire->open(); ++n) wire->hear(pdu(0x777, n, ""));
    CHECK_FALSE(wire->open());
    CHECK(wire->sent.size() == 1000);
    CHECK(bench.smsc.count().unknown_commands == 1001);
}

TEST_CASE("a link must bind in ten seconds, and half a PDU is waited for no longer") {
    SmscBench bench;
    auto const silent = bench.dial();
    bench.pass(Millis(9'000));
    CHECK(silent->open());
    bench.pass(Millis(3'000));
    CHECK_FALSE(silent->open());
    auto const slow = bench.bound();
    slow->hear(pdu(4, 7, "").substr(0, 5));
    bench.pass(Millis(12'000));
    CHECK_FALSE(slow->open());
}

TEST_CASE("a name nobody has and a wrong password hear the same, and the link ends") {
    SmscBench bench;
    for (auto const& [name, password] :
         {std::pair{"haatline", "secret13"}, {"nobody", "secret12"}}) {
        auto const wire = bench.dial();
        auto bind = SmscBench::bind();
        bind.system_id = name;
        bind.password = password;
        wire->hear(bind);
        CHECK(wire->said().at(0).status == status::invalid_password);
        CHECK_FALSE(wire->open());
    }
    CHECK(bench.smsc.count().binds_refused == 2);
}

TEST_CASE("who may only listen cannot send, and nobody binds twice") {
    SmscBench bench;
    auto const wire = bench.bound(Command::bind_receiver);
    wire->hear(SmscBench::submit(2));
    wire->hear(SmscBench::bind());
    auto const said = wire->said();
    REQUIRE(said.size() == 2);
    CHECK(said[0].status == status::wrong_bind_state);
    CHECK(said[1].status == status::already_bound);
    CHECK(wire->open());
}
