#pragma once

#include "gateway/wire/signature.hpp"

#include <optional>
#include <string>
#include <vector>

namespace haatline::gateway {

/// A recipe as a mapping file says it (docs/mapping.md, `security: - hmac:`).
struct RecipeWords {
    std::string header{}, field{}; ///< where the signature stands: one of them
    /// md5, sha1, sha256, sha512, bare or with "hmac" behind; with "hash" behind: over text + secret.
    std::string algorithm = "sha256";
    std::string encoding = "base64"; ///< or hex
    bool list = false;
    /// In order:
    ///   url                the public address with the query as it came
    ///   url_without_query
    ///   sorted_params      posted fields, sorted, name and value joined, equal values once (Twilio;
    ///                      with it the usual port and `bodySHA256` are understood)
    ///   plivo_v3           address, query and posted fields as Plivo V3 joins them for each method
    ///   vonage_params      sent fields as "&name=value", & and = in values as _ (Vonage; with it
    ///                      `timestamp` and `nonce` are understood)
    ///   body               as it came
    ///   header:NAME
    ///   text:WORDS         literally; so are marks alone: "." "?"
    std::vector<std::string> sign{};
    std::string timestamp{}, nonce{}; ///< header:NAME or field:NAME; empty: as the words above say
    std::optional<int> max_age_s{};   ///< asks for a timestamp
    bool query_unsigned = false, body_unsigned = false;
};

/// @fails Errc::invalid_config naming the word that means nothing.
Result<Recipe> read_recipe(RecipeWords const& words);

} // namespace haatline::gateway
