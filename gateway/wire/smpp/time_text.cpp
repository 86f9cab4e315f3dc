#include "gateway/wire/smpp/time_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace haatline::smpp {
namespace {

using namespace std::chrono;

constexpr int kLastYear = 37;

int pair_at(std::string_view digits, std::size_t at) {
    return (digits[at] - '0') * 10 + (digits[at + 1] - '0');
}

tl::unexpected<Error> no_time() { return fail(Errc::bad_request, "no time as SMPP writes it"); }

Result<TimePoint> read_absolute(std::string_view text) {
    auto const part = [&](std::size_t at) { return pair_at(text, at); };
    year_month_day const day{year(2000 + part(0)), month(static_cast<unsigned>(part(2))),
                             std::chrono::day(static_cast<unsigned>(part(4)))};
    int const quarters = pair_at(text, 13);
    if (!day.ok() || part(0) > kLastYear || part(6) > 23 || part(8) > 59 || part(10) > 59 ||
        quarters > 48)
        return no_time();
    TimePoint const there = sys_days(day) + hours(part(6)) + minutes(part(8)) + seconds(part(10)) +
                            milliseconds(100 * (text[12] - '0'));
    minutes const off(15 * quarters);
    return text[15] == '+' ? there - off : there + off;
}

} // namespace

std::string relative_time(seconds span) {
    auto const s =
        std::clamp<std::int64_t>(span.count(), 1, duration_cast<seconds>(days(30)).count());
    std::string out =
        "000000000000000R"; // YYMMDDhhmmsstnnR, once a message: without a format to read
    std::array const pairs{s / 86400, s / 3600 % 24, s / 60 % 60, s % 60};
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        out[4 + 2 * i] = static_cast<char>('0' + pairs[i] / 10);
        out[5 + 2 * i] = static_cast<char>('0' + pairs[i] % 10);
    }
    return out;
}

std::string absolute_time(TimePoint when) {
    auto const day = floor<days>(when);
    year_month_day const date(day);
    hh_mm_ss const time(floor<seconds>(when - day));
    return fmt::format("{:02}{:02}{:02}{:02}{:02}{:02}000+", static_cast<int>(date.year()) % 100,
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       time.hours().count(), time.minutes().count(), time.seconds().count());
}

Result<TimePoint> read_time(std::string_view text, TimePoint now) {
    auto const digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() != 16 || !std::all_of(text.begin(), text.end() - 1, digit)) return no_time();
    if (text[15] == '+' || text[15] == '-') return read_absolute(text);
    if (text[15] != 'R') return no_time();
    auto const part = [&](std::size_t at) { return pair_at(text, at); };
    return now + days(365 * part(0) + 30 * part(2) + part(4)) + hours(part(6)) + minutes(part(8)) +
           seconds(part(10));
}

} // namespace haatline::smpp
