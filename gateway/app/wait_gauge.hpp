#pragma once

#include <chrono>
#include <cstddef>

namespace haatline::gateway {

/// How long a callback waits now: in line before the loop reads it, and in the house until its step
/// is on the disk. Pure; `now` is a steady clock's.
class WaitGauge {
  public:
    void began(std::chrono::nanoseconds now);
    /// @param moved  its step came through: a turn that needed no disk says nothing about the disk.
    void ended(std::chrono::nanoseconds now, std::chrono::nanoseconds took, bool moved);
    /// Something that stood in line behind the callbacks was handled `waited` after it was due.
    void looked(std::chrono::nanoseconds now, std::chrono::nanoseconds waited);

    std::size_t in_work() const { return in_work_; }
    std::chrono::nanoseconds line() const { return line_; }
    /// What a turn takes lately, or how long none came through while some wait.
    std::chrono::nanoseconds house(std::chrono::nanoseconds now) const;
    /// The line is there each time one looks: more comes than can be answered. One long wait alone
    /// is a stall of the disk or of the machine, which callers hardly notice.
    bool standing() const { return standing_; }

  private:
    std::size_t in_work_ = 0;
    std::chrono::nanoseconds took_{}, moved_{}, line_{};
    std::chrono::nanoseconds short_at_{}; ///< when the line was seen short
    std::chrono::nanoseconds stood_at_{}; ///< when it last stood
    unsigned long_looks_ = 0;             ///< one after the other
    bool standing_ = false, stood_ = false;
};

} // namespace haatline::gateway
