#pragma once

#include "base/world.hpp"

#include <atomic>

namespace haatline::tests {

/// A clock that stands still until a test moves it. Readable from any thread.
class ManualClock final : public Clock {
  public:
    explicit ManualClock(TimePoint start = TimePoint(Millis(1'790'000'000'000)))
        : now_(start.time_since_epoch().count()) {}
    TimePoint now() const override { return TimePoint(Millis(now_.load())); }
    std::chrono::nanoseconds steady() const override { return Millis(passed_.load()); }
    void pass(Millis time) {
        now_ += time.count();
        passed_ += time.count();
    }
    /// Somebody sets the wall clock; no time passes.
    void set_by(Millis time) { now_ += time.count(); }

  private:
    std::atomic<Millis::rep> now_;
    std::atomic<Millis::rep> passed_{1'000'000};
};

/// The same sequence every time (SplitMix64, public domain constants).
class SeededRandom final : public Random {
  public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() override {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }

  private:
    std::uint64_t state_;
};

struct ManualWorld {
    ManualClock clock;
    SeededRandom random{1};
    World world{clock, random};
};

} // namespace haatline::tests
