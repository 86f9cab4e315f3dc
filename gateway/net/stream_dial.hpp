#pragma once

#include "base/result.hpp"
#include "gateway/net/loop.hpp"
#include "gateway/net/stream.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace haatline::gateway {

/// Where a connection of ours of raw octets goes.
struct StreamTarget {
    std::string host;
    std::string port;
    bool tls = false;      ///< 1.2 and up; the certificate is for `host` and vouched for
    std::string ca_file{}; ///< PEM of who vouches; empty: who this machine trusts
    std::chrono::milliseconds connect_timeout{10'000};
    std::size_t waiting_max = 8 * 1024 * 1024; ///< octets that may be unwritten
    std::string shown() const { return host + ":" + port; }
};

/// Connects, with TCP_NODELAY, and in TLS shakes hands; then tells `done`, once, later, on the loop's
/// thread. Every address of a name is tried.
/// @fails Errc::unavailable when nobody listens, the name is not known or the certificate is not trusted;
/// Errc::timeout; Errc::invalid_config for a `ca_file` that cannot be read.
void dial_stream(Loop& loop, StreamTarget target, std::function<void(Result<StreamPtr>)> done);

} // namespace haatline::gateway
