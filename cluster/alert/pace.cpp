#include "cluster/alert/pace.hpp"

#include <algorithm>

namespace haatline::alerts {

std::size_t Pace::ready(std::chrono::nanoseconds now, std::size_t most) {
    if (per_second_ == 0) return most;
    double const burst = std::max(1.0, static_cast<double>(per_second_));
    if (last_.count() < 0)
        tokens_ = 1; // the first goes at once
    else
        tokens_ = std::min(burst, tokens_ + std::chrono::duration<double>(now - last_).count() *
                                                per_second_);
    last_ = now;
    return tokens_ < 1 ? 0 : std::min(most, static_cast<std::size_t>(tokens_));
}

void Pace::spent(std::size_t messages) { tokens_ -= static_cast<double>(messages); }

} // namespace haatline::alerts
