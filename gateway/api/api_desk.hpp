#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace haatline::gateway {

/// Two threads for what takes its time on the disk: short transactions of the desk, and counting an
/// audience. Bounded; what came of it goes back to the loop.
class ApiDesk {
  public:
    using Back = std::function<void()>;
    using Work = std::function<Back()>;
    explicit ApiDesk(std::function<void(Back)> post);
    ~ApiDesk();
    ApiDesk(ApiDesk const&) = delete;
    ApiDesk& operator=(ApiDesk const&) = delete;

    /// False: too much waits already, nothing was taken.
    bool take(Work work);
    static constexpr std::size_t waiting_most = 64;

  private:
    void run();

    std::function<void(Back)> post_;
    std::mutex mutex_;
    std::condition_variable something_;
    std::deque<Work> waiting_; // guarded by mutex_
    bool stopping_ = false;    // guarded by mutex_
    std::vector<std::thread> threads_;
};

} // namespace haatline::gateway
