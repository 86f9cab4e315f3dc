// Any octets as a stream of SMPP: cut into PDUs, read strictly and leniently, written again.
#include "gateway/wire/smpp/octets.hpp"
#include "gateway/wire/smpp/stream.hpp"
#include "tests/fuzz/target.hpp"

using namespace haatline;
using namespace haatline::smpp;
using fuzz::expect;

namespace {

void read_whole(std::string_view octets, Lenience const& lenience) {
    auto const pdu = decode(octets, lenience);
    if (!pdu) {
        expect(octets.size() < kHeaderOctets || read_u32(octets, 0) != octets.size() ||
                   pdu.error().sequence == read_u32(octets, 12),
               "a fault keeps the sequence number");
        return;
    }
    expect(pdu->message().size() <= octets.size(), "a text is part of its PDU");
    for (Tlv const& tlv : pdu->tlvs) (void)pdu->tlvs.text(tlv.tag);
    auto const again = encoded(*pdu);
    // A response may hold what ours may not: of it only what was asked for is kept.
    expect(again.has_value() || is_response(pdu->command),
           "a request that was read can be written");
    if (!again || is_response(pdu->command)) return;
    auto second = decode(*again, lenience);
    expect(second.has_value(), "what is written can be read");
    second->odd = pdu->odd;
    expect(*second == *pdu, "a PDU reads as it was written");
}

} // namespace

HAATLINE_FUZZ_TARGET(smpp_pdu) {
    fuzz::Bytes bytes(input);
    auto const switches = bytes.below(4);
    auto const step = 1 + bytes.below(255);
    Lenience const lenience{(switches & 1) != 0, (switches & 2) != 0};
    auto const rest = bytes.rest();
    Stream stream;
    for (std::size_t at = 0; at < rest.size(); at += step) {
        stream.add(rest.substr(at, step));
        auto next = stream.next();
        for (; auto* whole = std::get_if<Stream::Whole>(&next); next = stream.next())
            read_whole(whole->octets, lenience);
        if (std::holds_alternative<Stream::BadLength>(next)) break;
        expect(stream.waiting() <= rest.size(), "memory follows what came");
    }
    // And as one PDU, whatever its length says.
    std::string one(rest);
    if (one.size() >= 4) set_u32(one, 0, static_cast<std::uint32_t>(one.size()));
    read_whole(one, lenience);
}
