#include "gateway/wire/smpp/window.hpp"

#include <algorithm>
#include <cmath>

namespace haatline::smpp {
namespace {

using namespace std::chrono_literals;

constexpr unsigned kFirst = 10;     ///< window of a new link
constexpr double kShareGain = 0.25; ///< of one window of answers in the share of refusals
constexpr Instant kPauseFirst = 100ms, kPauseMost = 5s;
constexpr Instant kMeasured = 1s;
constexpr double kManyRefused = 0.1; ///< a share of refusals that is no accident
constexpr unsigned kRefusedLeast = 10;
constexpr double kAboveAccepted = 1.1; ///< bound over the rate that was accepted
constexpr double kRecovers = 1.05;     ///< a second
constexpr double kNoBound = 1e6;
constexpr unsigned kCongested = 100, kNearlyCongested = 90;
constexpr double kBurstSeconds = 0.05;

double seconds(Instant span) { return std::chrono::duration<double>(span).count(); }

} // namespace

Window::Window(WindowOptions options, Instant now)
    : options_(options), window_(std::max(1U, std::min(kFirst, options.most))), share_since_(now),
      tokens_(burst(options.rate_per_s)), tokens_at_(now), measured_at_(now) {}

double Window::rate(Instant now) const {
    double const bound =
        bound_ > 0 ? bound_ * std::pow(kRecovers, seconds(now - bound_at_)) : kNoBound;
    double const rate = options_.rate_per_s > 0 ? std::min(options_.rate_per_s, bound) : bound;
    return rate >= kNoBound ? 0 : rate;
}

double Window::burst(double rate) const { return std::max(1.0, rate * kBurstSeconds); }

double Window::tokens(Instant now) const {
    double const rate_now = rate(now);
    return std::min(burst(rate_now), tokens_ + rate_now * seconds(now - tokens_at_));
}

unsigned Window::room(Instant now) const {
    auto const wide = static_cast<unsigned>(window_);
    if (now < paused_until_ || in_flight_ >= wide) return 0;
    unsigned const free = wide - in_flight_;
    if (rate(now) == 0) return free;
    // A hair more, because a time rounded to nanoseconds brings a hair less than one token.
    return std::min(free, static_cast<unsigned>(tokens(now) + 1e-6));
}

void Window::sent(Instant now) {
    ++in_flight_;
    tokens_ = std::max(0.0, tokens(now) - 1);
    tokens_at_ = now;
}

void Window::gone() { in_flight_ -= in_flight_ > 0; }

void Window::count(Instant now, Instant waited, bool refused) {
    ++seen_;
    refused_ += refused;
    ++(refused ? refused_lately_ : accepted_lately_);
    if (now - waited >= share_since_) { // all that was out when it began is answered
        refused_share_ += kShareGain * (static_cast<double>(refused_) / seen_ - refused_share_);
        seen_ = refused_ = 0;
        share_since_ = now;
    }
    measure(now);
}

void Window::measure(Instant now) {
    Instant const span = now - measured_at_;
    if (span < kMeasured) return;
    unsigned const all = accepted_lately_ + refused_lately_;
    if (span < 2 * kMeasured && refused_lately_ >= kRefusedLeast &&
        refused_lately_ >= kManyRefused * all) {
        bound_ = std::max(1.0, kAboveAccepted * accepted_lately_ / seconds(span));
        bound_at_ = now;
        tokens_ = std::min(tokens_, burst(bound_));
    }
    accepted_lately_ = refused_lately_ = 0;
    measured_at_ = now;
}

void Window::answered(Instant now, Instant waited, std::optional<std::uint32_t> congestion) {
    bool const used = 2 * in_flight_ >= static_cast<unsigned>(window_);
    gone();
    count(now, waited, false);
    pause_ = {};
    if (congestion && *congestion >= kCongested) return cut(now, waited);
    if (congestion && *congestion >= kNearlyCongested) return;
    if (used) window_ = std::min<double>(std::max(1U, options_.most), window_ + 1 / window_);
}

void Window::cut(Instant now, Instant waited) {
    if (now - waited <= cut_at_) return; // sent before the last cut: that cut was for it too
    window_ = std::max(1.0, window_ * (1 - refused_share_ / 2));
    cut_at_ = now;
}

void Window::throttled(Instant now, Instant waited, std::uint64_t chance) {
    bool const alone = window_ < 2;
    gone();
    count(now, waited, true);
    cut(now, waited);
    if (!alone || now < paused_until_) return;
    pause_ = std::clamp(2 * pause_, kPauseFirst, kPauseMost);
    // ±25 %, so that links that were refused together do not come back together.
    paused_until_ = now + pause_ * (75 + static_cast<std::int64_t>(chance % 51)) / 100;
}

std::optional<Instant> Window::opens_at(Instant now) const {
    if (room(now) > 0 || in_flight_ >= static_cast<unsigned>(window_)) return std::nullopt;
    if (now < paused_until_) return paused_until_;
    double const missing = std::max(0.0, 1 - tokens(now));
    return now +
           std::chrono::duration_cast<Instant>(std::chrono::duration<double>(missing / rate(now))) +
           1us;
}

} // namespace haatline::smpp
