#include "tests/gateway/wire/smpp/linked.hpp"
#include "tests/gateway/wire/smpp/vectors.hpp"

using namespace haatline;
using namespace haatline::smpp;
using namespace std::chrono_literals;
using tests::bind_pdu;
using tests::bound_esme;
using tests::bound_smsc;
using tests::Linked;
using tests::octets_of;
using Kind = LinkEvent::Kind;

namespace {

Pdu submit(std::string text = "hi") {
    Pdu pdu;
    pdu.command = Command::submit_sm;
    pdu.source = {5, 0, "VCLUST"};
    pdu.destination = {1, 1, "919876543210"};
    pdu.short_message = std::move(text);
    return pdu;
}

Pdu deliver() {
    Pdu pdu = submit();
    pdu.command = Command::deliver_sm;
    pdu.sequence = 77;
    return pdu;
}

} // namespace

TEST_CASE("an ESME binds, sends, hears the id and unbinds") {
    auto esme = bound_esme();
    CHECK(esme.link.state() == Bound::trx);
    auto const sequence = esme.link.request(submit(), 4711, esme.now);
    REQUIRE(sequence);
    Pdu const sent = esme.wrote();
    CHECK(sent.sequence == *sequence);
    CHECK(sent.short_message == "hi");
    esme.now += 20ms;
    esme.hears(response_to(sent, status::ok, "id-1"));
    REQUIRE(esme.told().size() == 1);
    CHECK(esme.events[0].kind == Kind::response);
    CHECK(esme.events[0].mark == 4711);
    CHECK(esme.events[0].waited == 20ms);
    CHECK(esme.events[0].pdu.message_id == "id-1");
    CHECK(esme.link.unanswered() == 0);

    esme.link.unbind(esme.now);
    Pdu const unbind = esme.wrote();
    CHECK(unbind.command == Command::unbind);
    CHECK(!esme.link.request(submit(), 1, esme.now));
    esme.hears(response_to(unbind));
    CHECK(esme.link.finished());
    CHECK(esme.told().back().why == Closed::unbound);
}

TEST_CASE("a refused bind ends the link with the status, for whoever has to look") {
    Linked esme({});
    REQUIRE(esme.link.bind(bind_pdu(), esme.now));
    esme.hears(response_to(esme.wrote(), status::invalid_password));
    REQUIRE(esme.told().size() == 1);
    CHECK(esme.events[0].kind == Kind::closed);
    CHECK(esme.events[0].why == Closed::bind_refused);
    CHECK(esme.events[0].pdu.status == status::invalid_password);

    LinkOptions options;
    options.role = Role::smsc;
    Linked smsc(options);
    smsc.hears(bind_pdu());
    REQUIRE(smsc.told().size() == 1);
    smsc.link.respond(response_to(smsc.events[0].pdu, status::invalid_password));
    CHECK(smsc.link.take_output() == octets_of("00000010 80000009 0000000e 00000001"));
    CHECK(smsc.link.finished());
}

TEST_CASE("two binds in one segment: the second finds the link taken, and the first goes on") {
    LinkOptions options;
    options.role = Role::smsc;
    Linked smsc(options);
    Pdu second = bind_pdu();
    second.sequence = 2;
    smsc.hears(encoded(bind_pdu()).value() + encoded(second).value());
    REQUIRE(smsc.told().size() == 1);
    Pdu const no = smsc.wrote();
    CHECK(no.status == status::already_bound);
    CHECK(no.sequence == 2);
    smsc.link.respond(response_to(smsc.events[0].pdu));
    CHECK(smsc.wrote().status == status::ok);
    CHECK(smsc.link.state() == Bound::trx);
}

TEST_CASE("a request that the bind does not allow is answered so, and the link stays") {
    auto transmitter = bound_esme({}, Command::bind_transmitter);
    transmitter.hears(deliver());
    CHECK(transmitter.wrote().status == status::wrong_bind_state);
    CHECK(transmitter.told().empty());
    CHECK(transmitter.link.request(submit(), 1, transmitter.now));

    auto receiver = bound_esme({}, Command::bind_receiver);
    CHECK(receiver.link.request(submit(), 1, receiver.now).error().code == Errc::unavailable);
    receiver.hears(deliver());
    CHECK(receiver.told().size() == 1);

    LinkOptions options;
    options.role = Role::smsc;
    Linked open(options);
    Pdu early = submit();
    early.sequence = 3;
    open.hears(early);
    CHECK(open.wrote().status == status::wrong_bind_state);
    Pdu enquire;
    enquire.command = Command::enquire_link;
    open.hears(enquire);
    CHECK(open.wrote().command == Command::enquire_link_resp);
    CHECK(!open.link.finished());
}

TEST_CASE("sequence numbers run to 0x7FFFFFFF, begin again at 1 and skip what is unanswered") {
    LinkOptions options;
    options.first_sequence = 0x7FFFFFFD;
    options.asked_most = 3;
    auto esme = bound_esme(options); // the bind took 0x7FFFFFFD
    CHECK(esme.link.request(submit(), 1, esme.now) == 0x7FFFFFFEU);
    CHECK(esme.link.request(submit(), 2, esme.now) == 0x7FFFFFFFU);
    CHECK(esme.link.request(submit(), 3, esme.now) == 1U);
    CHECK(esme.link.request(submit(), 4, esme.now).error().code == Errc::limit);
    esme.hears(response_to(Command::submit_sm, 1));
    CHECK(esme.link.request(submit(), 4, esme.now) == 2U);
    CHECK(esme.told().at(0).mark == 3);
}

TEST_CASE("a request that cannot be written uses no sequence number up") {
    auto esme = bound_esme();
    Pdu bad = submit();
    bad.source.digits = std::string(30, '9');
    CHECK(esme.link.request(bad, 1, esme.now).error().code == Errc::bad_request);
    CHECK(esme.link.unanswered() == 0);
    CHECK(esme.link.request(submit(), 1, esme.now) == 2U);
}

TEST_CASE("the same number in both directions is two requests") {
    auto esme = bound_esme();
    auto const sequence = esme.link.request(submit(), 9, esme.now);
    (void)esme.written();
    Pdu theirs = deliver();
    theirs.sequence = *sequence;
    esme.hears(theirs);
    REQUIRE(esme.told().size() == 1);
    CHECK(esme.events[0].kind == Kind::request);
    esme.hears(response_to(Command::submit_sm, *sequence, status::ok, "a"));
    CHECK(esme.told().at(0).mark == 9);
}

TEST_CASE("a response of another command does not answer; a nack does") {
    auto esme = bound_esme();
    auto const sequence = esme.link.request(submit(), 9, esme.now);
    esme.hears(response_to(Command::data_sm, *sequence));
    CHECK(esme.told().empty());
    CHECK(esme.link.counts().unmatched == 1);
    Pdu nack;
    nack.command = Command::generic_nack;
    nack.sequence = *sequence;
    nack.status = status::throttled;
    esme.hears(nack);
    REQUIRE(esme.told().size() == 1);
    CHECK(esme.events[0].pdu.status == status::throttled);
    esme.hears(nack);
    CHECK(esme.told().empty());
}

TEST_CASE("an answer that is late still tells the id, for ten minutes") {
    auto esme = bound_esme();
    auto const first = esme.link.request(submit(), 1, esme.now);
    auto const second = esme.link.request(submit(), 2, esme.now);
    (void)esme.written();
    esme.hears(response_to(Command::submit_sm, 9999)); // counts as life
    esme.now += 59s;
    esme.hears(response_to(Command::submit_sm, 9999));
    esme.after(1s);
    REQUIRE(esme.told().size() == 2);
    CHECK(esme.events[0].kind == Kind::expired);
    CHECK(esme.events[0].mark == 1);
    CHECK(esme.events[1].mark == 2);
    CHECK(esme.link.unanswered() == 0);
    esme.hears(response_to(Command::submit_sm, *first, status::ok, "late-id"));
    REQUIRE(esme.told().size() == 1);
    CHECK(esme.events[0].kind == Kind::late);
    CHECK(esme.events[0].mark == 1);
    CHECK(esme.events[0].pdu.message_id == "late-id");
    esme.now += 10min;
    esme.hears(response_to(Command::submit_sm, *second, status::ok, "too-late"));
    CHECK(esme.told().empty());
}

TEST_CASE("a silent peer is asked twice whether it lives, then given up") {
    auto esme = bound_esme();
    CHECK(esme.link.wakes_at() == 30s);
    esme.after(30s);
    CHECK(esme.wrote().command == Command::enquire_link);
    CHECK(esme.link.wakes_at() == 40s);
    esme.after(10s);
    CHECK(esme.wrote().command == Command::enquire_link);
    SECTION("any PDU is life") {
        esme.hears(deliver());
        esme.after(20s);
        CHECK(!esme.link.finished());
        CHECK(esme.link.wakes_at() == 70s);
    }
    SECTION("none is the end") {
        (void)esme.link.request(submit(), 6, esme.now);
        esme.after(10s);
        REQUIRE(esme.told().size() == 2);
        CHECK(esme.events[0].kind == Kind::lost);
        CHECK(esme.events[0].mark == 6);
        CHECK(esme.events[1].why == Closed::silent);
        CHECK(!esme.link.wakes_at());
    }
}

TEST_CASE("a server does not wait for ever: for a bind, for the rest of a PDU, for any word") {
    LinkOptions options;
    options.role = Role::smsc;
    Linked quiet(options);
    CHECK(quiet.link.wakes_at() == 10s);
    quiet.after(10s);
    CHECK(quiet.told().back().why == Closed::no_bind);

    auto half = bound_smsc();
    half.now = 5s;
    half.hears(octets_of("00000040 0000"));
    half.now = 14s;
    half.hears(octets_of("00"));
    CHECK(half.link.wakes_at() == 15s);
    half.after(1s);
    CHECK(half.told().back().why == Closed::half_pdu);

    options.timers.enquire = Instant::zero();
    auto idle = bound_smsc(options);
    CHECK(idle.link.wakes_at() == 300s);
    idle.after(300s);
    CHECK(idle.told().back().why == Closed::inactive);
}

TEST_CASE("a peer that unbinds hears that it did, and what it owed is lost") {
    auto esme = bound_esme();
    (void)esme.link.request(submit(), 5, esme.now);
    (void)esme.written();
    Pdu unbind;
    unbind.command = Command::unbind;
    unbind.sequence = 8;
    esme.hears(unbind);
    CHECK(esme.wrote().command == Command::unbind_resp);
    CHECK(esme.link.finished());
    REQUIRE(esme.told().size() == 2);
    CHECK(esme.events[0].kind == Kind::lost);
    CHECK(esme.events[1].why == Closed::peer_unbound);
    esme.hears(deliver());
    esme.link.respond(response_to(deliver()));
    CHECK(esme.link.take_output().empty());
}

TEST_CASE("more than a link may owe is put off with a status, not queued") {
    LinkOptions options;
    options.owed_most = 2;
    auto esme = bound_esme(options);
    for (std::uint32_t i = 1; i <= 3; ++i) {
        Pdu pdu = deliver();
        pdu.sequence = i;
        esme.hears(pdu);
    }
    CHECK(esme.told().size() == 2);
    Pdu const later = esme.wrote();
    CHECK(later.sequence == 3);
    CHECK(later.status == status::temporary_app_error);
    esme.link.respond(response_to(Command::deliver_sm, 1));
    esme.hears(deliver());
    CHECK(esme.told().size() == 1);

    auto smsc = bound_smsc(options);
    for (std::uint32_t i = 1; i <= 3; ++i) {
        Pdu pdu = submit();
        pdu.sequence = i;
        smsc.hears(pdu);
    }
    CHECK(smsc.wrote().status == status::queue_full);
}

TEST_CASE("a peer that does not read is not listened to and sent nothing more") {
    LinkOptions options;
    options.output_most = 1000;
    auto esme = bound_esme(options);
    std::size_t sent = 0;
    while (esme.link.request(submit(), sent, esme.now)) ++sent;
    CHECK(sent < 30);
    CHECK(!esme.link.takes_input());
    (void)esme.link.take_output();
    CHECK(esme.link.takes_input());
    CHECK(esme.link.request(submit(), 1, esme.now));
}

TEST_CASE("a peer of version 3.3 is sent no TLVs; one that does not say is taken for 3.4") {
    Linked old({});
    REQUIRE(old.link.bind(bind_pdu(), old.now));
    auto response = response_to(old.wrote());
    response.tlvs.add_u8(tag::interface_version, 0x33);
    old.hears(response);
    Pdu pdu = submit();
    pdu.tlvs.add_u16(tag::user_message_reference, 7);
    CHECK(!old.link.takes_tlvs());
    REQUIRE(old.link.request(pdu, 1, old.now));
    CHECK(old.wrote().tlvs.empty());

    Linked mute({});
    REQUIRE(mute.link.bind(bind_pdu(), mute.now));
    (void)mute.written();
    mute.hears(octets_of("00000010 80000009 00000000 00000001"));
    CHECK(mute.link.state() == Bound::trx);
    REQUIRE(mute.link.request(pdu, 1, mute.now));
    CHECK(mute.wrote().tlvs == pdu.tlvs);

    LinkOptions options;
    options.role = Role::smsc;
    Linked smsc(options);
    Pdu bind = bind_pdu();
    bind.interface_version = 0x33;
    smsc.hears(bind);
    smsc.link.respond(response_to(smsc.told().at(0).pdu));
    CHECK(smsc.wrote().tlvs.empty());
}
