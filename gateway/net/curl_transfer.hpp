#pragma once

#include "gateway/net/http_sender.hpp"

#include <curl/curl.h>

#include <memory>
#include <string>

namespace haatline::gateway {

/// One request on its way through libcurl: the handle with all its settings, and what came back.
class CurlTransfer {
  public:
    /// Reads the address and asks the egress list, before anything is opened.
    /// @fails as HttpSender::send does.
    static Result<std::unique_ptr<CurlTransfer>> make(OutRequest request,
                                                      SenderOptions const& options);
    CurlTransfer(CurlTransfer const&) = delete;
    CurlTransfer& operator=(CurlTransfer const&) = delete;

    CURL* handle() const { return handle_.get(); }
    void set_timeout(std::chrono::milliseconds left);
    /// What came of it, once libcurl is through with it.
    Result<ClientReply> result(CURLcode code);

  private:
    explicit CurlTransfer(OutRequest request, SenderOptions const& options);
    Result<void> read_address();
    Result<void> set_up();
    bool call_back();
    std::size_t take_header(std::string_view line);
    std::size_t take_body(std::string_view octets);
    curl_socket_t open_socket(curl_sockaddr const& to);
    bool may_leave();

    OutRequest request_;
    SenderOptions const& options_;
    std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> address_;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle_;
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> headers_;
    std::string shown_; ///< host and port, for errors
    ClientReply reply_;
    std::size_t header_bytes_ = 0;
    bool too_large_ = false, private_address_ = false, left_ = false;
};

} // namespace haatline::gateway
