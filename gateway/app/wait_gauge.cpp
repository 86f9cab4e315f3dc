#include "gateway/app/wait_gauge.hpp"

#include <algorithm>

namespace haatline::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

/// The loop handles a callback in some 15 µs: a line of 20 ms is a thousand of them.
constexpr nanoseconds line_long = milliseconds(20);
/// So long it must stand to be more than a burst, as in CoDel (RFC 8289: 100 ms, for round trips of the
/// Internet; our bursts are a disk's stalls). Once it stood, it need not wait again for a while.
constexpr nanoseconds stands_after = milliseconds(500), remembered = milliseconds(5'000);
constexpr unsigned looks_min = 5; ///< a loop that stood still itself is looked at once
/// Of the latest turns: those of a commit or two.
constexpr auto of_latest = 64;

} // namespace

void Standing::look(nanoseconds now, bool there) {
    if (stands_) stood_at_ = now;
    if (!there) {
        looks_ = 0;
        stands_ = false;
        return;
    }
    if (looks_++ == 0) since_ = now;
    bool const lately = stood_ && now - stood_at_ < remembered;
    stands_ = stands_ || lately || (looks_ >= looks_min && now - since_ >= stands_after);
    stood_ = stood_ || stands_;
}

void WaitGauge::began(nanoseconds now) {
    if (in_work_++ == 0) moved_ = now;
}

void WaitGauge::ended(nanoseconds now, nanoseconds took, bool moved) {
    --in_work_;
    if (moved) {
        moved_ = now;
        took_ += (took - took_) / of_latest;
    }
    if (in_work_ == 0) took_ = {};
}

nanoseconds WaitGauge::house(nanoseconds now) const {
    return in_work_ == 0 ? nanoseconds{} : std::max(took_, now - moved_);
}

void WaitGauge::looked(nanoseconds now, nanoseconds waited) {
    line_ = waited;
    line_stands_.look(now, waited > line_long);
    crowd_stands_.look(now, in_work_ > crowd_);
}

} // namespace haatline::gateway
