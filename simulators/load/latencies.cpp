#include "simulators/load/latencies.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace haatline::simulators {
namespace {

std::uint64_t micros_of(std::chrono::nanoseconds latency) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, latency.count() / 1000));
}

} // namespace

std::size_t Latencies::class_of(std::uint64_t micros) {
    constexpr std::uint64_t fine = 1ULL << fine_bits;
    if (micros < fine) return static_cast<std::size_t>(micros);
    auto const shift = static_cast<unsigned>(std::bit_width(micros)) - fine_bits - 1;
    auto const octave = std::min(shift, octaves - 1);
    auto const within = std::min((micros >> octave) - fine, fine - 1);
    return static_cast<std::size_t>(((octave + 1) << fine_bits) + within);
}

std::uint64_t Latencies::top_of(std::size_t index) {
    constexpr std::uint64_t fine = 1ULL << fine_bits;
    if (index < fine) return index;
    auto const octave = (index >> fine_bits) - 1;
    auto const within = (index & (fine - 1)) + fine;
    return ((within + 1) << octave) - 1;
}

void Latencies::add(std::chrono::nanoseconds latency) {
    ++counts_[class_of(micros_of(latency))];
    ++count_;
    max_ = std::max(max_, latency);
}

void Latencies::add(Latencies const& other) {
    for (std::size_t i = 0; i < classes; ++i) counts_[i] += other.counts_[i];
    count_ += other.count_;
    max_ = std::max(max_, other.max_);
}

std::chrono::nanoseconds Latencies::at(double share) const {
    auto const wanted = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < classes && count_ > 0; ++i) {
        seen += counts_[i];
        if (seen >= wanted && seen > 0)
            return std::min<std::chrono::nanoseconds>(max_, std::chrono::microseconds(top_of(i)));
    }
    return max_;
}

std::uint64_t Latencies::over(std::chrono::nanoseconds bound) const {
    std::uint64_t out = 0;
    for (std::size_t i = class_of(micros_of(bound)) + 1; i < classes; ++i) out += counts_[i];
    return out;
}

} // namespace haatline::simulators
