#include "cluster/alert/when.hpp"

#include "cluster/allowance.hpp"

#include <fmt/format.h>

namespace haatline::alerts {
namespace {

using std::chrono::minutes;

/// Exactly `digits` digits off the head of `text`.
std::optional<int> number(std::string_view& text, std::size_t digits) {
    if (text.size() < digits) return std::nullopt;
    int out = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        if (text[i] < '0' || text[i] > '9') return std::nullopt;
        out = out * 10 + (text[i] - '0');
    }
    text.remove_prefix(digits);
    return out;
}

bool eat(std::string_view& text, std::string_view any) {
    if (text.empty() || any.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

/// What is left behind date and time: nothing is India's clock.
std::optional<minutes> zone(std::string_view text) {
    if (text.empty()) return callers::indian_time;
    if (text == "Z" || text == "z") return minutes(0);
    bool const behind = text.front() == '-';
    if (!eat(text, "+-")) return std::nullopt;
    auto const hour = number(text, 2);
    if (!hour || !eat(text, ":")) return std::nullopt;
    auto const minute = number(text, 2);
    if (!minute || !text.empty() || *hour > 14 || *minute > 59) return std::nullopt;
    auto const ahead = minutes(*hour * 60 + *minute);
    return behind ? -ahead : ahead;
}

struct Parts {
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<std::chrono::seconds> time;
};
Parts parts(TimePoint at) {
    auto const local = std::chrono::floor<std::chrono::seconds>(at + callers::indian_time);
    auto const day = std::chrono::floor<std::chrono::days>(local);
    return {std::chrono::year_month_day(day), std::chrono::hh_mm_ss(local - day)};
}

} // namespace

std::optional<TimePoint> when_named(std::string_view text) {
    auto const year = number(text, 4);
    if (!year || !eat(text, "-")) return std::nullopt;
    auto const month = number(text, 2);
    if (!month || !eat(text, "-")) return std::nullopt;
    auto const day = number(text, 2);
    if (!day || !eat(text, "T ")) return std::nullopt;
    auto const hour = number(text, 2);
    if (!hour || !eat(text, ":")) return std::nullopt;
    auto const minute = number(text, 2);
    if (!minute) return std::nullopt;
    int second = 0;
    if (eat(text, ":")) {
        auto const given = number(text, 2);
        if (!given) return std::nullopt;
        second = *given;
    }
    std::chrono::year_month_day const date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    auto const ahead = zone(text);
    if (!date.ok() || !ahead || *hour > 23 || *minute > 59 || second > 59) return std::nullopt;
    return TimePoint(std::chrono::sys_days(date)) + std::chrono::hours(*hour) + minutes(*minute) +
           std::chrono::seconds(second) - *ahead;
}

std::string when_text(TimePoint at) {
    auto const [date, time] = parts(at);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+05:30", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string when_on_the_wall(TimePoint at) {
    auto const [date, time] = parts(at);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count());
}

} // namespace haatline::alerts
