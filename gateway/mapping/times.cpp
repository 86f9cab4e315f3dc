#include "gateway/mapping/times.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace haatline::gateway::mapping {
namespace {
using std::chrono::minutes;

struct Zone {
    std::string_view name;
    int minutes_east;
};
constexpr std::array zones{
    Zone{"UTC", 0},
    Zone{"GMT", 0},
    Zone{"IST", 330},
    Zone{"Asia/Kolkata", 330},
    Zone{"Asia/Kuala_Lumpur", 480},
    Zone{"Africa/Lagos", 60},
    Zone{"Africa/Johannesburg", 120},
    Zone{"Africa/Nairobi", 180},
};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Takes `count` digits off `text`.
std::optional<int> number(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int out = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (!is_digit(text[i])) return std::nullopt;
        out = out * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return out;
}

/// "Z", "+05:30", "-0330".
std::optional<minutes> zone_in(std::string_view& text) {
    if (text.starts_with('Z')) {
        text.remove_prefix(1);
        return minutes(0);
    }
    if (text.empty() || (text.front() != '+' && text.front() != '-')) return std::nullopt;
    int const sign = text.front() == '-' ? -1 : 1;
    text.remove_prefix(1);
    auto const hours = number(text, 2);
    if (text.starts_with(':')) text.remove_prefix(1);
    auto const rest = number(text, 2);
    if (!hours || !rest || *hours > 14 || *rest > 59) return std::nullopt;
    return minutes(sign * (*hours * 60 + *rest));
}

struct Parts {
    int year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, millis = 0;
    bool afternoon = false, twelve = false;
    minutes zone{};
};

/// A fraction of any length, kept to the millisecond.
bool fraction(std::string_view& text, int& millis) {
    int scale = 100;
    millis = 0;
    if (text.empty() || !is_digit(text.front())) return false;
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1), scale /= 10)
        millis += (text.front() - '0') * scale;
    return true;
}

bool half_of_day(std::string_view& text, Parts& parts) {
    if (text.size() < 2 || (text[1] | 0x20) != 'm') return false;
    char const half = static_cast<char>(text.front() | 0x20);
    if (half != 'a' && half != 'p') return false;
    parts.twelve = true;
    parts.afternoon = half == 'p';
    text.remove_prefix(2);
    return true;
}

struct Token {
    std::string_view word;
    std::size_t digits;
    int Parts::*part;
};
constexpr std::array tokens{
    Token{"YYYY", 4, &Parts::year}, Token{"YY", 2, &Parts::year}, Token{"MM", 2, &Parts::month},
    Token{"DD", 2, &Parts::day},    Token{"hh", 2, &Parts::hour}, Token{"mm", 2, &Parts::minute},
    Token{"ss", 2, &Parts::second},
};

Token const* token_at(std::string_view pattern) {
    for (auto const& token : tokens)
        if (pattern.starts_with(token.word)) return &token;
    return nullptr;
}

bool read_one(std::string_view& text, std::string_view& pattern, Parts& parts) {
    if (auto const* token = token_at(pattern)) {
        pattern.remove_prefix(token->word.size());
        auto const value = number(text, token->digits);
        if (!value) return false;
        parts.*token->part = *value + (token->word == "YY" ? 2000 : 0);
        return true;
    }
    if (pattern.starts_with("AP")) {
        pattern.remove_prefix(2);
        return half_of_day(text, parts);
    }
    char const c = pattern.front();
    pattern.remove_prefix(1);
    if (c == 'f') return fraction(text, parts.millis);
    if (c == 'Z') {
        auto const zone = zone_in(text);
        if (zone) parts.zone = *zone;
        return zone.has_value();
    }
    if (text.empty() || text.front() != c) return false;
    text.remove_prefix(1);
    return true;
}

} // namespace

Result<minutes> zone_offset(std::string_view zone) {
    for (auto const& each : zones)
        if (each.name == zone) return minutes(each.minutes_east);
    auto rest = zone;
    if (auto const offset = zone_in(rest); offset && rest.empty()) return *offset;
    return fail(Errc::invalid_config,
                fmt::format("unknown zone `{}`; write UTC, IST or an offset such as +05:30", zone));
}

Result<TimePoint> read_time(std::string_view text, std::string_view pattern, minutes zone) {
    auto const wrong = [] { return fail(Errc::bad_request, "is not a time as described"); };
    Parts parts;
    parts.zone = zone;
    while (!pattern.empty())
        if (!read_one(text, pattern, parts)) return wrong();
    if (!text.empty()) return wrong();
    if (parts.twelve && parts.hour <= 12) parts.hour = parts.hour % 12 + (parts.afternoon ? 12 : 0);
    std::chrono::year_month_day const date{std::chrono::year(parts.year),
                                           std::chrono::month(static_cast<unsigned>(parts.month)),
                                           std::chrono::day(static_cast<unsigned>(parts.day))};
    if (!date.ok() || parts.hour > 23 || parts.minute > 59 || parts.second > 60) return wrong();
    return TimePoint(std::chrono::sys_days(date)) + std::chrono::hours(parts.hour) +
           minutes(parts.minute) + std::chrono::seconds(parts.second) + Millis(parts.millis) -
           parts.zone;
}

namespace {

/// "Z", "+05:30".
std::string shown_zone(minutes zone) {
    if (zone.count() == 0) return "Z";
    auto const east = std::chrono::abs(zone).count();
    return fmt::format("{}{:02}:{:02}", zone.count() < 0 ? '-' : '+', east / 60, east % 60);
}

} // namespace

std::string write_time(TimePoint at, std::string_view pattern, minutes zone) {
    auto const epoch = at.time_since_epoch().count();
    if (pattern == "epoch_s") return std::to_string(epoch / 1000);
    if (pattern == "epoch_ms") return std::to_string(epoch);
    auto const local = at + zone;
    auto const day = std::chrono::floor<std::chrono::days>(local);
    std::chrono::year_month_day const date(day);
    std::chrono::hh_mm_ss const time(local - day);
    bool const half_day = pattern.find("AP") != std::string_view::npos;
    std::string out;
    while (!pattern.empty()) {
        if (auto const* token = token_at(pattern)) {
            int value = 0;
            if (token->part == &Parts::year)
                value = static_cast<int>(date.year()) % (token->digits == 2 ? 100 : 10000);
            else if (token->part == &Parts::month)
                value = static_cast<int>(static_cast<unsigned>(date.month()));
            else if (token->part == &Parts::day)
                value = static_cast<int>(static_cast<unsigned>(date.day()));
            else if (token->part == &Parts::hour)
                value = half_day ? (static_cast<int>(time.hours().count()) + 11) % 12 + 1
                                 : static_cast<int>(time.hours().count());
            else if (token->part == &Parts::minute)
                value = static_cast<int>(time.minutes().count());
            else
                value = static_cast<int>(time.seconds().count());
            out += fmt::format("{:0{}}", value, token->digits);
            pattern.remove_prefix(token->word.size());
            continue;
        }
        if (pattern.starts_with("AP")) {
            out += time.hours().count() < 12 ? "AM" : "PM";
            pattern.remove_prefix(2);
            continue;
        }
        char const c = pattern.front();
        pattern.remove_prefix(1);
        if (c == 'f')
            out += fmt::format("{:03}", time.subseconds().count());
        else if (c == 'Z')
            out += shown_zone(zone);
        else
            out += c;
    }
    return out;
}

std::string iso_time(TimePoint at) {
    auto const millis = (at.time_since_epoch() % std::chrono::seconds(1)).count();
    auto out = write_time(at, "YYYY-MM-DDThh:mm:ss", minutes(0));
    if (millis != 0) out += fmt::format(".{:03}", millis < 0 ? millis + 1000 : millis);
    return out + 'Z';
}

} // namespace haatline::gateway::mapping
