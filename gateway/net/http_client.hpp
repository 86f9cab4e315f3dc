#pragma once

#include "base/result.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace haatline::gateway {

struct ClientReply {
    unsigned status = 0;
    std::vector<std::pair<std::string, std::string>> headers; ///< names lower-cased
    std::string body;

    /// The value of a header (name in lower case), or an empty view.
    std::string_view header(std::string_view name) const;
};

/// A small blocking HTTP/1.1 client with keep-alive, for terminal tools: one connection, one
/// request at a time. A kept connection that the server closed meanwhile is opened again once.
/// http:// only.
class HttpClient {
  public:
    using Headers = std::vector<std::pair<std::string, std::string>>;

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
    /// came.
    Result<ClientReply> get(std::string const& path_and_query, Headers const& headers = {});
    Result<ClientReply> post(std::string const& path_and_query, std::string const& content_type,
                             std::string body, Headers const& headers = {});

  private:
    struct Impl;
    explicit HttpClient(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace haatline::gateway
