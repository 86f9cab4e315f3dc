#pragma once

#include "gateway/net/http_session.hpp"
#include "gateway/net/loop_impl.hpp"

#include <boost/asio/steady_timer.hpp>

#include <array>
#include <vector>

namespace haatline::gateway {

/// The server behind `HttpServer::listen`: accepts, keeps the list of connections, sweeps it for
/// deadlines.
class BeastServer final : public HttpServer {
  public:
    BeastServer(Loop& loop, boost::asio::ip::tcp::acceptor acceptor, HttpLimits limits,
                HttpHandler handler);
    ~BeastServer() override;

    void start();
    std::string address() const override;
    void stop_accepting() override;
    void drain() override;
    HttpCounters const& counters() const override { return count; }

    // For the sessions:
    std::uint64_t deadline_in(std::chrono::milliseconds time) const;
    void gone(HttpSession& session);
    bool draining() const { return draining_; }

    HttpLimits const limits;
    HttpHandler const handler;
    HttpCounters count;
    /// One read of any connection lands here first; only what is left over is copied. Big enough
    /// for a whole request.
    std::array<char, 32 * 1024> scratch;
    std::string head; ///< status line and headers of the reply being written

  private:
    void accept();
    void admit(boost::asio::ip::tcp::socket socket);
    void sweep();

    boost::asio::ip::tcp::acceptor acceptor_;
    boost::asio::steady_timer sweeper_;
    std::shared_ptr<BeastServer*>
        self_; ///< emptied by the destructor: handlers that outlive us find nothing
    std::vector<std::shared_ptr<HttpSession>> sessions_;
    std::chrono::milliseconds tick_length_;
    std::uint64_t tick_ = 0;
    std::size_t turned_away_ = 0;
    bool accept_again_ = false; ///< accepting failed (no descriptors): the sweep tries again
    bool draining_ = false;
};

} // namespace haatline::gateway
