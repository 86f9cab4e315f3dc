#include "cluster/alert/hours.hpp"

#include "cluster/allowance.hpp"

#include <fmt/format.h>

#include <array>

namespace haatline::alerts {
namespace {

constexpr auto kDay = std::chrono::minutes(24 * 60);

/// "09:30" at the head of `text`, taken off it.
std::optional<std::chrono::minutes> taken(std::string_view& text) {
    std::array<int, 4> digits{};
    if (text.size() < 5 || text[2] != ':') return std::nullopt;
    for (std::size_t i = 0, at = 0; i < digits.size(); ++i, ++at) {
        if (at == 2) ++at;
        if (text[at] < '0' || text[at] > '9') return std::nullopt;
        digits[i] = text[at] - '0';
    }
    int const hour = digits[0] * 10 + digits[1], minute = digits[2] * 10 + digits[3];
    if (hour > 24 || minute > 59) return std::nullopt;
    text.remove_prefix(5);
    return std::chrono::minutes(hour * 60 + minute);
}

std::string clock_text(std::chrono::minutes time) {
    return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60);
}

} // namespace

bool Hours::whole() const { return from >= std::chrono::minutes(0) && from < to && to <= kDay; }

bool Hours::hold(TimePoint at) const {
    auto const since = at - callers::day_start(at);
    return since >= from && since < to;
}

TimePoint Hours::next(TimePoint at) const {
    if (hold(at)) return at;
    auto const today = callers::day_start(at);
    return at < today + from ? today + from : today + kDay + from;
}

std::string hours_text(Hours hours) { return clock_text(hours.from) + "-" + clock_text(hours.to); }

std::optional<Hours> hours_named(std::string_view text) {
    auto const from = taken(text);
    if (!from || text.empty() || text.front() != '-') return std::nullopt;
    text.remove_prefix(1);
    auto const to = taken(text);
    Hours const out{*from, to.value_or(std::chrono::minutes(0))};
    return to && text.empty() && out.whole() ? std::optional(out) : std::nullopt;
}

} // namespace haatline::alerts
