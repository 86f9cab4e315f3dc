#pragma once

#include "base/result.hpp"
#include "gateway/net/http.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace haatline::gateway {

/// The one I/O thread's event loop, without Asio in anybody's sight.
class Loop {
  public:
    Loop();
    ~Loop();
    /// Runs until `stop`. SIGTERM and SIGINT call `on_terminate`, SIGHUP calls `on_reload`, both on
    /// the loop's thread.
    void run();
    void stop();
    void on_terminate(std::function<void()> act);
    void on_reload(std::function<void()> act);
    /// From any thread: run `work` on the loop.
    void post(std::function<void()> work);
    /// Runs `work` on the loop's thread after `delay`, never sooner, in the order it falls due. To be called there too, or
    /// before `run`. Cannot be cancelled; capture a weak_ptr.
    void after(std::chrono::nanoseconds delay, std::function<void()> work);
    /// The same at the next whole millisecond of the steady clock: ten thousand a second that fall due cost a thousand
    /// wakings.
    void after_about(std::chrono::nanoseconds delay, std::function<void()> work);

    struct Impl;
    Impl& impl() { return *impl_; }

  private:
    std::unique_ptr<Impl> impl_;
};

/// HTTP/1.1 with keep-alive and pipelined requests answered in order. Limits sit on the parser.
class HttpServer {
  public:
    /// `address`: "127.0.0.1:8080", "[::1]:8080"; port 0 takes a free one.
    /// @fails Errc::invalid_config when the address cannot be parsed or bound; the detail says why.
    static Result<std::unique_ptr<HttpServer>> listen(Loop& loop, std::string const& address,
                                                      HttpLimits limits, HttpHandler handler);
    virtual ~HttpServer() = default;
    virtual std::string address() const = 0; ///< as bound, e.g. "127.0.0.1:8080"
    virtual void stop_accepting() = 0;
    /// Closes idle connections; those with a request in work close after their reply.
    virtual void drain() = 0;
    virtual HttpCounters const& counters() const = 0;
};

} // namespace haatline::gateway
