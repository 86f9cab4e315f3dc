#include "locales/spoken/values.hpp"

#include "locales/spoken/number_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>

namespace haatline::spoken {
namespace {

constexpr std::size_t kLongestFraction = 6;
constexpr int kFirstYear = 1100, kLastYear = 2999;

bool digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), digit);
}

tl::unexpected<Error> no_number() {
    return fail(Errc::invalid_data,
                "not a number that can be said: write digits, as in -12,345.50, at most 99,999 "
                "crore and six digits after the point");
}

/// Exactly `width` digits.
std::optional<int> digits_of(std::string_view text, std::size_t width) {
    int value = 0;
    if (text.size() != width || !all_digits(text)) return std::nullopt;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

} // namespace

Result<Amount> read_amount(std::string_view written) {
    Amount out;
    if (written.starts_with('-')) {
        out.minus = true;
        written.remove_prefix(1);
    }
    auto const point = written.find('.');
    if (point != written.npos) {
        out.fraction = written.substr(point + 1);
        if (!all_digits(out.fraction) || out.fraction.size() > kLongestFraction) return no_number();
    }
    std::string_view const whole = written.substr(0, point);
    if (whole.empty() || !digit(whole.front()) || !digit(whole.back())) return no_number();
    char before = '0';
    for (char const c : whole) {
        if (c == ',' ? before == ',' : !digit(c)) return no_number();
        before = c;
        if (c == ',') continue;
        out.whole = out.whole * 10 + static_cast<std::uint64_t>(c - '0');
        if (out.whole > largest) return no_number(); // also keeps a long row of digits short
    }
    bool const zero = out.whole == 0 && out.fraction.find_first_not_of('0') == std::string::npos;
    out.minus = out.minus && !zero;
    return out;
}

Result<Date> read_date(std::string_view written) {
    auto const refuse = [] {
        return fail(Errc::invalid_data,
                    "not a date that can be said: write it as 2026-08-15, or 08-15 without the "
                    "year; years from 1100 to 2999");
    };
    constexpr std::size_t with_year = 10, without = 5, year_digits = 4;
    Date out;
    if (written.size() == with_year) {
        auto const year = digits_of(written.substr(0, year_digits), year_digits);
        if (!year || *year < kFirstYear || *year > kLastYear || written[year_digits] != '-')
            return refuse();
        out.year = *year;
        written.remove_prefix(year_digits + 1);
    }
    if (written.size() != without || written[2] != '-') return refuse();
    auto const month = digits_of(written.substr(0, 2), 2), day = digits_of(written.substr(3), 2);
    if (!month || !day) return refuse();
    out.month = static_cast<unsigned>(*month);
    out.day = static_cast<unsigned>(*day);
    constexpr int leap_year = 2024; // a day without a year may be the 29th of February
    std::chrono::year_month_day const calendar{std::chrono::year(out.year ? out.year : leap_year),
                                               std::chrono::month(out.month),
                                               std::chrono::day(out.day)};
    if (!calendar.ok()) return refuse();
    return out;
}

Result<Quantity> read_quantity(std::string_view written) {
    auto const blank = written.find(' ');
    auto const unit = blank == written.npos ? std::string_view{} : written.substr(blank + 1);
    if (std::find(units.begin(), units.end(), unit) == units.end())
        return fail(Errc::invalid_data,
                    fmt::format("not a quantity: write a number, a blank and one of {}",
                                fmt::join(units, " ")));
    auto amount = read_amount(written.substr(0, blank));
    if (!amount) return fail(amount.error());
    return Quantity{std::move(*amount), std::string(unit)};
}

} // namespace haatline::spoken
