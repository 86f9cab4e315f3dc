#pragma once

#include "base/world.hpp"

#include <optional>
#include <vector>

namespace haatline::gateway {

/// Notices when somebody set the machine's clock: the wall clock went another way than the steady
/// one. What was remembered before is then moved along, so that no dialogue grows a year old in a
/// second and none comes from the future.
class ClockWatch {
  public:
    /// How far the clock was set since the last look; 0 when only time passed.
    Millis set_by(TimePoint wall, std::chrono::nanoseconds steady);

    /// `then`, read from the disk, on the clock as it runs now. Exact after a jump forward; after one
    /// back, what would lie in the future is now.
    TimePoint corrected(TimePoint then) const;

  private:
    struct Jump {
        TimePoint before; ///< what the clock said when it was set
        Millis by;
    };
    std::optional<TimePoint> wall_;
    std::chrono::nanoseconds steady_{};
    std::vector<Jump> jumps_; ///< forward ones, newest last
};

} // namespace haatline::gateway
