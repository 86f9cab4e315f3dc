#pragma once

#include "gateway/wire/recipe_words.hpp"

#include <stdexcept>

/// How three providers sign what they send us, in the words of a mapping file. Sources: their
/// packages named in provider_vectors.hpp (webhooks.js, v3Security.js, security.js, verifySignature).
namespace haatline::gateway::test {

using Part = SignedPart;

inline RecipeWords twilio_words() {
    return {.header = "X-Twilio-Signature", .algorithm = "sha1", .sign = {"url", "sorted_params"}};
}

inline RecipeWords plivo_words(std::string const& version) {
    auto const name = "X-Plivo-Signature-" + version, nonce = "header:" + name + "-Nonce";
    RecipeWords out{.header = name, .list = true, .nonce = nonce};
    out.sign = {"plivo_v3", ".", nonce};
    if (version == "V2") {
        out.sign = {"url_without_query", nonce};
        out.query_unsigned = out.body_unsigned = true; // all that V2 signs is where and once
    }
    return out;
}

/// `algorithm`: md5hash, md5hmac, sha1hmac, sha256hmac, sha512hmac.
inline RecipeWords vonage_words(std::string const& algorithm) {
    return {.field = "sig",
            .algorithm = algorithm,
            .encoding = "hex",
            .sign = {"vonage_params"},
            .max_age_s = 300};
}

inline Recipe twilio() { return read_recipe(twilio_words()).value(); }
inline Recipe vonage(std::string const& algorithm) {
    return read_recipe(vonage_words(algorithm)).value();
}

inline Recipe recipe_of(std::string const& scheme) {
    if (scheme == "twilio") return twilio();
    if (scheme == "plivo_v2") return read_recipe(plivo_words("V2")).value();
    if (scheme == "plivo_v3") return read_recipe(plivo_words("V3")).value();
    if (scheme.starts_with("vonage_")) return vonage(scheme.substr(7));
    throw std::runtime_error("no recipe " + scheme);
}

} // namespace haatline::gateway::test
