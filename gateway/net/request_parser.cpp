#include "gateway/net/request_parser.hpp"

#include "base/limits.hpp"

#include <boost/beast/http/error.hpp>

namespace haatline::gateway {
namespace http = boost::beast::http;
namespace {

constexpr std::size_t last_chunk_bytes = 5;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view a, std::string_view lower_case) {
    if (a.size() != lower_case.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (lower(a[i]) != lower_case[i]) return false;
    return true;
}

unsigned status_of(boost::system::error_code ec) {
    if (ec == http::error::body_limit) return 413;
    if (ec == http::error::header_limit) return 431;
    return 400;
}

/// "http://host/path" is as good as "/path" (RFC 9112 §3.2.2); which host was meant does not matter
/// to us.
std::string_view without_authority(std::string_view target) {
    for (std::string_view scheme : {"http://", "https://"}) {
        if (target.size() < scheme.size() || !same_word(target.substr(0, scheme.size()), scheme))
            continue;
        auto const path = target.find('/', scheme.size());
        return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
    }
    return target;
}

} // namespace

RequestParser::RequestParser(std::string const& peer) {
    header_limit(limits::request_header_bytes);
    body_limit(limits::request_body_bytes);
    eager(true);
    request_.peer = peer;
}

std::size_t RequestParser::take(std::string_view input) {
    std::size_t taken = 0;
    while (taken < input.size() && !is_done()) {
        // Beast 1.81 asserts that it sees the last chunk's five bytes ("0\r\n\r\n") at once when it
        // looks at that chunk again (basic_parser.ipp, parse_chunk_header). More than five always
        // follow before a chunked body ends, so waiting for them loses nothing.
        if (is_header_done() && chunked() && input.size() - taken < last_chunk_bytes) break;
        error_code ec;
        taken += put(boost::asio::const_buffer(input.data() + taken, input.size() - taken), ec);
        if (ec == http::error::need_more) break;
        if (!ec) continue;
        if (refusal_ == 0) refusal_ = status_of(ec);
        break;
    }
    return taken;
}

void RequestParser::on_request_impl(http::verb, string_view method, string_view target, int version,
                                    error_code& ec) {
    auto const path = without_authority({target.data(), target.size()});
    bool const whole_server = target == "*"; // OPTIONS *, which we refuse by its method
    if ((path.front() != '/' && !whole_server)) {
        ec = http::error::bad_target;
        return;
    }
    if (path.starts_with("/api/")) body_limit(limits::api_body_bytes);
    auto const question = path.find('?');
    header_bytes_ = target.size();
    version_ = version;
    request_.method.assign(method.data(), method.size());
    request_.path.assign(path.substr(0, question));
    if (question != std::string_view::npos) request_.query.assign(path.substr(question + 1));
}

void RequestParser::on_field_impl(http::field name, string_view label, string_view value,
                                  error_code& ec) {
    std::string_view const text(value.data(), value.size());
    header_bytes_ += label.size() + value.size() + 4; // ": " and the line's end
    if (header_bytes_ > limits::request_header_bytes) {
        ec = http::error::header_limit;
        return;
    }
    if (is_header_done()) return; // a trailer behind the chunks: nothing in it concerns us
    switch (name) {
    case http::field::content_type: {
        request_.content_type.clear();
        for (char const c : text) {
            if (c == ';' || c == ' ' || c == '\t') break;
            request_.content_type += lower(c);
        }
        return;
    }
    case http::field::transfer_encoding:
        // Anything but plain chunks is two opinions about where a request ends: the door to
        // smuggling.
        if (!same_word(text, "chunked")) ec = http::error::bad_transfer_encoding;
        return;
    case http::field::expect:
        if (same_word(text, "100-continue")) {
            wants_continue_ = true;
        } else {
            refusal_ = 417;
            ec = http::error::bad_field;
        }
        return;
    case http::field::host:
    case http::field::connection:
    case http::field::content_length:
        return; // Beast's affair; which host was meant does not matter to us
    default: {
        std::string_view const header(label.data(), label.size());
        if (!same_word(header, "x-forwarded-for")) return request_.headers.add(header, text);
        // Several lines are one list (RFC 9110 §5.3); only the last hops are ever believed.
        if (!request_.forwarded_for.empty()) request_.forwarded_for += ", ";
        request_.forwarded_for += text;
        return;
    }
    }
}

void RequestParser::on_body_init_impl(boost::optional<std::uint64_t> const& length, error_code&) {
    if (length)
        request_.body.reserve(
            static_cast<std::size_t>(*length)); // at most body_limit, which was checked
}

std::size_t RequestParser::on_body_impl(string_view body, error_code&) {
    request_.body.append(body.data(), body.size());
    return body.size();
}

} // namespace haatline::gateway
