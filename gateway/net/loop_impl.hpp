#pragma once

#include "gateway/net/loop.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <functional>
#include <map>

namespace haatline::gateway {

/// What the sockets of this folder share. Included by gateway/net only.
struct Loop::Impl {
    // One thread runs it: the hint lets Asio leave out locks between threads that do not exist;
    // post() stays safe.
    boost::asio::io_context io{1};
    boost::asio::signal_set terminate{io};
    boost::asio::signal_set reload{io};

    using Instant = std::chrono::steady_clock::time_point;
    boost::asio::steady_timer timer{io}; ///< one for all: set to the earliest of `due`
    std::multimap<Instant, std::function<void()>> due;

    void wait_for(boost::asio::signal_set& signals, std::shared_ptr<std::function<void()>> act);
    void add(Instant at, std::function<void()> work);
    void wake_at(Instant at);
    void run_due();
};

} // namespace haatline::gateway
