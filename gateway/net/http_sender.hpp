#pragma once

#include "base/masked.hpp"
#include "base/world.hpp"
#include "gateway/net/client_message.hpp"
#include "gateway/net/loop.hpp"
#include "gateway/wire/egress.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace haatline::gateway {

/// What we ask of a provider's server.
struct OutRequest {
    std::string method = "POST";
    std::string url{}; ///< http:// or https://, with the query; without user or password
    std::string body{};
    std::string content_type = "application/x-www-form-urlencoded"; ///< of the body
    HeaderLines headers{};
    struct Basic {
        std::string user;
        Secret password;
    };
    std::optional<Basic> basic{};
    std::chrono::milliseconds timeout{10'000}; ///< from `send` to the last octet of the answer
    /// Never written twice: where a kept connection turns out to be closed, the request fails instead.
    bool once = false;
    /// Called when a connection is there and the first octet is about to leave; a request that fails
    /// without it never left. Must not touch the sender.
    std::function<void()> leaves{};
};

struct SenderOptions {
    EgressList egress{}; ///< an empty one leads nowhere
    std::size_t in_flight_max = 64;
    std::size_t queued_max = 1024; ///< beyond those in flight
    std::chrono::milliseconds connect_timeout{5'000};
    std::size_t reply_bytes_max = 64 * 1024; ///< body; a provider's answers are under 4 KiB
    std::string ca_file{}; ///< instead of the system's certificates: a private authority
};

/// Sends requests to providers on the loop's thread, without ever waiting on it: names are resolved
/// by libcurl's own threads. Connections are kept. Certificates are checked, redirects are answers
/// like others, proxies of the environment, cookies and stored passwords are left alone.
///
/// A kept connection that the server closed just then is opened again and the request sent once
/// more, as HTTP clients do: a provider may see a request twice and must tell it by an id in it.
/// Where it has no such id, `OutRequest::once`.
class HttpSender {
  public:
    using Done = std::function<void(Result<ClientReply>)>;

    /// @fails Errc::invalid_config when libcurl cannot resolve names in the background.
    static Result<std::unique_ptr<HttpSender>> open(Loop& loop, Clock& clock,
                                                    SenderOptions options);
    /// Requests that are not through are dropped; their `done` is not called any more.
    ~HttpSender();

    /// `done` comes once, later, on the loop's thread; any status is an answer. Fails with
    /// Errc::bad_request for what is no request, Errc::invalid_config when the host is not on the
    /// egress list or its address is private, Errc::limit when the queue is full or the answer too
    /// large, Errc::timeout, and Errc::unavailable when no whole answer came. The detail holds
    /// nothing of path, headers or body.
    void send(OutRequest request, Done done);

    std::size_t in_flight() const;
    std::size_t queued() const;

  private:
    class Impl;
    explicit HttpSender(std::shared_ptr<Impl> impl);
    std::shared_ptr<Impl> impl_;
};

} // namespace haatline::gateway
