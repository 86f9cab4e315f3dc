#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

namespace haatline::gateway {

/// Turns between their callback and their reply, oldest first: who waits too long is found without
/// looking at the others.
class TurnsInWork {
  public:
    struct Entry {
        std::uint64_t number = 0; ///< of the phone; 0: over
        std::chrono::nanoseconds taken{};
    };

    /// @returns the serial that `end` wants.
    std::uint64_t begin(std::uint64_t number, std::chrono::nanoseconds now) {
        entries_.push_back({number, now});
        return first_ + entries_.size() - 1;
    }
    /// One that is over already may be ended again.
    void end(std::uint64_t serial) {
        if (serial < first_) return;
        entries_[serial - first_].number = 0;
        while (!entries_.empty() && entries_.front().number == 0) {
            entries_.pop_front();
            ++first_;
        }
    }
    /// Null when there is none.
    Entry const* oldest() const { return entries_.empty() ? nullptr : &entries_.front(); }
    std::uint64_t oldest_serial() const { return first_; }

  private:
    std::deque<Entry> entries_;
    std::uint64_t first_ = 1;
};

} // namespace haatline::gateway
