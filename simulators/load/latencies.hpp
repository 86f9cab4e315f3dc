#pragma once

#include <array>
#include <chrono>
#include <cstdint>

namespace haatline::simulators {

/// Durations counted in classes whose width grows with the value (as HDR histograms do): under
/// 0.8 % of error from a microsecond to an hour, in 30 KiB, without keeping each one.
class Latencies {
  public:
    void add(std::chrono::nanoseconds latency);
    void add(Latencies const& other);

    std::uint64_t count() const { return count_; }
    /// What `share` (0.99) of them did not exceed; 0 when there are none. The greatest is exact.
    std::chrono::nanoseconds at(double share) const;
    std::chrono::nanoseconds max() const { return max_; }
    std::uint64_t over(std::chrono::nanoseconds bound) const; ///< how many were longer

  private:
    static constexpr unsigned fine_bits = 7; ///< classes an octave: 128
    static constexpr unsigned octaves = 32;  ///< above the first: to 2^39 µs/…, far past an hour
    static constexpr std::size_t classes = (octaves + 1) << fine_bits;

    static std::size_t class_of(std::uint64_t micros);
    static std::uint64_t top_of(std::size_t index); ///< greatest value of a class

    std::array<std::uint64_t, classes> counts_{};
    std::uint64_t count_ = 0;
    std::chrono::nanoseconds max_{};
};

} // namespace haatline::simulators
