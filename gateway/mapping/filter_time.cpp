#include "gateway/mapping/filter_table.hpp"
#include "gateway/mapping/scope.hpp"
#include "gateway/mapping/times.hpp"

#include <array>
#include <charconv>

namespace haatline::gateway::mapping {
namespace {

// Far beyond any message (year 9999), and far from overflowing when counted in milliseconds.
constexpr std::int64_t epoch_ms_max = 253'402'300'799'999;

Result<std::chrono::minutes> zone_of(std::vector<std::string> const& arguments) {
    return zone_offset(arguments.size() > 1 ? arguments[1] : "IST");
}

Result<void> check_zone(std::vector<std::string> const& arguments) {
    if (auto zone = zone_of(arguments); !zone) return fail(zone.error());
    return {};
}

Result<void> date(Value& value, Filter const& filter, Scope const&) {
    auto const at = read_time(*value, filter.arguments().front(), *zone_of(filter.arguments()));
    if (!at) return fail(at.error());
    value = iso_time(*at);
    return {};
}

/// "2026-01-01T12:00:00Z", with or without a fraction, any zone (RFC 3339).
Result<void> rfc3339(Value& value, Filter const&, Scope const&) {
    auto at = read_time(*value, "YYYY-MM-DDThh:mm:ssZ", std::chrono::minutes(0));
    if (!at) at = read_time(*value, "YYYY-MM-DDThh:mm:ss.fZ", std::chrono::minutes(0));
    if (!at) return fail(at.error());
    value = iso_time(*at);
    return {};
}

template <std::int64_t Unit>
Result<void> epoch(Value& value, Filter const&, Scope const&) {
    std::int64_t count = 0;
    auto const* const end = value->data() + value->size();
    auto const [read, ec] = std::from_chars(value->data(), end, count);
    if (ec != std::errc{} || read != end || count < 0 || count > epoch_ms_max / Unit)
        return is_not("a time since 1970");
    value = iso_time(TimePoint(Millis(count * Unit)));
    return {};
}

Result<void> now(Value& value, Filter const& filter, Scope const& scope) {
    value = write_time(scope.now, filter.arguments().front(), *zone_of(filter.arguments()));
    return {};
}

constexpr std::array rows{
    FilterRow{"date", date, 1, 2, false, false, check_zone},
    FilterRow{"rfc3339", rfc3339},
    FilterRow{"epoch_s", epoch<1000>},
    FilterRow{"epoch_ms", epoch<1>},
    FilterRow{"now", now, 1, 2, false, true, check_zone},
};

} // namespace

std::span<FilterRow const> time_filters() { return rows; }

} // namespace haatline::gateway::mapping
