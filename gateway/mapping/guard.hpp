#pragma once

#include "gateway/mapping/expression.hpp"
#include "gateway/wire/jwt.hpp"
#include "gateway/wire/signature.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace haatline::gateway::mapping {

struct Ear;
struct Mapping;
struct RouteFacts;
class RequestView;

/// User and password in fields (of a query, form, JSON or XML).
struct FieldsGuard {
    Expression user, password; ///< where they stand; no user: there is only a password
    Expression user_is;        ///< what the user must be
};

/// A key in a header, behind a word: `Authorization: Token …`.
struct HeaderGuard {
    std::string header, scheme;
};

/// HTTP Basic.
struct BasicGuard {
    Expression user_is;
};

/// A fingerprint that a trusted proxy names.
struct CertificateGuard {
    std::string header, setting; ///< the setting holds fingerprints, commas between
};

/// A signature over the request.
struct SignatureGuard {
    Recipe recipe;
    std::string method_setting; ///< holds `sha256hmac` or the like; empty: the recipe says it
};

/// A JWT in a header.
struct TokenGuard {
    JwtRule rule; ///< without keys, which are the route's
    std::string header, scheme;
};

/// One entry of `security:`.
struct Guard {
    int line = 0;
    std::vector<std::string> sections; ///< `for:`; empty: all
    std::string secret;                ///< what it is checked with; empty for certificates
    std::variant<FieldsGuard, HeaderGuard, BasicGuard, CertificateGuard, SignatureGuard, TokenGuard>
        how;

    bool is_for(std::string_view section) const;
};

struct Admitted {
    /// Each must never have been seen before, unless the request is a retry: for a ReplayGuard.
    std::vector<std::string> once;
};

/// Whether a request proves where it comes from, as far as the route has the secrets to ask. `section`:
/// which section would read it; empty when none does, and then entries with `for:` are not asked.
/// @fails Errc::unauthenticated, saying for the operator what is wrong and nothing of the request.
Result<Admitted> admits(Mapping const& mapping, RequestView const& view, std::string_view section,
                        Ear const& ear);

/// Whether `admits` asks anything of requests that this section reads.
bool asks_for_proof(Mapping const& mapping, std::string_view section, RouteFacts const& route);

/// The secrets (or settings of fingerprints) that `security:` would ask for and the route has not: told at
/// its start, since such a route is guarded by its path token and addresses alone.
std::vector<std::string> not_asked_for(Mapping const& mapping, RouteFacts const& route);

} // namespace haatline::gateway::mapping
