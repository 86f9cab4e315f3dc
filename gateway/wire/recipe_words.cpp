#include "gateway/wire/recipe_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

using Kind = SignedPart::Kind;
using From = SignedPart::From;
using Style = SignedPart::Style;
using When = SignedPart::When;

SignedPart fields(From from, Style style, std::optional<bool> get = {}) {
    return {.kind = Kind::fields,
            .from = from,
            .style = style,
            .when = {.get = get, .query = {}, .posted = {}}};
}

SignedPart mark(std::string text, When when) { return {.text = std::move(text), .when = when}; }

void add_url(Recipe& out) { out.parts.push_back({.kind = Kind::address_and_query}); }
void add_bare_url(Recipe& out) { out.parts.push_back({.kind = Kind::address}); }
void add_body(Recipe& out) { out.parts.push_back({.kind = Kind::body}); }

void add_sorted_params(Recipe& out) {
    out.parts.push_back(fields(From::posted, Style::joined_unique));
    out.either_port = true;
    out.body_hash_field = "bodySHA256";
}

/// GET: address?merged. POST: address?query.posted with both, address?posted without a query, with no
/// dot (only the SDK shows it), address?query without posted fields, the bare address with neither.
void add_plivo_v3(Recipe& out) {
    for (auto part :
         {SignedPart{.kind = Kind::address}, mark("?", {.get = {}, .query = true, .posted = {}}),
          mark("?", {.get = {}, .query = false, .posted = true}),
          fields(From::both, Style::query_string, true),
          fields(From::query, Style::query_string, false),
          mark(".", {.get = false, .query = true, .posted = true}),
          fields(From::posted, Style::joined, false)})
        out.parts.push_back(std::move(part));
}

void add_vonage_params(Recipe& out) {
    out.parts.push_back(fields(From::sent, Style::underscored));
    if (!out.timestamp) out.timestamp = SignedPlace{SignedPlace::In::field, "timestamp"};
    if (!out.nonce) out.nonce = SignedPlace{SignedPlace::In::field, "nonce"};
}

struct Word {
    std::string_view word;
    void (*add)(Recipe& out);
};
constexpr Word known_words[] = {
    {"url", add_url},           {"url_without_query", add_bare_url},
    {"body", add_body},         {"sorted_params", add_sorted_params},
    {"plivo_v3", add_plivo_v3}, {"vonage_params", add_vonage_params},
};

tl::unexpected<Error> unknown(std::string_view what, std::string_view word,
                              std::string_view known) {
    return fail(Errc::invalid_config,
                fmt::format("{} '{}' is not known; write {}", what, word, known));
}

Result<void> add_word(Recipe& out, std::string_view word) {
    auto const found = std::ranges::find(known_words, word, &Word::word);
    if (found != std::end(known_words)) {
        found->add(out);
        return {};
    }
    constexpr std::string_view header = "header:", text = "text:";
    bool const is_mark = !word.empty() && std::ranges::none_of(word, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    });
    if (word.starts_with(header) && word.size() > header.size())
        out.parts.push_back(
            {.kind = Kind::header, .text = std::string(word.substr(header.size()))});
    else if (word.starts_with(text) && word.size() > text.size())
        out.parts.push_back({.text = std::string(word.substr(text.size()))});
    else if (is_mark)
        out.parts.push_back({.text = std::string(word)});
    else
        return unknown("the signed part", word,
                       "url, url_without_query, sorted_params, plivo_v3, vonage_params, body, "
                       "header:NAME, text:WORDS or marks");
    return {};
}

Result<std::optional<SignedPlace>> place(std::string_view text) {
    if (text.empty()) return std::optional<SignedPlace>();
    constexpr std::string_view header = "header:", field = "field:";
    if (text.starts_with(header) && text.size() > header.size())
        return SignedPlace{SignedPlace::In::header, std::string(text.substr(header.size()))};
    if (text.starts_with(field) && text.size() > field.size())
        return SignedPlace{SignedPlace::In::field, std::string(text.substr(field.size()))};
    return unknown("the place", text, "header:NAME or field:NAME");
}

Result<void> read_algorithm(Recipe& out, std::string_view text) {
    auto name = text;
    if (name.ends_with("hash")) out.keying = Recipe::Keying::secret_behind;
    if (name.ends_with("hash") || name.ends_with("hmac")) name.remove_suffix(4);
    auto const hash = hash_named(name);
    if (!hash)
        return unknown("the algorithm", text,
                       "md5, sha1, sha256 or sha512, bare or with hmac or "
                       "hash behind");
    out.hash = *hash;
    return {};
}

} // namespace

Result<Recipe> read_recipe(RecipeWords const& words) {
    Recipe out;
    if (words.header.empty() == words.field.empty())
        return fail(Errc::invalid_config, "a signature stands in a header or in a field");
    out.signature = words.field.empty() ? SignedPlace{SignedPlace::In::header, words.header}
                                        : SignedPlace{SignedPlace::In::field, words.field};
    if (auto read = read_algorithm(out, words.algorithm); !read) return fail(read.error());
    if (words.encoding != "hex" && words.encoding != "base64")
        return unknown("the encoding", words.encoding, "hex or base64");
    out.encoding = words.encoding == "hex" ? Recipe::Encoding::hex : Recipe::Encoding::base64;
    out.list = words.list;
    out.query_unsigned = words.query_unsigned;
    out.body_unsigned = words.body_unsigned;
    for (auto const& [text, to] :
         {std::pair(&words.timestamp, &out.timestamp), std::pair(&words.nonce, &out.nonce)}) {
        auto read = place(*text);
        if (!read) return fail(read.error());
        *to = std::move(*read);
    }
    for (auto const& word : words.sign)
        if (auto added = add_word(out, word); !added) return fail(added.error());
    if (words.max_age_s) {
        if (!out.timestamp)
            return fail(Errc::invalid_config,
                        "an age needs a timestamp: header:NAME or field:NAME");
        out.window = std::chrono::seconds(*words.max_age_s);
    }
    if (auto const sound = out.sound(); !sound) return fail(sound.error());
    return out;
}

} // namespace haatline::gateway
