#include "gateway/net/http_client.hpp"

#include "gateway/net/client_wire.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>

#include <optional>

namespace haatline::gateway {
namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;
namespace {

/// An answer from a server under test may be a metrics page; nothing honest is larger.
constexpr std::size_t reply_bytes_max = 8 * 1024 * 1024;

} // namespace

struct HttpClient::Impl {
    Impl(HttpTarget t, std::chrono::milliseconds d)
        : target(std::move(t)), deadline(d), stream(io) {}

    HttpTarget target;
    std::chrono::milliseconds deadline;
    asio::io_context io{1};
    beast::tcp_stream stream;
    beast::flat_buffer buffer;
    bool fresh = false; ///< opened, nothing sent yet

    Error broken(error_code ec) const {
        if (ec == beast::error::timeout)
            return {Errc::timeout, fmt::format("{}:{} did not answer within {} ms", target.host,
                                               target.port, deadline.count())};
        return {Errc::unavailable, fmt::format("{}:{}: {}; is the gateway running there?",
                                               target.host, target.port, ec.message())};
    }

    /// Runs the one operation just started; asynchronous only because a blocking one knows no
    /// deadline.
    void finish() {
        io.restart();
        io.run();
    }

    Result<void> open() {
        error_code ec;
        tcp::resolver resolver(io);
        auto const found = resolver.resolve(target.host, target.port, ec);
        if (ec) return fail(broken(ec));
        stream.close();
        buffer.clear();
        stream.expires_after(deadline);
        stream.async_connect(found, [&](error_code result, tcp::endpoint const&) { ec = result; });
        finish();
        if (ec) return fail(broken(ec));
        stream.socket().set_option(tcp::no_delay(true), ec);
        fresh = true;
        return {};
    }

    error_code exchange(std::string const& octets, bool head,
                        std::optional<http::response_parser<http::string_body>>& reply) {
        error_code ec;
        stream.expires_after(deadline);
        asio::async_write(stream, asio::buffer(octets),
                          [&](error_code result, std::size_t) { ec = result; });
        finish();
        if (ec) return ec;
        reply.emplace();
        reply->body_limit(reply_bytes_max);
        reply->skip(head);
        http::async_read(stream, buffer, *reply,
                         [&](error_code result, std::size_t) { ec = result; });
        finish();
        return ec;
    }

    Result<ClientReply> send(ClientRequest const& request) {
        if (auto sound = request.sound(); !sound) return fail(sound.error());
        auto const octets = to_wire(request, target);
        bool const head = request.method == "HEAD"; // no body, whatever length it names
        std::optional<http::response_parser<http::string_body>> reply;
        bool const kept = stream.socket().is_open() && !fresh;
        if (!stream.socket().is_open())
            if (auto opened = open(); !opened) return fail(opened.error());
        fresh = false;
        auto ec = exchange(octets, head, reply);
        // The server may close a kept connection at any time; without one octet of answer the
        // request may go again.
        bool const unheard = !reply || !reply->got_some();
        if (ec && ec != beast::error::timeout && kept && unheard) {
            if (auto opened = open(); !opened) return fail(opened.error());
            fresh = false;
            ec = exchange(octets, head, reply);
        }
        if (ec) {
            stream.close();
            return fail(broken(ec));
        }
        auto message = reply->release();
        if (!message.keep_alive()) stream.close();
        return to_client_reply(message);
    }
};

HttpClient::HttpClient(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
HttpClient::HttpClient(HttpClient&&) noexcept = default;
HttpClient& HttpClient::operator=(HttpClient&&) noexcept = default;
HttpClient::~HttpClient() = default;

Result<HttpClient> HttpClient::connect(std::string const& url, std::chrono::milliseconds deadline) {
    auto target = read_target(url);
    if (!target) return fail(target.error());
    auto impl = std::make_unique<Impl>(std::move(*target), deadline);
    if (auto opened = impl->open(); !opened) return fail(opened.error());
    return HttpClient(std::move(impl));
}

Result<ClientReply> HttpClient::send(ClientRequest const& request) { return impl_->send(request); }

Result<ClientReply> HttpClient::get(std::string path_and_query, HeaderLines headers) {
    return send({"GET", std::move(path_and_query), {}, {}, std::move(headers)});
}

Result<ClientReply> HttpClient::post(std::string path_and_query, std::string content_type,
                                     std::string body, HeaderLines headers) {
    return send({"POST", std::move(path_and_query), std::move(body), std::move(content_type),
                 std::move(headers)});
}

} // namespace haatline::gateway
