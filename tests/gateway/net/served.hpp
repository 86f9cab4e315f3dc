#pragma once

#include "base/world.hpp"
#include "gateway/net/loop.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <thread>

namespace haatline::gateway::test {

using namespace std::chrono_literals;

/// "POST /path?query|content type|body|forwarded" — a request as one text.
inline std::string shown(RawRequest const& request) {
    return request.method + ' ' + request.path + '?' + request.query + '|' + request.content_type +
           '|' + request.body + '|' + request.forwarded_for;
}

inline RawReply saying(std::string body) {
    RawReply out;
    out.content_type = "text/plain";
    out.body = std::move(body);
    return out;
}

/// Answers with the request itself, at once.
inline void echo(RawRequest request, std::function<void(RawReply)> done) {
    done(saying(shown(request)));
}

/// A server on a free port, its loop on a thread of its own, gone at the end of the test.
class Served {
  public:
    explicit Served(HttpHandler handler = echo, HttpLimits limits = {}) {
        server_ = HttpServer::listen(loop_, "127.0.0.1:0", limits, std::move(handler)).value();
        address_ = server_->address();
        thread_ = std::thread([this] { loop_.run(); });
    }
    ~Served() {
        on_loop([this] { server_.reset(); });
        loop_.stop();
        thread_.join();
    }

    /// Does `work` on the loop's thread and waits for it.
    void on_loop(std::function<void()> work) {
        std::promise<void> done;
        loop_.post([&] {
            work();
            done.set_value();
        });
        done.get_future().wait();
    }
    HttpCounters counters() {
        HttpCounters out;
        on_loop([&] { out = server_->counters(); });
        return out;
    }
    /// Waits until the counters are as told; false after ten seconds.
    bool comes_true(std::function<bool(HttpCounters const&)> const& told) {
        std::promise<bool> done;
        auto const until = system_world().clock.steady() + 10s;
        std::function<void()> look = [&] {
            if (told(server_->counters())) return done.set_value(true);
            if (system_world().clock.steady() > until) return done.set_value(false);
            loop_.after(2ms, look);
        };
        loop_.post(look);
        return done.get_future().get();
    }

    HttpServer& server() { return *server_; }
    Loop& loop() { return loop_; }
    std::string const& address() const { return address_; }
    std::string url() const { return "http://" + address_; }
    unsigned short port() const {
        return static_cast<unsigned short>(std::stoul(address_.substr(address_.rfind(':') + 1)));
    }

  private:
    Loop loop_;
    std::unique_ptr<HttpServer> server_;
    std::string address_;
    std::thread thread_;
};

/// A handler that keeps requests until the test answers them.
class Held {
  public:
    struct Waiting {
        RawRequest request;
        std::function<void(RawReply)> done;
    };

    HttpHandler handler() {
        return [this](RawRequest request, std::function<void(RawReply)> done) {
            std::lock_guard const lock(mutex_);
            waiting_.push_back({std::move(request), std::move(done)});
            came_.notify_all();
        };
    }
    /// The next request that came; waits for it.
    Waiting next() {
        std::unique_lock lock(mutex_);
        if (!came_.wait_for(lock, 10s, [this] { return !waiting_.empty(); }))
            throw std::runtime_error("no request came");
        auto out = std::move(waiting_.front());
        waiting_.pop_front();
        return out;
    }
    std::size_t size() {
        std::lock_guard const lock(mutex_);
        return waiting_.size();
    }

  private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::deque<Waiting> waiting_;
};

} // namespace haatline::gateway::test
