#include "gateway/app/wait_gauge.hpp"

#include <algorithm>

namespace haatline::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

/// The loop handles a callback in some 15 µs: a line of 5 ms is three hundred of them. Long enough that
/// 128 handled in a row are none, and short enough that a provider sees us shed who keeps his own line
/// behind some 300 connections (1,024 of them never made 20 ms).
constexpr nanoseconds line_long = milliseconds(5);
/// Of requests, between two looks 20 ms apart: 800 a second, what the slowest machine can do.
constexpr std::uint64_t line_least = 16;
/// So long it must stand to be more than a burst, as in CoDel (RFC 8289: 100 ms, for round trips of the
/// Internet; our bursts are a disk's stalls). Once it stood, a few looks are enough for a while.
constexpr nanoseconds stands_after = milliseconds(500), remembered = milliseconds(5'000);
/// A loop that stood still itself is looked at once; one that waits its turn for the core, two or three
/// times in a row.
constexpr unsigned looks_min = 5, looks_lately = 4;
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
    stands_ = stands_ || (lately && looks_ >= looks_lately) ||
              (looks_ >= looks_min && now - since_ >= stands_after);
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

void WaitGauge::looked(nanoseconds now, nanoseconds waited, std::uint64_t read) {
    line_ = read >= line_least ? waited : nanoseconds{};
    standing_.look(now, line_ > line_long || in_work_ > crowd_);
}

} // namespace haatline::gateway
