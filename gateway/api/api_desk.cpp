#include "gateway/api/api_desk.hpp"

#include <utility>

namespace haatline::gateway {
namespace {

/// One counts an audience, the other still pauses an alert.
constexpr int kThreads = 2;

} // namespace

ApiDesk::ApiDesk(std::function<void(Back)> post) : post_(std::move(post)) {
    for (int i = 0; i < kThreads; ++i) threads_.emplace_back([this] { run(); });
}

ApiDesk::~ApiDesk() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    something_.notify_all();
    for (auto& thread : threads_) thread.join();
}

bool ApiDesk::take(Work work) {
    {
        std::lock_guard const lock(mutex_);
        if (stopping_ || waiting_.size() >= waiting_most) return false;
        waiting_.push_back(std::move(work));
    }
    something_.notify_one();
    return true;
}

void ApiDesk::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        something_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
        if (stopping_) return;
        auto const work = std::move(waiting_.front());
        waiting_.pop_front();
        lock.unlock();
        post_(work());
        lock.lock();
    }
}

} // namespace haatline::gateway
