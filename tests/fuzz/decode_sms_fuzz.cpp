// Any octets as user data of a part, with any length, data coding scheme and header flag, and as USSD.
#include "locales/coding/decode.hpp"
#include "locales/coding/ussd.hpp"
#include "locales/text/utf8.hpp"
#include "tests/fuzz/target.hpp"

using namespace haatline;
using namespace haatline::coding;
using fuzz::expect;

HAATLINE_FUZZ_TARGET(decode_sms) {
    fuzz::Bytes bytes(input);
    auto const dcs = static_cast<std::uint8_t>(bytes.below(256));
    auto const length = static_cast<std::uint8_t>(bytes.below(256));
    auto const switches = bytes.below(4);
    auto const rest = bytes.rest();
    OctetSpan const octets(reinterpret_cast<std::uint8_t const*>(rest.data()), rest.size());
    Form const form = switches & 1 ? Form::unpacked : Form::packed;
    auto const part = decode_sms(octets, length, dcs, (switches & 2) != 0, form);
    expect(part.units.size() <= 255, "a part has at most as many characters as its length says");
    // An octet above 127 that is no character either counts for both.
    expect(part.mended <= 2 * 255 + 1, "no more is mended than came");
    expect(part.header.octets <= octets.size(), "the header is part of the octets");
    expect(text::well_formed(text_of(part.units)), "what is read is UTF-8");
    expect(text::well_formed(decode_ussd(octets, dcs)), "what a phone typed is UTF-8");
    Assembly message;
    expect(message.add(part), "the first part is always one of the message");
    expect(!message.add(part), "the same part again is not");
    expect(message.missing() < 255, "a message has at most 255 parts");
    (void)message.text();
}
