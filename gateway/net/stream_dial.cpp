#include "gateway/net/stream_dial.hpp"

#include "gateway/net/loop_impl.hpp"
#include "gateway/net/stream_impl.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

#include <optional>

namespace haatline::gateway {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
namespace {

using TlsContext = std::shared_ptr<asio::ssl::context>;

Result<TlsContext> context_of(StreamTarget const& target) {
    auto out = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    error_code ec;
    out->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1, ec);
    if (target.ca_file.empty())
        out->set_default_verify_paths(ec);
    else
        out->load_verify_file(target.ca_file, ec);
    if (ec)
        return fail(Errc::invalid_config,
                    fmt::format("ca_file '{}': {}; name a PEM file", target.ca_file, ec.message()));
    out->set_verify_mode(asio::ssl::verify_peer, ec);
    out->set_verify_callback(asio::ssl::host_name_verification(target.host), ec);
    return out;
}

/// One attempt; lives in its own callbacks.
class Attempt : public std::enable_shared_from_this<Attempt> {
  public:
    using Done = std::function<void(Result<StreamPtr>)>;

    Attempt(asio::io_context& io, StreamTarget target, Done done)
        : target_(std::move(target)), done_(std::move(done)), resolver_(io), socket_(io),
          timer_(io, target_.connect_timeout) {}

    void begin() {
        timer_.async_wait([self = shared_from_this()](error_code ec) {
            if (ec) return;
            self->end(fail(Errc::timeout, fmt::format("{} did not take the connection within {} ms",
                                                      self->target_.shown(),
                                                      self->target_.connect_timeout.count())));
        });
        resolver_.async_resolve(target_.host, target_.port,
                                [self = shared_from_this()](error_code ec, auto const& found) {
                                    ec ? self->broken(ec) : self->connect(found);
                                });
    }

  private:
    void connect(tcp::resolver::results_type const& found) {
        if (!done_) return;
        asio::async_connect(socket_, found,
                            [self = shared_from_this()](error_code ec, tcp::endpoint const&) {
                                ec ? self->broken(ec) : self->connected();
                            });
    }

    void connected() {
        if (!done_) return;
        error_code ignored;
        socket_.set_option(tcp::no_delay(true), ignored);
        if (!target_.tls)
            return end(
                std::make_shared<WireStream<BareWire>>(std::move(socket_), target_.waiting_max));
        auto context = context_of(target_);
        if (!context) return end(fail(context.error()));
        context_ = std::move(*context);
        tls_.emplace(std::move(socket_), *context_);
        SSL_set_tlsext_host_name(tls_->native_handle(), target_.host.c_str());
        tls_->async_handshake(
            asio::ssl::stream_base::client,
            [self = shared_from_this()](error_code ec) { ec ? self->broken(ec) : self->shaken(); });
    }

    void shaken() {
        if (!done_) return;
        end(std::make_shared<WireStream<TlsWire>>(std::move(*tls_), target_.waiting_max, context_));
    }

    void broken(error_code ec) {
        end(fail(Errc::unavailable, fmt::format("{}: {}", target_.shown(), ec.message())));
    }

    void end(Result<StreamPtr> result) {
        if (!done_) return;
        auto const done = std::exchange(done_, {});
        timer_.cancel();
        resolver_.cancel();
        error_code ignored;
        if (!result) (tls_ ? socket_of(*tls_) : socket_).close(ignored);
        done(std::move(result));
    }

    StreamTarget target_;
    Done done_; ///< empty once it was told
    tcp::resolver resolver_;
    tcp::socket socket_;
    TlsContext context_;
    std::optional<TlsWire> tls_;
    asio::steady_timer timer_;
};

} // namespace

void dial_stream(Loop& loop, StreamTarget target, std::function<void(Result<StreamPtr>)> done) {
    std::make_shared<Attempt>(loop.impl().io, std::move(target), std::move(done))->begin();
}

} // namespace haatline::gateway
