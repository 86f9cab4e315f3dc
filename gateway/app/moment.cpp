#include "gateway/app/moment.hpp"

#include "cluster/allowance.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace haatline::gateway {
namespace {

struct Parts {
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<std::chrono::seconds> time;
};

Parts parts(TimePoint at) {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(at);
    auto const day = std::chrono::floor<std::chrono::days>(seconds);
    return {std::chrono::year_month_day(day), std::chrono::hh_mm_ss(seconds - day)};
}

std::string written(TimePoint at, char between, bool seconds) {
    auto const [date, time] = parts(at);
    auto out = fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}", static_cast<int>(date.year()),
                           static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                           between, time.hours().count(), time.minutes().count());
    if (seconds) out += fmt::format(":{:02}", time.seconds().count());
    return out;
}

/// Digits from `at` on, exactly `count`.
std::optional<int> number(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    if (at + count > text.size()) return std::nullopt;
    auto const* end = text.data() + at + count;
    auto const read = std::from_chars(text.data() + at, end, value);
    if (read.ec != std::errc() || read.ptr != end || value < 0) return std::nullopt;
    return value;
}

std::optional<Millis> time_of_day(std::string_view text) {
    auto const hour = number(text, 0, 2), minute = number(text, 3, 2);
    if (!hour || !minute || *hour > 23 || *minute > 59 || text[2] != ':') return std::nullopt;
    int second = 0;
    if (text.size() == 8 && text[5] == ':') {
        auto const read = number(text, 6, 2);
        if (!read || *read > 59) return std::nullopt;
        second = *read;
    } else if (text.size() != 5) {
        return std::nullopt;
    }
    return std::chrono::hours(*hour) + std::chrono::minutes(*minute) + std::chrono::seconds(second);
}

std::optional<TimePoint> on_a_day(std::string_view text) {
    auto const year = number(text, 0, 4), month = number(text, 5, 2), day = number(text, 8, 2);
    if (!year || !month || !day || text[4] != '-' || text[7] != '-') return std::nullopt;
    std::chrono::year_month_day const date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    TimePoint const midnight = std::chrono::sys_days(date);
    if (text.size() == 10) return midnight - callers::indian_time;
    bool const utc = text.back() == 'Z';
    auto const time = time_of_day(text.substr(11, text.size() - 11 - (utc ? 1 : 0)));
    if (!time || (text[10] != 'T' && text[10] != ' ')) return std::nullopt;
    return midnight + *time - (utc ? Millis(0) : Millis(callers::indian_time));
}

std::optional<TimePoint> ago(std::string_view text, TimePoint now) {
    if (text.size() < 2 || text.size() > 6) return std::nullopt;
    auto const count = number(text, 0, text.size() - 1);
    if (!count) return std::nullopt;
    if (text.back() == 'd') return now - std::chrono::days(*count);
    if (text.back() == 'h') return now - std::chrono::hours(*count);
    return std::nullopt;
}

} // namespace

std::string on_the_wall(TimePoint at) { return written(at + callers::indian_time, ' ', false); }
std::string in_india(TimePoint at) {
    return written(at + callers::indian_time, ' ', true) + " IST";
}
std::string in_utc(TimePoint at) { return written(at, 'T', true) + "Z"; }

Result<TimePoint> parse_moment(std::string_view text, TimePoint now) {
    if (auto const day = on_a_day(text)) return *day;
    if (auto const before = ago(text, now)) return *before;
    return fail(Errc::bad_request, "a time is 2026-11-22 or 2026-11-22T15:30 (in India), "
                                   "2026-11-22T10:00Z, or so long ago: 7d, 12h");
}

} // namespace haatline::gateway
