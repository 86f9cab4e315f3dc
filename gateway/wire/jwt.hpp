#pragma once

#include "base/masked.hpp"
#include "base/result.hpp"
#include "base/world.hpp"
#include "gateway/wire/signature.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haatline::gateway {

/// What a token must be and say. The algorithm is ours to choose, never the token's: a token that
/// names another, or none, is refused before its signature is looked at (RFC 8725 §2.1, §3.1).
struct JwtRule {
    enum class Algorithm : unsigned char { hs256, rs256 };

    Algorithm algorithm = Algorithm::hs256;
    /// Secrets, or RSA public keys as PEM; two while one is replaced by the next.
    std::vector<Secret> keys{};
    std::chrono::seconds age_max{300}; ///< of `iat`, which every token must bear
    bool needs_id = true;              ///< `jti`, for the replay guard
    bool hashes_body =
        false; ///< `payload_hash` must be the hexadecimal SHA-256 of the body; without
               ///< it a token says nothing about the body
    /// Claims that must be there as these texts: issuer, application.
    std::vector<std::pair<std::string, std::string>> claims{};
};

/// Verifies compact JWS tokens (RFC 7515) with JWT claims (RFC 7519).
class JwtVerifier {
  public:
    /// @fails Errc::invalid_config for no keys, an empty one, what is no RSA key in PEM or one of
    /// fewer than 2048 bits.
    static Result<JwtVerifier> make(JwtRule rule);

    /// @param token  without "Bearer "; at most 8 KiB, else refused unread.
    /// @returns `once` is the token's id (`jti`), empty only where none is needed.
    /// @fails Errc::unauthenticated, saying for the operator what is wrong and nothing of the token.
    Result<Verified> verify(std::string_view token, std::string_view body, TimePoint now) const;

  private:
    struct Keys;
    JwtVerifier(JwtRule rule, std::shared_ptr<Keys const> keys);
    bool signature_holds(std::string_view text, std::string_view signature) const;

    JwtRule rule_;
    std::shared_ptr<Keys const> keys_;
};

/// A token signed with HS256 over these claims (JSON): for simulators and tests.
std::string make_token(std::string_view claims, Secret const& key);

} // namespace haatline::gateway
