#pragma once

#include "base/world.hpp"
#include "gateway/net/headers.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haatline::gateway {

/// A request as it came, bounded by the parser, nothing decoded yet.
struct RawRequest {
    std::string method;       ///< GET, POST, PUT
    std::string path;         ///< without the query, still percent-encoded
    std::string query;        ///< after '?', still encoded
    std::string content_type; ///< lower-cased, without parameters
    std::string body;
    std::string peer;          ///< the socket's address
    std::string forwarded_for; ///< X-Forwarded-For, empty when absent; not to be believed without
                               ///< `trusted_proxies`
    /// All others, without Host, Connection, Expect and what says where the body ends.
    Headers headers{};
};

/// The methods a handler gets to see; the others are answered 405. PUT, because Infobip ends a
/// dialogue with it.
constexpr std::string_view methods_allowed[] = {"GET", "POST", "PUT"};

struct RawReply {
    unsigned status = 200;
    std::string content_type = "text/plain; charset=utf-8";
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    /// Called once the bytes were handed to the kernel (true) or the connection was lost before
    /// (false).
    std::function<void(bool written)> sent;
};

/// Must call the second argument exactly once, on the server's thread, now or later.
using HttpHandler = std::function<void(RawRequest, std::function<void(RawReply)>)>;

struct HttpLimits {
    std::size_t connections = 10000;
    std::chrono::milliseconds header_timeout{
        10'000}; ///< from the first byte to the end of the request
    std::chrono::milliseconds idle_timeout{75'000}; ///< a kept-alive connection without a request
    std::chrono::milliseconds reply_timeout{
        25'000}; ///< networks close a USSD dialogue after about 30 s
};

struct HttpCounters {
    std::uint64_t connections_open = 0, connections_total = 0, connections_refused = 0;
    std::uint64_t requests = 0, bad_requests = 0, too_large = 0, timeouts = 0, writes_failed = 0;
};

} // namespace haatline::gateway
