// How strangers might prove themselves: signatures, tokens, texts in other charsets, hosts to reach.
#include "gateway/net/headers.hpp"
#include "gateway/wire/charsets.hpp"
#include "gateway/wire/egress.hpp"
#include "gateway/wire/fields.hpp"
#include "gateway/wire/jwt.hpp"
#include "gateway/wire/signature.hpp"
#include "locales/text/utf8.hpp"
#include "tests/fuzz/target.hpp"

using namespace haatline;
using namespace haatline::gateway;
using fuzz::expect;

namespace {

using Part = SignedPart;
Secret const secret("no input knows this one");
constexpr TimePoint now{std::chrono::seconds(1767268800)};

/// Every kind of part, place, style and circumstance stands in one of them.
std::vector<Recipe> recipes() {
    Recipe fields; // the signature in a header, with the address
    fields.signature = {SignedPlace::In::header, "X-Signature"};
    fields.parts = {{.kind = Part::Kind::address_and_query},
                    {.kind = Part::Kind::fields,
                     .from = Part::From::posted,
                     .style = Part::Style::joined_unique}};
    fields.either_port = true;
    fields.body_hash_field = "hash";
    Recipe marked = fields; // the same with other parts
    marked.list = true;
    marked.parts = {
        {.kind = Part::Kind::address},
        {.text = "?", .when = {.get = {}, .query = true, .posted = {}}},
        {.kind = Part::Kind::fields, .from = Part::From::both, .style = Part::Style::query_string},
        {.kind = Part::Kind::body}};
    Recipe placed; // the signature in a field
    placed.signature = {SignedPlace::In::field, "sig"};
    placed.encoding = Recipe::Encoding::hex;
    placed.parts = {{.kind = Part::Kind::fields, .style = Part::Style::underscored}};
    placed.timestamp = SignedPlace{SignedPlace::In::field, "timestamp"};
    return {fields, marked, placed};
}

void read_signed(fuzz::Bytes& bytes) {
    static auto const all = recipes();
    auto const& recipe = all[bytes.below(all.size())];
    bool const get = bytes.below(2) == 1;
    auto const query = bytes.line(), signature = bytes.line(), body = bytes.line();
    auto const query_fields = Fields::parse(query), posted_fields = Fields::parse(body);
    if (!query_fields || !posted_fields) return;
    auto const asked = query_fields->all(), posted = posted_fields->all();
    Headers stranger, owner;
    stranger.add("X-Signature", signature);
    auto const request = [&](Headers const& headers) {
        return SignedRequest{get ? "GET" : "POST",
                             "https://gw.example.in",
                             "/in/r",
                             query,
                             headers,
                             asked,
                             posted,
                             body};
    };
    std::vector<Secret> const secrets{secret, Secret()};
    expect(!verify(recipe, request(stranger), secrets, now), "a stranger proves nothing");
    auto const ours = sign(recipe, request(stranger), secret);
    if (!ours || recipe.signature.in == SignedPlace::In::field) return;
    owner.add("x-signature", *ours);
    auto const held = verify(recipe, request(owner), secrets, now);
    expect(held || held.error().detail.find("does not hold") == std::string::npos,
           "what we sign holds, unless something in it is not signed at all");
}

void read_texts(std::string_view text) {
    if (auto const octets = from_base64(text))
        expect(base64(*octets) == text, "base64 has one spelling");
    if (auto const octets = from_base64url(text))
        expect(base64url(*octets) == text, "base64url has one spelling");
    if (auto const octets = from_hex(text))
        expect(from_hex(hex_upper(*octets)).value() == *octets,
               "hexadecimal is read in either case");
    if (auto const utf8 = from_utf16be(text))
        expect(to_utf16be(*utf8).value() == text, "UTF-16 goes to UTF-8 and back");
    if (auto const utf8 = from_gsm7(text))
        expect(text::well_formed(*utf8) && to_gsm7(*utf8).has_value(), "septets are characters");
    expect(text::well_formed(*from_latin1(text)), "every octet is a character of Latin-1");
    expect(character_references(text).has_value() == text::well_formed(text),
           "what is UTF-8 can be written in references, and nothing else");
    expect(utf16_references(text).has_value() == text::well_formed(text), "the same in units");
}

void read_hosts(std::string_view text) {
    std::vector<std::string> const entry{std::string(text)};
    auto const list = EgressList::parse(entry);
    if (auto const address = IpAddress::parse(text); address && list)
        expect(list->leads_to(*address), "a listed address may be reached");
    if (!list) return;
    expect(!list->names("", 443) && !list->names("not-listed.example", 0), "only what is listed");
    (void)list->names(text, 443);
}

} // namespace

HAATLINE_FUZZ_TARGET(proof) {
    fuzz::Bytes bytes(input);
    read_signed(bytes);
    auto const line = bytes.line();
    read_texts(line);
    read_hosts(line);
    static auto const verifier = [] {
        JwtRule rule;
        rule.keys = {secret};
        return JwtVerifier::make(rule).value();
    }();
    expect(!verifier.verify(bytes.rest(), input, now), "a stranger's token proves nothing");
}
