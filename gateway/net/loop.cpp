#include "gateway/net/loop.hpp"

#include "base/world.hpp"
#include "gateway/net/loop_impl.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <csignal>

namespace haatline::gateway {
namespace asio = boost::asio;
namespace {

/// As good as never, and no overflow of the clock's nanoseconds.
constexpr std::chrono::nanoseconds kLongest = std::chrono::hours(24 * 365 * 100);

/// The timer's own clock: what waits here waits for the system.
Loop::Impl::Instant now() { return Loop::Impl::Instant(system_world().clock.steady()); }

Loop::Impl::Instant in(std::chrono::nanoseconds delay) {
    return now() + std::clamp(delay, std::chrono::nanoseconds::zero(), kLongest);
}

} // namespace

Loop::Loop() : impl_(std::make_unique<Impl>()) {
    // A peer or a log reader that went away is an error of that write, not the end of the process.
    std::signal(SIGPIPE, SIG_IGN);
}

Loop::~Loop() = default;

void Loop::run() {
    auto const stay = asio::make_work_guard(impl_->io);
    impl_->io.restart();
    impl_->io.run();
}

void Loop::stop() { impl_->io.stop(); }

void Loop::on_terminate(std::function<void()> act) {
    impl_->terminate.add(SIGTERM);
    impl_->terminate.add(SIGINT);
    impl_->wait_for(impl_->terminate, std::make_shared<std::function<void()>>(std::move(act)));
}

void Loop::on_reload(std::function<void()> act) {
    impl_->reload.add(SIGHUP);
    impl_->wait_for(impl_->reload, std::make_shared<std::function<void()>>(std::move(act)));
}

void Loop::Impl::wait_for(asio::signal_set& signals, std::shared_ptr<std::function<void()>> act) {
    signals.async_wait([this, &signals, act](boost::system::error_code ec, int) {
        if (ec) return;
        wait_for(signals, act);
        (*act)();
    });
}

void Loop::post(std::function<void()> work) { asio::post(impl_->io, std::move(work)); }

void Loop::after(std::chrono::nanoseconds delay, std::function<void()> work) {
    impl_->add(in(delay), std::move(work));
}

void Loop::after_about(std::chrono::nanoseconds delay, std::function<void()> work) {
    impl_->add(std::chrono::ceil<std::chrono::milliseconds>(in(delay)), std::move(work));
}

void Loop::Impl::add(Instant at, std::function<void()> work) {
    bool const earliest = due.empty() || at < due.begin()->first;
    due.emplace(at, std::move(work));
    if (earliest) wake_at(at);
}

/// Sets the timer anew: whoever waited for it before hears that he need not.
void Loop::Impl::wake_at(Instant at) {
    timer.expires_at(at);
    timer.async_wait([this](boost::system::error_code ec) {
        if (!ec) run_due();
    });
}

void Loop::Impl::run_due() {
    auto const until = now();
    while (!io.stopped() && !due.empty() && due.begin()->first <= until)
        due.extract(due.begin()).mapped()();
    if (!due.empty()) wake_at(due.begin()->first);
}

} // namespace haatline::gateway
