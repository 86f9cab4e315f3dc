#include "gateway/net/stream_server.hpp"

#include "gateway/net/loop_impl.hpp"
#include "gateway/net/stream_impl.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

namespace haatline::gateway {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
namespace {

// Who connects to a TLS port and says nothing is not kept.
constexpr std::chrono::seconds handshake_max{10};
// Out of descriptors: trying at once would spin.
constexpr std::chrono::milliseconds accept_again_after{200};

using TlsContext = std::shared_ptr<asio::ssl::context>;

Result<TlsContext> context_of(StreamServerOptions const& options) {
    if (options.certificate_file.empty() && options.key_file.empty()) return TlsContext{};
    auto out = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    error_code ec;
    out->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1, ec);
    if (!ec) out->use_certificate_chain_file(options.certificate_file, ec);
    if (ec)
        return fail(Errc::invalid_config, fmt::format("certificate '{}': {}; name a PEM file",
                                                      options.certificate_file, ec.message()));
    out->use_private_key_file(options.key_file, asio::ssl::context::pem, ec);
    if (ec)
        return fail(Errc::invalid_config,
                    fmt::format("key '{}': {}; name the PEM file of the certificate's key",
                                options.key_file, ec.message()));
    return out;
}

class Acceptor final : public StreamServer, public std::enable_shared_from_this<Acceptor> {
  public:
    Acceptor(tcp::acceptor acceptor, StreamServerOptions options, TlsContext tls, Accept accept)
        : acceptor_(std::move(acceptor)), again_(acceptor_.get_executor()),
          options_(std::move(options)), tls_(std::move(tls)), tell_(std::move(accept)),
          open_(std::make_shared<std::size_t>(0)) {}

    std::string address() const override {
        error_code ec;
        auto const at = acceptor_.local_endpoint(ec);
        return ec ? std::string() : written(at);
    }
    void stop_accepting() override {
        error_code ignored;
        acceptor_.close(ignored);
        again_.cancel();
    }
    void accept() {
        acceptor_.async_accept([self = weak_from_this()](error_code ec, tcp::socket socket) {
            auto const server = self.lock();
            if (!server || ec == asio::error::operation_aborted) return;
            if (ec) return server->accept_later();
            server->admit(std::move(socket));
            if (server->acceptor_.is_open()) server->accept();
        });
    }

  private:
    void accept_later() {
        again_.expires_after(accept_again_after);
        again_.async_wait([self = weak_from_this()](error_code ec) {
            auto const server = self.lock();
            if (!ec && server && server->acceptor_.is_open()) server->accept();
        });
    }

    void admit(tcp::socket socket) {
        if (*open_ >= options_.connections) return;
        error_code ignored;
        socket.set_option(tcp::no_delay(true), ignored);
        ++*open_;
        // Lives as long as the connection does, and holds what that refers to.
        std::shared_ptr<void> const counted(tls_.get(),
                                            [count = open_, tls = tls_](void*) { --*count; });
        if (tls_) return shake_hands(std::move(socket), counted);
        tell_(std::make_shared<WireStream<BareWire>>(std::move(socket), options_.waiting_max,
                                                     counted));
    }

    void shake_hands(tcp::socket socket, std::shared_ptr<void> counted) {
        auto const wire = std::make_shared<TlsWire>(std::move(socket), *tls_);
        auto const timer =
            std::make_shared<asio::steady_timer>(wire->get_executor(), handshake_max);
        timer->async_wait([wire](error_code ec) {
            error_code ignored;
            if (!ec) wire->next_layer().close(ignored);
        });
        wire->async_handshake(asio::ssl::stream_base::server,
                              [self = weak_from_this(), wire, timer, counted](error_code ec) {
                                  timer->cancel();
                                  auto const server = self.lock();
                                  if (ec || !server) return;
                                  server->tell_(std::make_shared<WireStream<TlsWire>>(
                                      std::move(*wire), server->options_.waiting_max, counted));
                              });
    }

    tcp::acceptor acceptor_;
    asio::steady_timer again_;
    StreamServerOptions options_;
    TlsContext tls_;
    Accept tell_;
    std::shared_ptr<std::size_t> open_;
};

/// Callbacks hold the acceptor weakly, so that whoever listens may let go at any time.
class Held final : public StreamServer {
  public:
    explicit Held(std::shared_ptr<Acceptor> acceptor) : acceptor_(std::move(acceptor)) {}
    ~Held() override { acceptor_->stop_accepting(); }
    std::string address() const override { return acceptor_->address(); }
    void stop_accepting() override { acceptor_->stop_accepting(); }

  private:
    std::shared_ptr<Acceptor> acceptor_;
};

} // namespace

Result<std::unique_ptr<StreamServer>> StreamServer::listen(Loop& loop, std::string const& address,
                                                           StreamServerOptions options,
                                                           Accept accept) {
    auto tls = context_of(options);
    if (!tls) return fail(tls.error());
    auto acceptor = listening_on(loop.impl().io, address);
    if (!acceptor) return fail(acceptor.error());
    auto const server = std::make_shared<Acceptor>(std::move(*acceptor), std::move(options),
                                                   std::move(*tls), std::move(accept));
    server->accept();
    return std::make_unique<Held>(server);
}

} // namespace haatline::gateway
