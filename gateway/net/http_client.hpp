#pragma once

#include "base/result.hpp"
#include "gateway/net/client_message.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace haatline::gateway {

/// A small blocking HTTP/1.1 client with keep-alive, for terminal tools: one connection, one
/// request at a time. A kept connection that the server closed meanwhile is opened again once.
/// http:// only.
class HttpClient {
  public:
    /// `url`: "http://127.0.0.1:8080", a path after it is put before every path. `deadline` holds
    /// for each request.
    /// @fails Errc::bad_request for what is not such a URL, Errc::unavailable when nobody listens
    /// there.
    static Result<HttpClient>
    connect(std::string const& url, std::chrono::milliseconds deadline = std::chrono::seconds(30));
    HttpClient(HttpClient&&) noexcept;
    HttpClient& operator=(HttpClient&&) noexcept;
    ~HttpClient();

    /// @fails Errc::timeout, Errc::unavailable when the connection breaks before a whole answer
    /// came, Errc::bad_request for a request that is not sound.
    Result<ClientReply> send(ClientRequest const& request);
    Result<ClientReply> get(std::string path_and_query, HeaderLines headers = {});
    Result<ClientReply> post(std::string path_and_query, std::string content_type, std::string body,
                             HeaderLines headers = {});

  private:
    struct Impl;
    explicit HttpClient(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace haatline::gateway
