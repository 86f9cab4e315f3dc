#pragma once

#include "base/result.hpp"
#include "base/world.hpp"
#include "simulators/load/latencies.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace haatline::simulators {

/// How long the disk itself takes: on a thread of its own, 4 KiB appended to a file and fdatasync,
/// again and again. What a gateway's stall is measured against.
class DiskProbe {
  public:
    /// The file is made in `folder` and has no name any more once it is open.
    /// `pause`: between two of them, so that a probe beside a gateway takes little of its disk.
    /// @fails Errc::unavailable naming the folder.
    static Result<std::unique_ptr<DiskProbe>> start(std::string const& folder, World& world,
                                                    std::chrono::milliseconds pause);
    ~DiskProbe();

    /// Ends it and gives what was measured. @fails Errc::unavailable when the disk refused.
    Result<Latencies> stop();

  private:
    DiskProbe(int file, World& world, std::chrono::milliseconds pause);
    void run();

    int file_;
    World& world_;
    std::chrono::milliseconds pause_;
    Latencies latencies_;
    std::string fault_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace haatline::simulators
