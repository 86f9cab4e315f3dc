// The seventeen malformed and odd PDUs of the reference (smpp.md §7), against both roles of a link.
#include "gateway/wire/smpp/octets.hpp"
#include "tests/gateway/wire/smpp/linked.hpp"
#include "tests/gateway/wire/smpp/vectors.hpp"

#include <optional>

using namespace haatline::smpp;
using haatline::tests::bound_esme;
using haatline::tests::bound_smsc;
using haatline::tests::Linked;
using haatline::tests::octets_of;

namespace {

Pdu message(Command command) {
    Pdu pdu;
    pdu.command = command;
    pdu.sequence = 5;
    pdu.source = {1, 1, "919911"};
    pdu.destination = {1, 1, "56161"};
    if (command == Command::data_sm)
        pdu.tlvs.add(tag::message_payload, "hi");
    else
        pdu.short_message = "hi";
    return pdu;
}

std::string with_length(std::string octets) {
    set_u32(octets, 0, static_cast<std::uint32_t>(octets.size()));
    return octets;
}

/// What comes, and what the link says: nothing where the message goes up as a request.
struct Case {
    int number;
    std::string octets;
    struct Answer {
        Command command;
        std::uint32_t sequence, status;
        bool operator==(Answer const&) const = default;
    };
    std::optional<Answer> answer;
    bool goes_up = false;
    bool ends = false;
};

std::vector<Case> cases(Command of) {
    std::string const good = encoded(message(of)).value();
    auto const resp = [&](std::uint32_t status) {
        return Case::Answer{response_of(of), 5, status};
    };
    auto const nack = [](std::uint32_t sequence, std::uint32_t status) {
        return Case::Answer{Command::generic_nack, sequence, status};
    };
    auto const changed = [&](auto change) {
        Pdu pdu = message(of);
        change(pdu);
        return encoded(pdu).value();
    };
    std::string too_long_text = good;
    too_long_text[good.size() - 3] = static_cast<char>(200);
    std::string sixty = good;
    sixty.replace(sixty.find("919911"), 6, std::string(60, '9'));
    return {
        {1, good, {}, true},
        {2, octets_of("00000010 00000777 00000000 00000009"), nack(9, 3)},
        {3, too_long_text, resp(0x01)},
        {4, with_length(good + octets_of("0424 0100 6869")), resp(0xC2)},
        {5, with_length(good + octets_of("0424")), resp(0xC0)},
        {6, changed([](Pdu& pdu) { pdu.tlvs.add(0x1400, "1301157000000000001"); }), {}, true},
        {7, with_length(sixty), resp(0x0A)},
        {8, with_length(good.substr(0, good.find("919911") + 3)), resp(0x02)},
        {9, with_length(good.substr(0, 16)), resp(0x02)},
        {10, changed([](Pdu& pdu) { pdu.tlvs.add(tag::message_payload, "hi"); }), resp(0xC1)},
        {11,
         changed([](Pdu& pdu) {
             pdu.tlvs.add_u16(tag::user_message_reference, 1);
             pdu.tlvs.add_u16(tag::user_message_reference, 2);
         }),
         {},
         true},
        {12, changed([](Pdu& pdu) { pdu.sequence = 0; }), {}, true},
        {13, changed([](Pdu& pdu) { pdu.sequence = 0xFFFFFFFF; }), {}, true},
        {14,
         encoded(response_to(of == Command::deliver_sm ? Command::submit_sm : Command::deliver_sm,
                             9999))
             .value(),
         {}},
        {15, encoded(message(Command::data_sm)).value(), {}, true},
        {16, octets_of("0000000f 00000004 00000000 00000007"), nack(0, 2), false, true},
        {17, octets_of("7fffffff 00000004 00000000 00000007"), nack(7, 2), false, true},
    };
}

void still_lives(Linked& side, Command of) {
    side.hears(message(of));
    REQUIRE(side.told().size() == 1);
    side.link.respond(response_to(side.events[0].pdu));
    CHECK(side.wrote().sequence == 5);
}

void play(Linked side, Case const& one, Command of, std::size_t step) {
    INFO("case " << one.number << " in steps of " << step);
    for (std::size_t at = 0; at < one.octets.size(); at += step)
        side.hears(std::string_view(one.octets).substr(at, step));
    auto const events = side.told();
    auto const answers = side.written();
    if (one.goes_up) {
        REQUIRE(events.size() == 1);
        CHECK(events[0].kind == LinkEvent::Kind::request);
        CHECK(encoded(events[0].pdu).value() == one.octets);
        CHECK(events[0].pdu.message() == "hi");
        CHECK(answers.empty());
        side.link.respond(response_to(events[0].pdu));
        Pdu const response = side.wrote();
        CHECK(response.sequence == events[0].pdu.sequence);
        CHECK(response.command == response_of(events[0].pdu.command));
    } else if (!one.answer) {
        CHECK(answers.empty());
        CHECK(events.empty());
        CHECK(side.link.counts().unmatched == 1);
    } else {
        REQUIRE(answers.size() == 1);
        if (!one.ends || step > 1) // octet by octet the length is refused before the rest is there
            CHECK(Case::Answer{answers[0].command, answers[0].sequence, answers[0].status} ==
                  *one.answer);
    }
    CHECK(side.link.finished() == one.ends);
    if (!one.ends) still_lives(side, of);
}

} // namespace

TEST_CASE("seventeen odd PDUs are answered as the reference says, by either role") {
    for (std::size_t const step : {1UL, 16UL, 4096UL}) {
        for (Case const& one : cases(Command::deliver_sm))
            play(bound_esme(), one, Command::deliver_sm, step);
        for (Case const& one : cases(Command::submit_sm))
            play(bound_smsc(), one, Command::submit_sm, step);
    }
}

TEST_CASE("a lenient link takes a broken tail and two texts, and all else as a strict one") {
    LinkOptions options;
    options.lenience = {true, true};
    for (Case one : cases(Command::deliver_sm)) {
        INFO("case " << one.number);
        if (one.number != 4 && one.number != 5 && one.number != 10) {
            play(bound_esme(options), one, Command::deliver_sm, 4096);
            continue;
        }
        auto side = bound_esme(options);
        side.hears(one.octets);
        CHECK(side.written().empty());
        REQUIRE(side.told().size() == 1);
        CHECK(side.events[0].pdu.message() == "hi");
        CHECK(side.link.counts().odd == 1);
        side.link.respond(response_to(side.events[0].pdu));
        CHECK(side.wrote().status == status::ok);
        still_lives(side, Command::deliver_sm);
    }
}

TEST_CASE("ten thousand unknown commands are answered a hundred times, then the link ends") {
    auto side = bound_esme();
    std::string const unknown = octets_of("00000010 00000777 00000000 00000009");
    for (int i = 0; i < 10'000; ++i) side.hears(unknown);
    CHECK(side.written().size() == 100);
    CHECK(side.link.finished());
    CHECK(side.told().back().why == Closed::too_many_unknown);
    CHECK(side.link.counts().nacks_withheld == 1001);

    auto slow = bound_esme();
    for (int i = 0; i < 10'000; ++i) {
        slow.now += std::chrono::milliseconds(100);
        slow.hears(unknown);
    }
    CHECK(slow.written().size() == 10'000);
    CHECK(!slow.link.finished());
}
