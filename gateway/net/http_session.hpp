#pragma once

#include "gateway/net/request_parser.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace haatline::gateway {

class BeastServer;

/// One connection: reads a request, waits for its answer, writes it, and only then looks at the
/// next, so that pipelined requests are answered in order and nothing is read ahead but what one
/// read brought. While nothing happens it owns no buffer: bytes arrive in the server's scratch,
/// what is left over is held here.
class HttpSession : public std::enable_shared_from_this<HttpSession> {
  public:
    enum class State : std::uint8_t { idle, reading, working, writing, lingering, closed };

    HttpSession(BeastServer& server, boost::asio::ip::tcp::socket socket);

    void start();
    /// Answers 503 and closes: the house is full.
    void turn_away();
    void sweep(std::uint64_t tick);
    void drain();
    /// The server goes: closes the socket and forgets it.
    void abandon();

    std::size_t place = 0; ///< index in the server's list
    bool counted = true;   ///< among the open connections (not one that was turned away)
    State state() const { return state_; }

  private:
    void wait_readable();
    void on_readable();
    void consume(std::string_view fresh);
    void dispatch();
    void take_answer(std::uint64_t serial, RawReply reply);
    void write(RawReply reply);
    void written(bool whole);
    void refuse(unsigned status);
    void linger();
    void discard();
    void close();

    boost::asio::ip::tcp::socket socket_;
    BeastServer* server_;
    std::string peer_;
    std::optional<RequestParser> parser_; ///< lives while a request is being read
    std::string held_;                    ///< bytes read but not used yet
    std::string unwritten_;               ///< what the kernel did not take at once
    std::function<void(bool)> sent_;
    std::uint64_t serial_ =
        0; ///< of the request in work: an answer after its time must not meet the next
    std::uint64_t deadline_ = 0; ///< in ticks of the server's sweep
    std::size_t discarded_ = 0;
    State state_ = State::idle;
    bool waiting_ = false;
    bool consuming_ = false;
    bool keep_alive_ = true;
    bool old_client_ = false; ///< HTTP/1.0: keep-alive must be said
};

} // namespace haatline::gateway
