#pragma once

#include "base/masked.hpp"
#include "base/result.hpp"
#include "base/world.hpp"
#include "gateway/wire/hash.hpp"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haatline::gateway {

class Headers;

/// A decoded name and value of a query, a form or a flat JSON object.
using NamedValue = std::pair<std::string_view, std::string_view>;

/// What a signature may be over. Views: nothing is copied, all must outlive the call.
struct SignedRequest {
    std::string_view method;
    /// Our configured public address without a slash at its end, "https://gw.example.in"; never
    /// what a Host header says.
    std::string_view base;
    std::string_view path, query; ///< as they came, still encoded
    Headers const& headers;
    std::span<NamedValue const> query_fields;  ///< decoded
    std::span<NamedValue const> posted_fields; ///< decoded form or flat JSON; none for other bodies
    std::string_view body;                     ///< as it came
};

/// One thing that is signed; a recipe puts several behind one another.
struct SignedPart {
    enum class Kind : unsigned char {
        address,           ///< base and path
        address_and_query, ///< and "?query" as it came, when there is one
        text,              ///< `text`, literally
        header,            ///< the value of header `text`
        fields,            ///< `from`, sorted by name and value (octets), written in `style`
        body,              ///< as it came
    };
    enum class From : unsigned char {
        query,
        posted,
        sent,
        both
    }; ///< sent: GET's query, else posted
    enum class Style : unsigned char {
        joined,        ///< name and value behind one another, with nothing between
        joined_unique, ///< the same, equal values of a name once
        query_string,  ///< "a=1&b=2", decoded
        underscored,   ///< "&a=1&b=2", each & and = within a value as _
    };
    /// Under which circumstances; what is empty does not matter.
    struct When {
        std::optional<bool> get;           ///< the method is GET
        std::optional<bool> query, posted; ///< there are such fields
    };

    Kind kind = Kind::text;
    std::string text{};
    From from = From::sent;
    Style style = Style::joined;
    When when{};
};

/// Where a signature, its time or its nonce stands: a header, or a field of what was sent.
struct SignedPlace {
    enum class In : unsigned char { header, field };
    In in = In::header;
    std::string name{};
};

/// How a provider signs, as data. The same recipe serves many routes; secrets stand apart.
struct Recipe {
    enum class Keying : unsigned char { hmac, secret_behind }; ///< or: a digest over text + secret
    enum class Encoding : unsigned char { hex, base64 };       ///< hex in either case

    SignedPlace signature{};
    bool list = false; ///< several signatures with commas between; one that holds is enough
    HashName hash = HashName::sha256;
    Keying keying = Keying::hmac;
    Encoding encoding = Encoding::base64;
    std::vector<SignedPart> parts{};
    bool either_port = false; ///< the address holds with its scheme's usual port spelled or not
    /// A query field with the hexadecimal SHA-256 of the body; with it no posted field is signed.
    std::string body_hash_field{};
    /// When it was signed, Unix seconds; older or newer than `window` is refused.
    std::optional<SignedPlace> timestamp{};
    std::chrono::seconds window{300};
    std::optional<SignedPlace> nonce{}; ///< required, and given back for the replay guard
    /// What the scheme leaves open to whoever is between us and the provider. Without these a
    /// request with a query or a body that nothing covers is refused.
    bool query_unsigned = false, body_unsigned = false;

    /// Whether it can ever hold and says what it does. @fails Errc::invalid_config.
    Result<void> sound() const;
};

/// What a good signature says beyond that it is good.
struct Verified {
    /// Never seen before, if it is not a repetition: hand it to a ReplayGuard. The nonce, or the
    /// signature's octets where the scheme has none.
    std::string once;
};

/// Compares in constant time against every secret (two while one is replaced by the next; an empty
/// one opens nothing).
/// @fails Errc::unauthenticated, saying for the operator what is wrong and nothing of the request.
Result<Verified> verify(Recipe const& recipe, SignedRequest const& request,
                        std::span<Secret const> secrets, TimePoint now);

/// The text that is signed, with the address as configured: for finding out why a signature does
/// not hold, and for the tests. @fails Errc::unauthenticated for what cannot be signed so.
Result<std::string> text_to_sign(Recipe const& recipe, SignedRequest const& request);

/// The signature as the provider would write it: for simulators and tests.
Result<std::string> sign(Recipe const& recipe, SignedRequest const& request, Secret const& secret);

} // namespace haatline::gateway
