#include "cluster/dlt/hours.hpp"

namespace haatline::dlt {

std::optional<TimePoint> wait_for(Hours const& hours, std::chrono::minutes zone, TimePoint now) {
    using std::chrono::minutes;
    if (hours.always()) return {};
    auto const local = now + zone;
    auto const midnight = std::chrono::floor<std::chrono::days>(local);
    auto const minute = std::chrono::floor<minutes>(local - midnight).count();
    bool const over_midnight = hours.to_minute <= hours.from_minute;
    bool const inside = over_midnight ? minute >= hours.from_minute || minute < hours.to_minute
                                      : minute >= hours.from_minute && minute < hours.to_minute;
    if (inside) return {};
    auto const day = minute < hours.from_minute ? midnight : midnight + std::chrono::days(1);
    return TimePoint(day.time_since_epoch()) + minutes(hours.from_minute) - zone;
}

} // namespace haatline::dlt
