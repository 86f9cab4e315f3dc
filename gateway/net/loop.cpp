#include "gateway/net/loop.hpp"

#include "gateway/net/loop_impl.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <csignal>

namespace haatline::gateway {
namespace asio = boost::asio;

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
    auto timer = std::make_unique<asio::steady_timer>(impl_->io, delay);
    auto& waits = *timer;
    waits.async_wait(
        [timer = std::move(timer), work = std::move(work)](boost::system::error_code ec) {
            if (!ec) work();
        });
}

} // namespace haatline::gateway
