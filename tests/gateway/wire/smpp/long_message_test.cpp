#include "gateway/wire/smpp/long_message.hpp"
#include "gateway/wire/smpp/text_in.hpp"
#include "tests/gateway/wire/smpp/vectors.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>

using namespace haatline;
using namespace haatline::smpp;
using namespace std::chrono_literals;
using tests::octets_of;

namespace {

Pdu base() {
    Pdu pdu;
    pdu.command = Command::submit_sm;
    pdu.source = {5, 0, "VCLUST"};
    pdu.destination = {1, 1, "919876543210"};
    pdu.tlvs.add(0x1400, "1301157000000000001");
    return pdu;
}

std::vector<Pdu> sent(std::string_view text, TextOptions const& options) {
    auto pdus = pdus_of_text(base(), text, options, 0x1234);
    REQUIRE(pdus);
    for (Pdu const& pdu : *pdus) {
        CHECK(pdu.tlvs.find(0x1400) == "1301157000000000001"); // on every part
        CHECK(encoded(pdu));
    }
    return *pdus;
}

/// The text as it comes in when its parts do, in this order.
std::string joined(std::vector<Pdu> const& pdus, CharsetOptions const& charsets = {}) {
    Inbox inbox({});
    std::string text;
    for (std::size_t i = 0; i < pdus.size(); ++i) {
        auto added = inbox.add(pdus[i], read_text(pdus[i], charsets), i, Instant{});
        CHECK(added.joined.has_value() == (i + 1 == pdus.size()));
        if (added.joined) text = added.joined->text;
    }
    CHECK(inbox.open() == 0);
    return text;
}

Pdu incoming(std::uint8_t dcs, std::string octets, std::uint8_t esm_class = 0) {
    Pdu pdu;
    pdu.command = Command::deliver_sm;
    pdu.source.digits = "919876543210";
    pdu.destination.digits = "56161";
    pdu.data_coding = dcs;
    pdu.esm_class = esm_class;
    pdu.short_message = std::move(octets);
    return pdu;
}

std::string read(Pdu const& pdu, CharsetOptions const& options = {}) {
    return coding::text_of(read_text(pdu, options).part.units);
}

std::string long_hindi() {
    std::string text;
    for (int i = 0; i < 30; ++i) text += "नमस्ते ";
    return text;
}

} // namespace

TEST_CASE("a short text is one PDU without a header, whatever the mode") {
    for (LongMode const mode : {LongMode::udh, LongMode::sar, LongMode::payload}) {
        TextOptions options;
        options.long_mode = mode;
        auto const pdus = sent("Price {now} €5", options);
        REQUIRE(pdus.size() == 1);
        CHECK(pdus[0].esm_class == 0);
        CHECK(pdus[0].data_coding == 0);
        CHECK(pdus[0].short_message == octets_of("5072696365201b286e6f771b29201b6535"));
        CHECK(joined(pdus) == "Price {now} €5");
    }
    auto const hindi = sent("नमस्ते", {});
    CHECK(hindi[0].short_message == octets_of("0928092e0938094d09240947"));
    CHECK(hindi[0].data_coding == 8);
}

TEST_CASE("a long text has headers with one reference, and comes back in any order") {
    std::string const text(400, 'a');
    auto pdus = sent(text, {});
    REQUIRE(pdus.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(pdus[i].esm_class == 0x40);
        CHECK(pdus[i].short_message.substr(0, 6) ==
              octets_of("050003340300").replace(5, 1, 1, static_cast<char>(i + 1)));
        CHECK(pdus[i].short_message.size() <= 6 + 153);
    }
    std::swap(pdus[0], pdus[2]);
    CHECK(joined(pdus) == text);

    TextOptions wide;
    wide.route.ref16 = true;
    auto const wide_pdus = sent(text, wide);
    CHECK(wide_pdus[0].short_message.substr(0, 7) == octets_of("06080412340301"));
    CHECK(joined(wide_pdus) == text);
    CHECK(joined(sent(long_hindi(), {})) == long_hindi());
}

TEST_CASE("sar parts carry TLVs in place of headers, a payload is one PDU") {
    TextOptions sar;
    sar.long_mode = LongMode::sar;
    auto const pdus = sent(long_hindi(), sar);
    REQUIRE(pdus.size() > 2);
    for (std::size_t i = 0; i < pdus.size(); ++i) {
        CHECK(pdus[i].esm_class == 0);
        CHECK(pdus[i].tlvs.number(tag::sar_reference) == 0x1234U);
        CHECK(pdus[i].tlvs.number(tag::sar_total) == pdus.size());
        CHECK(pdus[i].tlvs.number(tag::sar_number) == i + 1);
        CHECK(pdus[i].short_message.size() <= 134);
    }
    CHECK(joined(pdus) == long_hindi());

    TextOptions payload;
    payload.long_mode = LongMode::payload;
    auto const one = sent(long_hindi(), payload);
    REQUIRE(one.size() == 1);
    CHECK(one[0].short_message.empty());
    CHECK(one[0].tlvs.find(tag::message_payload)->size() == 2 * 30 * 7);
    CHECK(joined(one) == long_hindi());
}

TEST_CASE("national tables travel in headers and come back, where the operator has tried them") {
    TextOptions options;
    options.route.policy = coding::Policy::prefer;
    options.route.allow = {true, true, true, true};
    options.route.tables = coding::kIndianTables;
    auto const pdus = sent("नमस्ते", options);
    REQUIRE(pdus.size() == 1);
    CHECK(pdus[0].esm_class == 0x40);
    CHECK(pdus[0].data_coding == 0);
    CHECK(joined(pdus) == "नमस्ते");
}

TEST_CASE("texts are read by what their data_coding means, to the standard or to an operator") {
    CHECK(read(incoming(0, octets_of("051b65"))) == "é€");
    CHECK(read(incoming(1, "plain")) == "plain");
    CHECK(read(incoming(1, octets_of("051b65"))) == "é€"); // GSM that calls itself ASCII
    CHECK(read(incoming(3, octets_of("e9"))) == "é");
    CHECK(read(incoming(8, octets_of("feff0928"))) == "न");
    CHECK(read(incoming(8, octets_of("092809"))) == "न");
    CHECK(read(incoming(0x11, "hi")) == "hi");
    CHECK(read(incoming(0x18, octets_of("0928"))) == "न");
    CHECK(read(incoming(0, octets_of("1b"))) == " ");

    CharsetOptions meant;
    meant.by_dcs = {{0, Charset::latin1}, {4, Charset::utf8}, {8, Charset::ucs2_little}};
    CHECK(read(incoming(0, octets_of("e9")), meant) == "é");
    CHECK(read(incoming(4, "न"), meant) == "न");
    CHECK(read(incoming(8, octets_of("2809")), meant) == "न");

    TextIn const octets = read_text(incoming(4, octets_of("00ff")), {});
    CHECK(!octets.readable);
    CHECK(octets.part.units.empty());
    CHECK(charset_named("ucs2-le") == Charset::ucs2_little);
    CHECK(!charset_named("koi8"));
}

TEST_CASE("a header longer than its text, or with nothing in it, is survived") {
    CHECK(read(incoming(0, octets_of("ff0003"), 0x40)).size() > 0);
    CHECK(read(incoming(0, octets_of("006869"), 0x40)) == "hi");
    CHECK(read(incoming(0, octets_of("05"), 0x40)).size() > 0);
    // SS greater than NN, and NN of 0: single messages.
    CHECK(!read_text(incoming(0, octets_of("0500030102036869"), 0x40), {}).part.header.concat);
    CHECK(!read_text(incoming(0, octets_of("0500030100016869"), 0x40), {}).part.header.concat);
    // Ports beside the concatenation are skipped.
    auto const ports = read_text(incoming(0, octets_of("0b050423f40000000301020168"), 0x40), {});
    REQUIRE(ports.part.header.concat);
    CHECK(ports.part.header.concat->total == 2);
}

TEST_CASE("of a header and sar TLVs the header counts") {
    Pdu pdu = incoming(0, octets_of("0500030102016869"), 0x40);
    pdu.tlvs.add_u16(tag::sar_reference, 9);
    pdu.tlvs.add_u8(tag::sar_total, 5);
    pdu.tlvs.add_u8(tag::sar_number, 5);
    auto const text = read_text(pdu, {});
    CHECK(text.part.header.concat->total == 2);
    CHECK(coding::text_of(text.part.units) == "hi");
}

TEST_CASE("a part that comes twice is a twin; references of other people and widths do not meet") {
    Inbox inbox({});
    auto const part = [](std::string_view hex) { return incoming(0, octets_of(hex), 0x40); };
    auto const add = [&](Pdu const& pdu, std::uint64_t mark) {
        return inbox.add(pdu, read_text(pdu, {}), mark, Instant{});
    };
    CHECK(!add(part("05000307020161"), 1).joined);
    CHECK(add(part("05000307020161"), 2).twin);
    Pdu other = part("05000307020262");
    other.source.digits = "919876543211";
    CHECK(!add(other, 3).joined);
    CHECK(!add(part("0608040007020262"), 4).joined);
    auto const done = add(part("05000307020262"), 5);
    REQUIRE(done.joined);
    CHECK(done.joined->text == "ab");
    CHECK(done.joined->marks == std::vector<std::uint64_t>{1, 5});
    CHECK(inbox.open() == 2);
}

TEST_CASE(
    "what is not whole after its time is given out as it stands, and so is what is too much") {
    Inbox inbox({.wait = 60s, .most = 2});
    auto const add = [&](int reference, Instant now) {
        std::string octets = octets_of("05000300020261");
        octets[3] = static_cast<char>(reference);
        Pdu const pdu = incoming(0, octets, 0x40);
        CHECK(
            !inbox.add(pdu, read_text(pdu, {}), static_cast<std::uint64_t>(reference), now).joined);
    };
    add(1, 0s);
    CHECK(inbox.wakes_at() == 60s);
    add(2, 10s);
    CHECK(inbox.expired(59s).empty());
    auto const first = inbox.expired(60s);
    REQUIRE(first.size() == 1);
    CHECK(first[0].text == "a");
    CHECK(!first[0].whole);
    add(3, 61s);
    add(4, 62s);
    auto const forced = inbox.expired(62s);
    REQUIRE(forced.size() == 1);
    CHECK(forced[0].marks == std::vector<std::uint64_t>{2});
    CHECK(inbox.open() == 2);
}
