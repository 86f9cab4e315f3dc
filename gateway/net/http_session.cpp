#include "gateway/net/http_session.hpp"

#include "base/limits.hpp"
#include "gateway/net/http_server.hpp"

#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace haatline::gateway {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
namespace {

/// After an answer that ends a connection we read on for a moment: closing with unread bytes would
/// send a reset that can destroy the answer on its way (RFC 9112 §9.6).
constexpr auto linger_time = std::chrono::seconds(2);
constexpr std::size_t linger_bytes = 4 * 1024 * 1024;

std::string peer_text(tcp::socket const& socket) {
    error_code ec;
    auto const address = socket.remote_endpoint(ec).address();
    if (ec) return {};
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

void write_head(std::string& out, RawReply const& reply, bool keep_alive, bool old_client) {
    auto const reason =
        boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(reply.status));
    out.clear();
    auto const add = [&](std::string_view text) { out.append(text); };
    std::array<char, 24> digits;
    auto const number = [&](std::size_t value) {
        add({digits.data(),
             static_cast<std::size_t>(fmt::format_to(digits.data(), "{}", value) - digits.data())});
    };
    add("HTTP/1.1 ");
    number(reply.status);
    add(" ");
    add({reason.data(), reason.size()});
    if (!reply.body.empty()) {
        add("\r\nContent-Type: ");
        add(reply.content_type);
    }
    for (auto const& [name, value] : reply.headers) {
        add("\r\n");
        add(name);
        add(": ");
        add(value);
    }
    if (!keep_alive)
        add("\r\nConnection: close");
    else if (old_client)
        add("\r\nConnection: keep-alive");
    add("\r\nContent-Length: ");
    number(reply.body.size());
    add("\r\n\r\n");
}

} // namespace

HttpSession::HttpSession(BeastServer& server, tcp::socket socket)
    : socket_(std::move(socket)), server_(&server), peer_(peer_text(socket_)) {}

void HttpSession::start() {
    deadline_ = server_->deadline_in(server_->limits.idle_timeout);
    wait_readable();
}

void HttpSession::turn_away() { refuse(503); }

void HttpSession::wait_readable() {
    if (waiting_) return;
    waiting_ = true;
    // Waits without a buffer: two thousand silent connections cost their sockets and little else.
    socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](error_code ec) {
        self->waiting_ = false;
        if (self->state_ == State::closed) return;
        if (ec) return self->close();
        if (self->state_ == State::idle || self->state_ == State::reading)
            self->on_readable();
        else if (self->state_ == State::lingering)
            self->discard();
    });
}

void HttpSession::on_readable() {
    error_code ec;
    auto const count = socket_.read_some(asio::buffer(server_->scratch), ec);
    if (ec == asio::error::would_block) return wait_readable();
    if (ec) { // the client is done, or gone; half a request has no answer
        if (state_ == State::reading) ++server_->count.bad_requests;
        return close();
    }
    consume({server_->scratch.data(), count});
}

/// Parses what came and what was held; hands requests on, one after the other.
void HttpSession::consume(std::string_view fresh) {
    consuming_ = true;
    if (!held_.empty()) held_.append(fresh);
    while (state_ == State::idle || state_ == State::reading) {
        std::string_view const input = held_.empty() ? fresh : std::string_view(held_);
        if (input.empty()) break;
        if (!parser_) {
            parser_.emplace(peer_);
            state_ = State::reading;
            deadline_ = server_->deadline_in(server_->limits.header_timeout);
        }
        bool const header_was_done = parser_->is_header_done();
        auto const taken = parser_->take(input);
        auto const left = input.size() - taken;
        if (held_.empty())
            held_.assign(input.substr(taken));
        else
            held_.erase(0, taken);
        fresh = {};
        if (parser_->refusal() != 0) {
            refuse(parser_->refusal());
        } else if (parser_->is_done()) {
            dispatch();
        } else {
            // Only an unfinished line may be left over; a longer one is nobody's honest header or
            // chunk.
            if (left > limits::request_header_bytes) {
                refuse(431);
                break;
            }
            if (!header_was_done && parser_->is_header_done() && parser_->wants_continue()) {
                static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
                error_code ignored; // 25 octets into an empty socket buffer; a client that never
                                    // sees them sends anyway
                socket_.write_some(asio::buffer(go_on), ignored);
            }
            break;
        }
    }
    consuming_ = false;
    if (held_.empty() && held_.capacity() > 64) std::string().swap(held_);
    if (state_ == State::idle && server_->draining()) return linger();
    if (state_ == State::idle || state_ == State::reading) wait_readable();
}

void HttpSession::dispatch() {
    keep_alive_ = parser_->keep_alive();
    old_client_ = (parser_->version() < 11);
    auto request = parser_->request();
    parser_.reset();
    state_ = State::working;
    deadline_ = server_->deadline_in(server_->limits.reply_timeout);
    ++server_->count.requests;
    auto const serial = ++serial_;
    if (std::ranges::find(methods_allowed, request.method) == std::end(methods_allowed)) {
        RawReply reply;
        reply.status = 405;
        reply.headers.emplace_back("Allow", fmt::format("{}", fmt::join(methods_allowed, ", ")));
        return write(std::move(reply));
    }
    server_->handler(std::move(request), [self = shared_from_this(), serial](RawReply reply) {
        self->take_answer(serial, std::move(reply));
    });
}

void HttpSession::take_answer(std::uint64_t serial, RawReply reply) {
    if (state_ == State::working && serial == serial_) return write(std::move(reply));
    if (reply.sent) reply.sent(false); // the client is gone or was told 503 meanwhile
}

void HttpSession::write(RawReply reply) {
    if (server_->draining()) keep_alive_ = false;
    auto& head = server_->head;
    write_head(head, reply, keep_alive_, old_client_);
    state_ = State::writing;
    sent_ = std::move(reply.sent);
    std::array<asio::const_buffer, 2> const parts{asio::buffer(head), asio::buffer(reply.body)};
    error_code ec;
    auto const count = socket_.write_some(parts, ec);
    if (ec && ec != asio::error::would_block) return written(false);
    if (count == head.size() + reply.body.size()) return written(true);
    auto const of_head = std::min(count, head.size());
    unwritten_.assign(head, of_head);
    unwritten_.append(reply.body, count - of_head);
    deadline_ = server_->deadline_in(server_->limits.reply_timeout);
    asio::async_write(socket_, asio::buffer(unwritten_),
                      [self = shared_from_this()](error_code failed, std::size_t) {
                          std::string().swap(self->unwritten_);
                          if (self->state_ == State::writing) self->written(!failed);
                      });
}

void HttpSession::written(bool whole) {
    if (auto const sent = std::move(sent_)) {
        sent_ = nullptr;
        sent(whole);
    }
    if (state_ != State::writing) return; // `sent` may have taken the server down
    if (!whole) {
        ++server_->count.writes_failed;
        return close();
    }
    if (!keep_alive_ || server_->draining()) return linger();
    state_ = State::idle;
    deadline_ = server_->deadline_in(server_->limits.idle_timeout);
    if (!consuming_) consume({});
}

/// Answers a request that cannot be taken, with an empty body, and ends the connection.
void HttpSession::refuse(unsigned status) {
    auto& count = server_->count;
    if (status == 413)
        ++count.too_large;
    else if (status == 408)
        ++count.timeouts;
    else if (status != 503)
        ++count.bad_requests;
    parser_.reset();
    std::string().swap(held_);
    keep_alive_ = false;
    ++serial_; // an answer of the handler comes too late from here on
    RawReply reply;
    reply.status = status;
    write(std::move(reply));
}

void HttpSession::linger() {
    state_ = State::lingering;
    deadline_ = server_->deadline_in(linger_time);
    std::string().swap(held_);
    error_code ec;
    socket_.shutdown(tcp::socket::shutdown_send, ec);
    if (ec) return close();
    discard();
}

void HttpSession::discard() {
    for (;;) {
        error_code ec;
        auto const count = socket_.read_some(asio::buffer(server_->scratch), ec);
        if (ec == asio::error::would_block) return wait_readable();
        discarded_ += count;
        if (ec || discarded_ > linger_bytes) return close();
    }
}

void HttpSession::sweep(std::uint64_t tick) {
    if (tick < deadline_) return;
    switch (state_) {
    case State::reading:
        return refuse(408);
    case State::working:
        ++server_->count.timeouts;
        return refuse(503);
    case State::writing:
        ++server_->count.timeouts;
        [[fallthrough]];
    case State::idle:
    case State::lingering:
        return close();
    case State::closed:
        return;
    }
}

void HttpSession::drain() {
    if (state_ != State::idle) return; // a request on its way in or in work closes after its answer
    on_readable();                     // one that reached the kernel already still gets its answer
    if (state_ == State::idle) close();
}

void HttpSession::close() {
    if (state_ == State::closed) return;
    auto const self = shared_from_this();
    state_ = State::closed;
    parser_.reset();
    error_code ignored;
    socket_.close(ignored);
    if (auto const sent = std::move(sent_)) {
        sent_ = nullptr;
        sent(false);
    }
    if (server_) server_->gone(*this);
    server_ = nullptr;
}

void HttpSession::abandon() {
    server_ = nullptr;
    close();
}

} // namespace haatline::gateway
