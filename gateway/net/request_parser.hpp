#pragma once

#include "gateway/net/http.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <string>
#include <string_view>

namespace haatline::gateway {

/// Reads one request straight into a RawRequest, without Beast's container of header fields in
/// between: three headers have a meaning for us, the others are kept as they came. Header and body limits stand on the parser, so that
/// nothing too large is ever held.
class RequestParser final : public boost::beast::http::basic_parser<true> {
  public:
    explicit RequestParser(std::string const& peer);

    /// Takes from `input` what belongs to this request, at most to its end. `refusal()` says
    /// whether it went wrong.
    std::size_t take(std::string_view input);

    /// 0 while all is well, else the HTTP status that answers this request: 400, 413, 417, 431.
    unsigned refusal() const { return refusal_; }
    /// The client waits for "100 Continue" before it sends the body.
    bool wants_continue() const { return wants_continue_; }
    int version() const { return version_; } ///< 10 or 11
    RawRequest request() { return std::move(request_); }

  private:
    using error_code = boost::beast::error_code;
    using string_view = boost::beast::string_view;

    void on_request_impl(boost::beast::http::verb, string_view method, string_view target,
                         int version, error_code& ec) override;
    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_field_impl(boost::beast::http::field name, string_view, string_view value,
                       error_code& ec) override;
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) override;
    std::size_t on_body_impl(string_view body, error_code&) override;
    void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code& ec) override {
        return on_body_impl(body, ec);
    }
    void on_finish_impl(error_code&) override {}

    RawRequest request_;
    std::size_t header_bytes_ = 0; ///< in all: Beast bounds only what is held at one time
    unsigned refusal_ = 0;
    int version_ = 11;
    bool wants_continue_ = false;
};

} // namespace haatline::gateway
