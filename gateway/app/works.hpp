#pragma once

#include "gateway/app/asker.hpp"
#include "gateway/net/loop.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace haatline::gateway {

/// What moves a house: its loop, its threads, its disk. `serve` takes `works_of` a loop; a simulated
/// world (simulators/world) brings its own, where one scheduler decides what happens when.
class Works {
  public:
    virtual ~Works() = default;
    /// Runs `work` on the loop's thread, after what was posted before. From any thread.
    virtual void post(std::function<void()> work) = 0;
    virtual Result<std::unique_ptr<storage::Store>> open_store(std::string const& dir,
                                                               World& world) = 0;
    /// Whoever puts questions to these readers; brings answers back by `post`.
    virtual std::unique_ptr<Asker> asker(std::vector<std::unique_ptr<storage::Reader>> readers) = 0;
};

/// A loop, a thread a reader, and the store with its own threads.
std::unique_ptr<Works> works_of(Loop& loop);

} // namespace haatline::gateway
