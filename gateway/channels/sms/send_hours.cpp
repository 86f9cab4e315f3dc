#include "gateway/channels/sms/send_hours.hpp"

#include <fmt/format.h>

#include <charconv>

namespace haatline::gateway {
namespace {

using std::chrono::minutes;
constexpr int day_min = 24 * 60;
constexpr auto ist = minutes(330); // UTC+05:30, all year

/// "21:30" → 1290; -1 for anything else.
int minute_of(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return -1;
    int hour = -1, minute = -1;
    auto const* const begin = text.data();
    bool const good = std::from_chars(begin, begin + 2, hour).ptr == begin + 2 &&
                      std::from_chars(begin + 3, begin + 5, minute).ptr == begin + 5;
    return good && hour >= 0 && hour < 24 && minute >= 0 && minute < 60 ? hour * 60 + minute : -1;
}

} // namespace

Result<SendHours> SendHours::parse(std::string_view text) {
    SendHours out;
    if (text.empty()) return out;
    auto const dash = text.find('-');
    if (dash != std::string_view::npos) {
        out.from_min_ = minute_of(text.substr(0, dash));
        out.to_min_ = minute_of(text.substr(dash + 1));
    }
    if (dash == std::string_view::npos || out.from_min_ < 0 || out.to_min_ < 0)
        return fail(Errc::invalid_config,
                    fmt::format("'{}' are no hours; write e.g. 10:00-21:00 (Indian time)", text));
    return out;
}

Millis SendHours::wait(TimePoint now) const {
    if (from_min_ == to_min_) return Millis(0);
    auto const of_day = (now.time_since_epoch() + ist) % std::chrono::hours(24);
    auto const from = Millis(minutes(from_min_)), to = Millis(minutes(to_min_));
    bool const over_midnight = to < from;
    bool const open = over_midnight ? of_day >= from || of_day < to : of_day >= from && of_day < to;
    if (open) return Millis(0);
    auto const day = Millis(minutes(day_min));
    return (from - of_day + day) % day;
}

} // namespace haatline::gateway
