#include "gateway/net/http_server.hpp"

#include "gateway/net/endpoint.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway {
namespace asio = boost::asio;
using asio::ip::tcp;
namespace {

/// Connections beyond the limit that may still hear "503" at one time; more are closed without a
/// word.
constexpr std::size_t turned_away_max = 256;

} // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::listen(Loop& loop, std::string const& address,
                                                       HttpLimits limits, HttpHandler handler) {
    auto acceptor = listening_on(loop.impl().io, address);
    if (!acceptor) return fail(acceptor.error());
    auto server =
        std::make_unique<BeastServer>(loop, std::move(*acceptor), limits, std::move(handler));
    server->start();
    return server;
}

BeastServer::BeastServer(Loop& loop, tcp::acceptor acceptor, HttpLimits limits_,
                         HttpHandler handler_)
    : limits(limits_), handler(std::move(handler_)), acceptor_(std::move(acceptor)),
      sweeper_(loop.impl().io), self_(std::make_shared<BeastServer*>(this)) {
    // Deadlines are looked at four times within the shortest of them, at most once a second:
    // re-arming a timer twice a request costs about a microsecond, a sweep over ten thousand
    // connections a tenth of a millisecond.
    auto const shortest =
        std::min({limits.header_timeout, limits.idle_timeout, limits.reply_timeout});
    tick_length_ =
        std::clamp(shortest / 4, std::chrono::milliseconds(10), std::chrono::milliseconds(1000));
}

BeastServer::~BeastServer() {
    *self_ = nullptr;
    for (auto const& session : sessions_) session->abandon();
}

void BeastServer::start() {
    accept();
    sweep();
}

std::string BeastServer::address() const {
    boost::system::error_code ec;
    auto const at = acceptor_.local_endpoint(ec);
    if (ec) return {};
    return written(at);
}

void BeastServer::accept() {
    acceptor_.async_accept([self = self_](boost::system::error_code ec, tcp::socket socket) {
        auto* const server = *self;
        if (!server || ec == asio::error::operation_aborted || !server->acceptor_.is_open()) return;
        if (ec) {
            // Out of descriptors or memory: trying at once would spin, the sweep tries again within
            // a second.
            server->accept_again_ = true;
            return;
        }
        server->admit(std::move(socket));
        server->accept();
    });
}

void BeastServer::admit(tcp::socket socket) {
    boost::system::error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.non_blocking(true, ignored);
    bool const full = count.connections_open >= limits.connections;
    ++count.connections_total;
    if (full) {
        ++count.connections_refused;
        if (turned_away_ >= turned_away_max) return;
        ++turned_away_;
    } else {
        ++count.connections_open;
    }
    auto session = std::make_shared<HttpSession>(*this, std::move(socket));
    session->place = sessions_.size();
    session->counted = !full;
    sessions_.push_back(session);
    full ? session->turn_away() : session->start();
}

void BeastServer::gone(HttpSession& session) {
    auto const place = session.place;
    session.counted ? --count.connections_open : --turned_away_;
    std::swap(sessions_[place], sessions_.back());
    sessions_[place]->place = place;
    sessions_.pop_back();
}

std::uint64_t BeastServer::deadline_in(std::chrono::milliseconds time) const {
    return tick_ + static_cast<std::uint64_t>(time / tick_length_) + 1;
}

void BeastServer::sweep() {
    ++tick_;
    for (std::size_t i = sessions_.size(); i-- > 0;) {
        // A session that ends here takes the last one's place, which was looked at already.
        auto const session = sessions_[i];
        session->sweep(tick_);
    }
    if (accept_again_ && acceptor_.is_open()) {
        accept_again_ = false;
        accept();
    }
    sweeper_.expires_after(tick_length_);
    sweeper_.async_wait([self = self_](boost::system::error_code ec) {
        if (!ec && *self) (*self)->sweep();
    });
}

void BeastServer::stop_accepting() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
}

void BeastServer::drain() {
    draining_ = true;
    for (std::size_t i = sessions_.size(); i-- > 0;) {
        auto const session = sessions_[i];
        session->drain();
    }
}

} // namespace haatline::gateway
