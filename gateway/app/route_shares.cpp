#include "gateway/app/route_shares.hpp"

#include <algorithm>

namespace haatline::gateway {
namespace {

using std::chrono::nanoseconds;

/// What was taken counts half after each second: long enough for callers to type, short enough that
/// a flood that is over is forgiven soon.
constexpr nanoseconds half_life = std::chrono::seconds(1);
/// Were it all of it, one of two floods would always be let in, and nobody ever refused.
constexpr double clearly = 0.8;

} // namespace

void RouteShares::took(std::size_t route, nanoseconds now) {
    if (route >= taken_.size()) taken_.resize(route + 1);
    age(now);
    taken_[route] += 1;
}

bool RouteShares::below(std::size_t route, nanoseconds now) {
    if (route >= taken_.size()) taken_.resize(route + 1);
    age(now);
    return taken_[route] < clearly * *std::max_element(taken_.begin(), taken_.end());
}

void RouteShares::age(nanoseconds now) {
    if (now - aged_ > 64 * half_life) { // after a long silence: nobody is left
        std::fill(taken_.begin(), taken_.end(), 0);
        aged_ = now;
    }
    for (; now - aged_ >= half_life; aged_ += half_life)
        for (auto& each : taken_) each /= 2;
}

} // namespace haatline::gateway
