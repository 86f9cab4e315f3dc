#pragma once

#include "base/result.hpp"

#include <string>

namespace haatline::gateway {

/// Where a client of ours sends its requests.
struct HttpTarget {
    std::string host, port = "80";
    std::string base; ///< path put before every path, without a slash at its end

    std::string shown() const { return host + ":" + port; }
};

/// "http://127.0.0.1:8080", "http://[::1]:8080/base".
/// @fails Errc::bad_request for what is not such a URL.
Result<HttpTarget> read_target(std::string const& url);

} // namespace haatline::gateway
