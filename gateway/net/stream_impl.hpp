#pragma once

#include "gateway/net/endpoint.hpp"
#include "gateway/net/stream.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

/// The connection behind `Stream`, for who accepts and who dials. Included by gateway/net only.
namespace haatline::gateway {

using BareWire = boost::asio::ip::tcp::socket;
using TlsWire = boost::asio::ssl::stream<BareWire>;

inline BareWire& socket_of(BareWire& wire) { return wire; }
inline BareWire& socket_of(TlsWire& wire) { return wire.next_layer(); }

/// Requires a connected wire, in TLS one that has shaken hands.
template <class Wire>
class WireStream final : public Stream, public std::enable_shared_from_this<WireStream<Wire>> {
  public:
    WireStream(Wire wire, std::size_t waiting_max, std::shared_ptr<void> lives_with = {})
        : wire_(std::move(wire)), timer_(wire_.get_executor()), waiting_max_(waiting_max),
          lives_with_(std::move(lives_with)) {
        boost::system::error_code ec;
        auto const at = socket_of(wire_).remote_endpoint(ec);
        if (!ec) peer_ = written(at);
    }

    void begin(Events events) override {
        events_ = std::move(events);
        begun_ = true;
        if (!held_) read();
        if (!waits_.empty()) write();
    }

    bool send(std::string_view octets) override {
        if (!open_ || closing_ || waiting() + octets.size() > waiting_max_) return false;
        waits_ += octets;
        if (!writing_) write();
        return true;
    }

    std::size_t waiting() const override { return waits_.size() + out_.size() - out_at_; }

    void hold(bool held) override {
        held_ = held;
        if (!held && begun_ && !reading_ && open_ && !closing_) read();
    }

    void split(std::size_t octets) override { split_ = octets; }

    void close() override {
        if (std::exchange(closing_, true) || !open_) return;
        if (!writing_) linger();
    }
    void cut() override {
        if (open_) end("cut by us");
    }
    void reset() override {
        if (!open_) return;
        boost::system::error_code ignored;
        // Closing with a linger time of none sends RST instead of FIN.
        socket_of(wire_).set_option(boost::asio::socket_base::linger(true, 0), ignored);
        resets_ = true;
        end("reset by us");
    }
    bool open() const override { return open_ && !closing_; }
    std::string const& peer() const override { return peer_; }

  private:
    void read() {
        reading_ = true;
        wire_.async_read_some(
            boost::asio::buffer(in_),
            [self = this->shared_from_this()](boost::system::error_code ec, std::size_t octets) {
                self->reading_ = false;
                if (self->open_) self->heard(ec, octets);
            });
    }

    void heard(boost::system::error_code ec, std::size_t octets) {
        if (ec && closing_) return end("closed by us");
        if (ec) return end(ec == boost::asio::error::eof ? "closed by the peer" : ec.message());
        if (!closing_ && events_.octets) {
            // A callee may end us, and with us its own function object.
            auto const alive = this->shared_from_this();
            auto const tell = events_.octets;
            tell(std::string_view(in_.data(), octets));
        }
        if (open_ && (!held_ || closing_) && !reading_) read();
    }

    void write() {
        if (out_at_ == out_.size()) {
            out_.clear();
            out_at_ = 0;
            out_.swap(waits_);
        }
        auto const rest = out_.size() - out_at_;
        auto const now = split_ == 0 ? rest : std::min(rest, split_);
        writing_ = true;
        wire_.async_write_some(
            boost::asio::buffer(out_.data() + out_at_, now),
            [self = this->shared_from_this()](boost::system::error_code ec, std::size_t octets) {
                self->writing_ = false;
                if (self->open_) self->wrote(ec, octets);
            });
    }

    void wrote(boost::system::error_code ec, std::size_t octets) {
        if (ec) return end(ec.message());
        out_at_ += octets;
        if (waiting() > 0) return write();
        if (closing_) return linger();
        if (!events_.drained) return;
        auto const alive = this->shared_from_this();
        auto const tell = events_.drained;
        tell();
    }

    /// Says that nothing more comes, and reads and drops what does until the peer has closed too: what it
    /// said meanwhile would turn our end into a reset, and that would take our last words from it.
    void linger() {
        boost::system::error_code ignored;
        socket_of(wire_).shutdown(BareWire::shutdown_send, ignored);
        if (!reading_) read();
        timer_.expires_after(linger_most);
        timer_.async_wait([self = this->shared_from_this()](boost::system::error_code ec) {
            if (!ec && self->open_) self->end("closed by us");
        });
    }

    void end(std::string_view why) {
        timer_.cancel();
        open_ = false;
        boost::system::error_code ignored;
        if (!resets_) socket_of(wire_).shutdown(BareWire::shutdown_both, ignored);
        socket_of(wire_).close(ignored);
        auto const alive = this->shared_from_this();
        auto const events = std::exchange(events_, {});
        if (events.closed) events.closed(why);
    }

    // A peer that does not close is left after this; the reference gives us a second in all.
    static constexpr std::chrono::milliseconds linger_most{500};

    Wire wire_;
    boost::asio::steady_timer timer_;
    std::size_t waiting_max_, split_ = 0;
    std::shared_ptr<void> lives_with_; ///< what the wire refers to: a TLS context
    Events events_;
    std::string peer_, out_, waits_;
    std::size_t out_at_ = 0;
    std::array<char, 16 * 1024> in_;
    bool open_ = true, closing_ = false, held_ = false, begun_ = false, reading_ = false,
         writing_ = false, resets_ = false;
};

} // namespace haatline::gateway
