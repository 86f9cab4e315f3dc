#pragma once

#include "gateway/net/client_message.hpp"
#include "gateway/net/loop.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

namespace haatline::gateway {

struct VolleyOptions {
    std::size_t connections_max = 256;
    std::chrono::milliseconds deadline{30'000}; ///< of each request, once it is on a connection
};

/// Many requests to one server at once, over kept connections that open as they are needed. A
/// connection carries one request at a time; what finds none free waits in order. Lives on the
/// loop's thread. http:// only.
class HttpVolley {
  public:
    using Done = std::function<void(Result<ClientReply>)>;

    /// Resolves the address; connects with the first request.
    /// @fails Errc::bad_request for what is not such a URL, Errc::unavailable when its host is not
    /// known.
    static Result<std::unique_ptr<HttpVolley>> open(Loop& loop, std::string const& url,
                                                    VolleyOptions options);
    ~HttpVolley();

    /// `done` comes once, later. Fails with Errc::bad_request for what is not sound,
    /// Errc::timeout, or Errc::unavailable when the connection
    /// breaks before a whole answer came; a kept one that the server closed meanwhile is tried
    /// once more.
    void send(ClientRequest request, Done done);

    std::size_t in_flight() const; ///< sent or waiting
    std::size_t queued() const;    ///< waiting for a free connection
    std::size_t connections() const;

  private:
    struct Impl;
    explicit HttpVolley(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

} // namespace haatline::gateway
