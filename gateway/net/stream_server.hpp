#pragma once

#include "base/result.hpp"
#include "gateway/net/loop.hpp"
#include "gateway/net/stream.hpp"

#include <functional>
#include <memory>
#include <string>

namespace haatline::gateway {

struct StreamServerOptions {
    std::size_t connections = 1024;             ///< more are closed without a word
    std::size_t waiting_max = 4 * 1024 * 1024;  ///< octets a connection may have unwritten
    std::string certificate_file{}, key_file{}; ///< PEM; both: TLS 1.2 and up. Neither: bare
};

/// Accepts connections of raw octets (SMPP). Backlog 4096: a gateway whose backlog is 10 costs
/// parallel dials seconds of repeated SYNs (reference: smpp.md §14). TCP_NODELAY on each.
class StreamServer {
  public:
    /// A new connection: keep it or let it go; `begin` starts it.
    using Accept = std::function<void(StreamPtr)>;

    /// `address`: "127.0.0.1:2775", "[::1]:2775"; port 0 takes a free one.
    /// @fails Errc::invalid_config when the address or the PEM files cannot be used; says why.
    static Result<std::unique_ptr<StreamServer>> listen(Loop& loop, std::string const& address,
                                                        StreamServerOptions options, Accept accept);
    virtual ~StreamServer() = default;
    virtual std::string address() const = 0; ///< as bound, e.g. "127.0.0.1:2775"
    virtual void stop_accepting() = 0;
};

} // namespace haatline::gateway
