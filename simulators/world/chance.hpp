#pragma once

#include "base/world.hpp"

#include <cstddef>
#include <cstdint>

namespace haatline::simulators::world {

/// Chance that repeats itself (SplitMix64, public domain constants).
class Chance final : public Random {
  public:
    explicit Chance(std::uint64_t seed) : state_(seed * 0xD1B54A32D192ED03ULL + 1) {}

    std::uint64_t next() override {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31);
    }
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
    bool percent(unsigned share) { return below(100) < share; }
    Millis between(std::int64_t least_ms, std::int64_t most_ms) {
        return Millis(least_ms + static_cast<std::int64_t>(
                                     below(static_cast<std::size_t>(most_ms - least_ms) + 1)));
    }
    template <class List>
    auto const& one_of(List const& list) {
        return list[below(std::size(list))];
    }

  private:
    std::uint64_t state_;
};

} // namespace haatline::simulators::world
