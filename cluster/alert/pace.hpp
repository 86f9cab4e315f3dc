#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace haatline::alerts {

/// How many messages of one alert may be made ready now: at most `per_second` on average, and no more
/// than a second's worth at once, so that a pause is not caught up.
class Pace {
  public:
    explicit Pace(std::uint32_t per_second = 0) : per_second_(per_second) {}
    /// No limit: `most`.
    std::size_t ready(std::chrono::nanoseconds now, std::size_t most);
    void spent(std::size_t messages);
    std::uint32_t per_second() const { return per_second_; }

  private:
    std::uint32_t per_second_;
    double tokens_ = 0;
    std::chrono::nanoseconds last_{-1};
};

} // namespace haatline::alerts
