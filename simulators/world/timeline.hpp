#pragma once

#include "base/world.hpp"

#include <functional>
#include <queue>
#include <string>
#include <vector>

namespace haatline::simulators::world {

/// The world's one scheduler and its clock: nothing happens but what stands here, earliest first,
/// of one moment in the order it was written down.
class Timeline final : public Clock {
  public:
    using What = std::function<void()>;

    void after(Millis delay, What what);
    /// Lets the next thing happen; false when nothing is left.
    bool next();
    bool empty() const { return things_.empty(); }
    /// How long nothing will happen.
    Millis until_next() const { return empty() ? Millis::max() : things_.top().at - passed_; }

    /// The wall clock, which somebody may set; `steady` and the scheduler do not notice.
    TimePoint now() const override { return began + passed_ + set_by_; }
    std::chrono::nanoseconds steady() const override { return passed_; }
    void set_clock(Millis by) { set_by_ += by; }

    Millis passed() const { return passed_; }
    std::string shown() const; ///< "0d 00:01:12.345" since the world began

  private:
    // A morning of 2026 in India, so that a world sees the end of a day.
    static constexpr TimePoint began{Millis(1'790'000'000'000)};
    struct Thing {
        Millis at;
        std::uint64_t order;
        What what;
        bool operator<(Thing const& other) const {
            return at != other.at ? at > other.at : order > other.order;
        }
    };
    std::priority_queue<Thing> things_;
    Millis passed_{0}, set_by_{0};
    std::uint64_t order_ = 0;
};

} // namespace haatline::simulators::world
