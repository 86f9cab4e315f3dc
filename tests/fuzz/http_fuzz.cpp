// A request as it comes from the socket: the parser, the query, the form, the proxies' header.
#include "gateway/net/request_parser.hpp"
#include "gateway/wire/cidr.hpp"
#include "gateway/wire/fields.hpp"
#include "locales/text/utf8.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>

using namespace haatline;
using fuzz::expect;

namespace {

struct Read {
    unsigned refusal = 0;
    bool done = false;
    std::size_t taken = 0;
    gateway::RawRequest request;
};

/// Hands `bytes` over as a network would: `piece` at a time, what was not taken again with the next.
Read read_in_pieces(std::string_view bytes, std::size_t piece) {
    gateway::RequestParser parser("127.0.0.1");
    Read out;
    std::size_t held = 0; // bytes that came and were not taken yet
    while (out.taken + held < bytes.size()) {
        held += std::min(piece, bytes.size() - out.taken - held);
        auto const taken = parser.take(bytes.substr(out.taken, held));
        expect(taken <= held, "a parser takes no more than it was given");
        out.taken += taken;
        held -= taken;
        out.refusal = parser.refusal();
        out.done = parser.is_done();
        if (out.refusal || out.done) break;
        if (held > 64 * 1024) break; // the session's own buffer ends before this
    }
    out.request = parser.request();
    return out;
}

void read_fields(std::string_view encoded) {
    auto const fields = gateway::Fields::parse(encoded);
    if (!fields) return;
    expect(fields->all().size() <= 64, "at most 64 fields");
    for (auto const& [name, value] : fields->all()) {
        expect(!name.empty() && text::well_formed(name) && text::well_formed(value),
               "fields are UTF-8 with a name");
        expect(fields->has(name), "a field is found by its name");
        (void)fields->need(name);
    }
}

} // namespace

HAATLINE_FUZZ_TARGET(http) {
    fuzz::Bytes bytes(input);
    auto const piece = bytes.below(64) + 1;
    auto const whole = read_in_pieces(bytes.rest(), std::max<std::size_t>(1, bytes.rest().size()));
    auto const split = read_in_pieces(bytes.rest(), piece);
    if (whole.done && !whole.refusal) {
        expect(split.done && !split.refusal, "a request does not depend on how it was cut");
        expect(split.request.body == whole.request.body &&
                   split.request.path == whole.request.path &&
                   split.request.query == whole.request.query &&
                   split.request.content_type == whole.request.content_type &&
                   split.request.forwarded_for == whole.request.forwarded_for &&
                   split.request.headers == whole.request.headers,
               "a request reads the same however it was cut");
    }
    read_fields(whole.request.query);
    read_fields(whole.request.body);
    read_fields(bytes.rest());
    (void)gateway::percent_decode(whole.request.path, false);
    (void)gateway::IpAddress::parse(whole.request.forwarded_for);
    (void)gateway::Cidr::parse(bytes.rest());
}
