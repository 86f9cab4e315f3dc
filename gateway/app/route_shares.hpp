#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

namespace haatline::gateway {

/// Which routes take more than their part of a house that is full: those near the one that takes most.
/// The others are let in until they come near it too, so that the floods share what is left over by
/// whoever asks for little (max-min fairness).
class RouteShares {
  public:
    /// A turn of this route was taken.
    void took(std::size_t route, std::chrono::nanoseconds now);
    /// Clearly less than the largest: under four fifths of it. Alone, nobody is.
    bool below(std::size_t route, std::chrono::nanoseconds now);

  private:
    void age(std::chrono::nanoseconds now);

    std::vector<double> taken_; ///< turns of the last seconds, by route
    std::chrono::nanoseconds aged_{};
};

} // namespace haatline::gateway
