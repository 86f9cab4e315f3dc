#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace haatline::gateway {

/// How often somebody may come: one turn an `interval`, after a silence `burst` of them at once.
struct Pace {
    std::chrono::nanoseconds interval{}; ///< 0: as often as he likes
    std::uint32_t burst = 1;

    bool bounded() const { return interval.count() > 0; }
    /// @param burst  0: a second's worth.
    static Pace per_second(std::uint32_t turns, std::uint32_t burst = 0);
    static Pace per_minute(std::uint32_t turns, std::uint32_t burst);
};

/// Whoever keeps to a pace, in one number: the moment until which what he took is paid for (the
/// generic cell rate algorithm, ITU-T I.371). Somebody whose moment has passed is as good as new.
class Meter {
  public:
    /// Whether a turn may be taken that leaves `spare` of the burst to others.
    bool fits(Pace const& pace, std::chrono::nanoseconds now, std::uint32_t spare = 0) const;
    void take(Pace const& pace, std::chrono::nanoseconds now);
    std::chrono::nanoseconds paid_until() const { return paid_until_; }

  private:
    std::chrono::nanoseconds paid_until_{};
};

/// A meter a number, in a table that never grows: who is as good as new makes room, and where nobody
/// is, the one who owes least. So a flood from many numbers cannot make a flooding one forgotten.
class NumberMeters {
  public:
    /// @param key  nobody outside may know it, or he could choose numbers that share a place.
    explicit NumberMeters(std::uint64_t key) : key_(key) {}
    /// Takes a turn; false when it does not fit (nothing is taken then).
    bool take(std::uint64_t number, Pace const& pace, std::chrono::nanoseconds now);

  private:
    static constexpr unsigned places_bits = 12; ///< 4096 places of four: 256 KiB once in use
    static constexpr std::size_t ways = 4;
    struct Slot {
        std::uint64_t number = 0;
        Meter meter;
    };

    std::uint64_t key_;
    std::vector<Slot> slots_; ///< made with the first turn
};

} // namespace haatline::gateway
