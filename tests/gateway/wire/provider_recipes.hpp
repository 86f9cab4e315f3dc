#pragma once

#include "gateway/wire/signature.hpp"

#include <stdexcept>

/// How three providers sign what they send us. Sources: their packages named in
/// provider_vectors.hpp (webhooks.js, v3Security.js, security.js, sms verifySignature).
namespace haatline::gateway::test {

using Part = SignedPart;

inline Recipe twilio() {
    Recipe out;
    out.signature = {SignedPlace::In::header, "X-Twilio-Signature"};
    out.hash = HashName::sha1;
    out.parts = {{.kind = Part::Kind::address_and_query},
                 {.kind = Part::Kind::fields,
                  .from = Part::From::posted,
                  .style = Part::Style::joined_unique}};
    out.either_port = true;
    out.body_hash_field = "bodySHA256";
    return out;
}

inline Recipe plivo_v3() {
    using When = Part::When;
    std::string const name = "X-Plivo-Signature-V3", nonce = "X-Plivo-Signature-V3-Nonce";
    Part const mark{.text = "?", .when = {}};
    auto with = [](Part part, When when) {
        part.when = when;
        return part;
    };
    Recipe out;
    out.signature = {SignedPlace::In::header, name};
    out.list = true;
    out.parts = {{.kind = Part::Kind::address},
                 with(mark, {.get = {}, .query = true, .posted = {}}),
                 with(mark, {.get = {}, .query = false, .posted = true}),
                 {.kind = Part::Kind::fields,
                  .from = Part::From::both,
                  .style = Part::Style::query_string,
                  .when = {.get = true, .query = {}, .posted = {}}},
                 {.kind = Part::Kind::fields,
                  .from = Part::From::query,
                  .style = Part::Style::query_string,
                  .when = {.get = false, .query = {}, .posted = {}}},
                 {.text = ".", .when = {.get = false, .query = true, .posted = true}},
                 {.kind = Part::Kind::fields,
                  .from = Part::From::posted,
                  .style = Part::Style::joined,
                  .when = {.get = false, .query = {}, .posted = {}}},
                 {.text = "."},
                 {.kind = Part::Kind::header, .text = nonce}};
    out.nonce = SignedPlace{SignedPlace::In::header, nonce};
    return out;
}

inline Recipe plivo_v2() {
    std::string const nonce = "X-Plivo-Signature-V2-Nonce";
    Recipe out;
    out.signature = {SignedPlace::In::header, "X-Plivo-Signature-V2"};
    out.list = true;
    out.parts = {{.kind = Part::Kind::address}, {.kind = Part::Kind::header, .text = nonce}};
    out.nonce = SignedPlace{SignedPlace::In::header, nonce};
    out.query_unsigned = out.body_unsigned = true;
    return out;
}

/// `algorithm`: md5hash, md5hmac, sha1hmac, sha256hmac, sha512hmac.
inline Recipe vonage(std::string_view algorithm) {
    Recipe out;
    out.signature = {SignedPlace::In::field, "sig"};
    out.hash = hash_named(algorithm.substr(0, algorithm.size() - 4)).value();
    out.keying = algorithm.ends_with("hmac") ? Recipe::Keying::hmac : Recipe::Keying::secret_behind;
    out.encoding = Recipe::Encoding::hex;
    out.parts = {
        {.kind = Part::Kind::fields, .from = Part::From::sent, .style = Part::Style::underscored}};
    out.timestamp = SignedPlace{SignedPlace::In::field, "timestamp"};
    out.nonce = SignedPlace{SignedPlace::In::field, "nonce"};
    return out;
}

inline Recipe recipe_of(std::string const& scheme) {
    if (scheme == "twilio") return twilio();
    if (scheme == "plivo_v2") return plivo_v2();
    if (scheme == "plivo_v3") return plivo_v3();
    if (scheme.starts_with("vonage_")) return vonage(scheme.substr(7));
    throw std::runtime_error("no recipe " + scheme);
}

} // namespace haatline::gateway::test
