#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace haatline::gateway {

/// Whether something is there each time one looks, for a while: more comes than can be answered. Once
/// or for a moment it is a stall of the disk or of the machine, which callers hardly notice.
class Standing {
  public:
    void look(std::chrono::nanoseconds now, bool there);
    explicit operator bool() const { return stands_; }

  private:
    std::chrono::nanoseconds since_{};    ///< it is there
    std::chrono::nanoseconds stood_at_{}; ///< last
    unsigned looks_ = 0;                  ///< at which it was there, one after the other
    bool stands_ = false, stood_ = false;
};

/// How long a callback waits now: in line before the loop reads it, and in the house until its step
/// is on the disk. Pure; `now` is a steady clock's.
class WaitGauge {
  public:
    /// @param crowd  more turns in work than this do not share the next two commits.
    explicit WaitGauge(std::size_t crowd) : crowd_(crowd) {}

    void began(std::chrono::nanoseconds now);
    /// @param moved  its step came through: a turn that needed no disk says nothing about the disk.
    void ended(std::chrono::nanoseconds now, std::chrono::nanoseconds took, bool moved);
    /// Something that stood in line behind the callbacks was handled `waited` after it was due.
    /// @param read  requests since the last look: where there are few, it is not for them that it
    /// waited, but for other programs of the machine, and refusing callers would help nobody.
    void looked(std::chrono::nanoseconds now, std::chrono::nanoseconds waited, std::uint64_t read);

    std::size_t in_work() const { return in_work_; }
    std::chrono::nanoseconds line() const { return line_; }
    /// What a turn takes lately, or how long none came through while some wait.
    std::chrono::nanoseconds house(std::chrono::nanoseconds now) const;
    /// Callbacks stand in line or turns before the disk, now here, now there.
    bool standing() const { return static_cast<bool>(standing_); }

  private:
    std::size_t crowd_, in_work_ = 0;
    std::chrono::nanoseconds took_{}, moved_{}, line_{};
    Standing standing_;
};

} // namespace haatline::gateway
