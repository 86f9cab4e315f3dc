#pragma once

#include "base/masked.hpp"
#include "base/result.hpp"
#include "base/world.hpp"
#include "gateway/net/client_message.hpp"

#include <string>

namespace haatline::gateway {

/// Whose signature, and for which service of which region.
struct AwsKey {
    std::string region, service, id;
    Secret secret;
    Secret session_token{}; ///< of temporary keys; empty: none
};

/// AWS Signature Version 4 over a request of ours: `X-Amz-Date`, `X-Amz-Security-Token` where there is one, and
/// `Authorization`. Signed are method, path, query, the body's hash, the host, the content type and every header that
/// `request` has. `request.path` is the whole address, as it will go out.
/// Source: AWS, "Signature Version 4 signing process" (general reference), which its test suite is held against.
/// @fails Errc::bad_request for no address, no key or no secret.
Result<HeaderLines> sign_v4(AwsKey const& key, ClientRequest const& request, TimePoint now);

/// The text whose hash is signed, for finding out why a signature is not taken, and for tests. It holds the session token
/// in clear: never into a log.
/// @fails as `sign_v4`.
Result<std::string> canonical_request(AwsKey const& key, ClientRequest const& request,
                                      TimePoint now);

} // namespace haatline::gateway
