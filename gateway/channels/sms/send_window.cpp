#include "gateway/channels/sms/send_window.hpp"

#include <algorithm>
#include <limits>

namespace haatline::gateway {
namespace {

using std::chrono::nanoseconds;

/// Longer than answers take; a second push within it tells nothing new.
constexpr nanoseconds one_push = std::chrono::milliseconds(500);

} // namespace

SendWindow::SendWindow(std::size_t most) : most_(std::max<std::size_t>(most, 1)), size_(most_) {}

void SendWindow::went_well() {
    if (size_ == most_ || ++went_well_ < size_) return;
    went_well_ = 0;
    ++size_;
}

void SendWindow::pushed_back(nanoseconds now) {
    if (halved_at_.count() >= 0 && now - halved_at_ < one_push) return;
    halved_at_ = now;
    went_well_ = 0;
    size_ = std::max<std::size_t>(size_ / 2, 1);
}

SendRate::SendRate(std::uint32_t per_s, std::size_t at_once) {
    if (per_s == 0) return;
    interval_ = nanoseconds(1'000'000'000 / per_s);
    at_once_ = interval_ * static_cast<std::int64_t>(std::max<std::size_t>(per_s, at_once));
}

std::size_t SendRate::free(nanoseconds now) const {
    if (interval_.count() == 0) return std::numeric_limits<std::size_t>::max();
    auto const ahead = std::max(paid_until_ - now, nanoseconds(0));
    return ahead >= at_once_ ? 0 : static_cast<std::size_t>((at_once_ - ahead) / interval_);
}

nanoseconds SendRate::wait(std::size_t count, nanoseconds now) const {
    if (free(now) >= count) return nanoseconds(0);
    auto const owed = paid_until_ + interval_ * static_cast<std::int64_t>(count) - at_once_;
    return std::max(owed - now, nanoseconds(1));
}

void SendRate::take(std::size_t count, nanoseconds now) {
    if (interval_.count() == 0) return;
    paid_until_ = std::max(paid_until_, now) + interval_ * static_cast<std::int64_t>(count);
}

} // namespace haatline::gateway
