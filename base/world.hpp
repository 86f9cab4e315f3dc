#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace haatline {

using Millis = std::chrono::milliseconds;
/// Wall-clock time in UTC, to the millisecond: what is stored and shown.
using TimePoint = std::chrono::sys_time<Millis>;

class Clock {
  public:
    virtual ~Clock() = default;
    virtual TimePoint now() const = 0;
    /// Never steps back; for windows, deadlines and durations.
    virtual std::chrono::nanoseconds steady() const = 0;
};

class Random {
  public:
    virtual ~Random() = default;
    virtual std::uint64_t next() = 0;
};

/// Time and chance, by the door. Production hands in `system_world()`; a test hands in its own.
struct World {
    Clock& clock;
    Random& random;
};

/// The machine's own clock and chance: the only place that reads them (`base/system.cpp`).
World& system_world();

/// The value of an environment variable, or an empty text.
std::string system_environment(char const* name);

} // namespace haatline
