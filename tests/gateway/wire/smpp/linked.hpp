#pragma once

#include "gateway/wire/smpp/link.hpp"
#include "tests/support/catch.hpp"

#include <vector>

namespace haatline::tests {

/// A link, the time, and what the other side of it reads.
struct Linked {
    smpp::Link link;
    smpp::Instant now{};
    std::vector<smpp::LinkEvent> events{};

    explicit Linked(smpp::LinkOptions options) : link(options, smpp::Instant{}) {}

    /// Everything it wrote since the last call, as PDUs.
    std::vector<smpp::Pdu> written() {
        smpp::Stream stream;
        stream.add(link.take_output());
        std::vector<smpp::Pdu> all;
        for (auto next = stream.next(); auto* whole = std::get_if<smpp::Stream::Whole>(&next);
             next = stream.next())
            all.push_back(smpp::decode(whole->octets).value());
        return all;
    }
    /// The one PDU it wrote.
    smpp::Pdu wrote() {
        auto all = written();
        REQUIRE(all.size() == 1);
        return all[0];
    }
    std::vector<smpp::LinkEvent> const& told() {
        link.take_events(events);
        return events;
    }
    void hears(std::string_view octets) { link.received(octets, now); }
    void hears(smpp::Pdu const& pdu) { link.received(smpp::encoded(pdu).value(), now); }
    void after(smpp::Instant span) {
        now += span;
        link.tick(now);
    }
};

inline smpp::Pdu bind_pdu(smpp::Command command = smpp::Command::bind_transceiver) {
    smpp::Pdu pdu;
    pdu.command = command;
    pdu.sequence = 1;
    pdu.system_id = "haat";
    pdu.password = "synth";
    return pdu;
}

/// A link of ours to an SMSC, bound.
inline Linked bound_esme(smpp::LinkOptions options = {},
                         smpp::Command how = smpp::Command::bind_transceiver) {
    options.role = smpp::Role::esme;
    Linked esme(options);
    REQUIRE(esme.link.bind(bind_pdu(how), esme.now));
    auto const bind = esme.wrote();
    auto response = smpp::response_to(bind);
    response.system_id = "smsc";
    response.tlvs.add_u8(smpp::tag::interface_version, 0x34);
    esme.hears(response);
    REQUIRE(esme.told().size() == 1);
    REQUIRE(esme.events[0].kind == smpp::LinkEvent::Kind::bound);
    return esme;
}

/// An SMSC's link, bound by somebody.
inline Linked bound_smsc(smpp::LinkOptions options = {},
                         smpp::Command how = smpp::Command::bind_transceiver) {
    options.role = smpp::Role::smsc;
    Linked smsc(options);
    smsc.hears(bind_pdu(how));
    REQUIRE(smsc.told().size() == 1);
    auto response = smpp::response_to(smsc.events[0].pdu);
    response.system_id = "smsc";
    smsc.link.respond(response);
    REQUIRE(smsc.wrote().status == smpp::status::ok);
    REQUIRE(smsc.told().size() == 1);
    return smsc;
}

} // namespace haatline::tests
