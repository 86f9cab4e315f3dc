#pragma once

#include "base/masked.hpp"
#include "base/result.hpp"
#include "gateway/wire/cidr.hpp"
#include "gateway/wire/signature.hpp"

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace haatline::gateway {

/// What a caller may show. Views that outlive the call.
struct ShownCredentials {
    Headers const& headers;
    std::span<NamedValue const> query_fields, posted_fields; ///< decoded
    std::string_view peer;                                   ///< the socket's address
    std::span<Cidr const> trusted_proxies;
};

/// `Authorization: Basic` (RFC 7617).
struct BasicCredential {
    std::string user;
    std::vector<Secret> passwords; ///< two while one is replaced by the next, here and below
};

/// A key in a header: `Authorization: Token x`, `x-api-key: x`.
struct HeaderKey {
    std::string header;
    std::string scheme{}; ///< the word before the key and a blank, whatever its case; may be empty
    std::vector<Secret> keys{};
};

/// A password, or user and password, in named fields. They end in proxies' logs when they stand in
/// a query: a last resort, and only where the provider knows nothing else.
struct FieldCredential {
    bool in_query = true;     ///< else in what was posted
    std::string user_field{}; ///< empty: there is only a password
    std::string user{};
    std::string password_field{};
    std::vector<Secret> passwords{};
};

/// A client certificate that a proxy checked and names by its fingerprint. Believed only from one of
/// `trusted_proxies`, by the connection itself; that proxy must overwrite the header.
struct ClientCertificate {
    std::string header;
    std::vector<std::string> fingerprints; ///< hexadecimal SHA-256 or SHA-1 (nginx), colons allowed
};

using Credential = std::variant<BasicCredential, HeaderKey, FieldCredential, ClientCertificate>;

/// @fails Errc::invalid_config for what can never be shown or opens to everybody.
Result<void> sound(Credential const& credential);

/// Compares in constant time. What is given twice is not given.
/// @fails Errc::unauthenticated, with nothing of what was shown.
Result<void> check(Credential const& credential, ShownCredentials const& shown);

/// The token of `Authorization: Bearer`, for a JwtVerifier. @fails Errc::unauthenticated.
Result<std::string_view> bearer_token(Headers const& headers);

} // namespace haatline::gateway
