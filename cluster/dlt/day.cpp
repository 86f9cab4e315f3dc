#include "cluster/dlt/day.hpp"

#include "cluster/dlt/word.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace haatline::dlt {
namespace {

constexpr std::array<std::string_view, 12> kMonths{"jan", "feb", "mar", "apr", "may", "jun",
                                                   "jul", "aug", "sep", "oct", "nov", "dec"};

int whole(std::string_view text) {
    int value = -1;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? value : -1;
}

int month_of(std::string_view word) {
    auto const letters = bare(word);
    for (std::size_t i = 0; i < kMonths.size(); ++i)
        if (letters.size() >= 3 && letters.starts_with(kMonths[i])) return static_cast<int>(i) + 1;
    return whole(word);
}

} // namespace

std::optional<std::chrono::sys_days> day_read(std::string_view text) {
    text = cell(text);
    text = text.substr(0, text.find_first_of(" T"));
    std::array<std::string_view, 3> part;
    std::size_t parts = 0;
    while (parts < part.size()) {
        auto const end = text.find_first_of("-/.");
        part[parts++] = text.substr(0, end);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    if (parts != part.size()) return {};
    bool const year_first = part[0].size() == 4;
    int const year = whole(year_first ? part[0] : part[2]);
    int const month = month_of(part[1]), day = whole(year_first ? part[2] : part[0]);
    if (year < 2000 || year > 2200 || month < 1 || day < 1) return {};
    std::chrono::year_month_day const date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return {};
    return std::chrono::sys_days(date);
}

std::string day_text(std::chrono::sys_days day) {
    std::chrono::year_month_day const date(day);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

} // namespace haatline::dlt
