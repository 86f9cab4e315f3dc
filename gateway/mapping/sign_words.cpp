#include "gateway/mapping/sign_words.hpp"

#include <algorithm>
#include <array>

namespace haatline::gateway::mapping {
namespace {

using Part = SignedPart;

/// A word of `sign:` and what it adds to a recipe.
struct SignWord {
    std::string_view word;
    void (*add)(Recipe& recipe);
};

void add_url(Recipe& recipe) {
    recipe.parts.push_back({.kind = Part::Kind::address_and_query});
    recipe.either_port = true; // proxies spell the usual port or do not
}
void add_address(Recipe& recipe) { recipe.parts.push_back({.kind = Part::Kind::address}); }
void add_body(Recipe& recipe) { recipe.parts.push_back({.kind = Part::Kind::body}); }

void add_fields(Recipe& recipe, Part::From from, Part::Style style, Part::When when = {}) {
    recipe.parts.push_back(
        {.kind = Part::Kind::fields, .from = from, .style = style, .when = when});
}

/// Source: npm twilio, lib/webhooks.js.
void add_sorted_params(Recipe& recipe) {
    add_fields(recipe, Part::From::posted, Part::Style::joined_unique);
}

/// Source: npm plivo, lib/utils/v3Security.js: a GET's fields stand sorted behind the question mark, a POST's behind a dot.
void add_plivo_v3(Recipe& recipe) {
    Part::When const get{.get = true, .query = {}, .posted = {}};
    Part::When const post{.get = false, .query = {}, .posted = {}};
    Part::When const queried{.get = {}, .query = true, .posted = {}};
    Part::When const only_posted{.get = {}, .query = false, .posted = true};
    Part::When const both{.get = false, .query = true, .posted = true};
    add_address(recipe);
    recipe.parts.push_back({.text = "?", .when = queried});
    recipe.parts.push_back({.text = "?", .when = only_posted});
    add_fields(recipe, Part::From::both, Part::Style::query_string, get);
    add_fields(recipe, Part::From::query, Part::Style::query_string, post);
    recipe.parts.push_back({.text = ".", .when = both});
    add_fields(recipe, Part::From::posted, Part::Style::joined, post);
}

/// Source: npm plivo, lib/utils/security.js: neither query nor body is signed.
void add_plivo_v2(Recipe& recipe) {
    add_address(recipe);
    recipe.query_unsigned = recipe.body_unsigned = true;
}

/// Source: npm @vonage/sms, verifySignature.
void add_vonage_params(Recipe& recipe) {
    add_fields(recipe, Part::From::sent, Part::Style::underscored);
    recipe.timestamp = SignedPlace{SignedPlace::In::field, "timestamp"};
    recipe.nonce = SignedPlace{SignedPlace::In::field, "nonce"};
}

constexpr std::array sign_words{
    SignWord{"url", add_url},
    SignWord{"address", add_address},
    SignWord{"body", add_body},
    SignWord{"sorted_params", add_sorted_params},
    SignWord{"plivo_v3", add_plivo_v3},
    SignWord{"plivo_v2", add_plivo_v2},
    SignWord{"vonage_params", add_vonage_params},
};

constexpr std::string_view in_header = "header:";
constexpr std::string_view in_field = "field:";

/// A mark between parts, e.g. `.`: a misspelt word would have letters.
bool is_mark(std::string_view text) {
    return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
}

} // namespace

/// What a word of `sign:` adds; false when there is no such word.
bool add_word(Recipe& recipe, std::string_view word) {
    if (word.starts_with(in_header)) {
        recipe.parts.push_back(
            {.kind = Part::Kind::header, .text = std::string(word.substr(in_header.size()))});
        return true;
    }
    for (auto const& each : sign_words)
        if (each.word == word) {
            each.add(recipe);
            return true;
        }
    if (!is_mark(word)) return false;
    recipe.parts.push_back({.text = std::string(word)});
    return true;
}

/// `header:X-Nonce` or `field:nonce`.
std::optional<SignedPlace> place_of(std::string_view text) {
    if (text.starts_with(in_header))
        return SignedPlace{SignedPlace::In::header, std::string(text.substr(in_header.size()))};
    if (text.starts_with(in_field))
        return SignedPlace{SignedPlace::In::field, std::string(text.substr(in_field.size()))};
    return std::nullopt;
}

bool set_method(Recipe& recipe, std::string_view method) {
    recipe.keying = Recipe::Keying::hmac;
    if (method.ends_with("hash")) recipe.keying = Recipe::Keying::secret_behind;
    if (method.ends_with("hash") || method.ends_with("hmac")) method.remove_suffix(4);
    auto const hash = hash_named(method);
    if (hash) recipe.hash = *hash;
    return hash.has_value();
}

} // namespace haatline::gateway::mapping
