#include "cluster/place.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <tuple>

namespace haatline {
namespace {

constexpr double kDiameterM = 12'742'000.0;
constexpr double kRadians = std::numbers::pi / 180.0 / 10'000.0; // of one e4 unit

constexpr std::array<std::string_view, 4> kRings{"near", "district", "state", "india"};

double squared(double x) { return x * x; }

} // namespace

std::int64_t distance_m(Point a, Point b) {
    if (a == b) return 0;
    double const lat_a = a.lat_e4 * kRadians, lat_b = b.lat_e4 * kRadians;
    double const half =
        squared(std::sin((lat_b - lat_a) / 2)) +
        std::cos(lat_a) * std::cos(lat_b) * squared(std::sin((b.lon_e4 - a.lon_e4) * kRadians / 2));
    return std::llround(kDiameterM * std::asin(std::min(1.0, std::sqrt(half))));
}

std::int64_t whole_km(std::int64_t metres) { return (metres + 500) / 1000; }

Box box_around(Point middle, std::int64_t metres) {
    double const angle =
        static_cast<double>(metres) * 2 / kDiameterM; // radians on the Earth's surface
    // Meridians draw together: the widest point of the circle lies at asin(sin angle / cos lat).
    // India ends at 37 degrees.
    double const lat = middle.lat_e4 * kRadians;
    double const ratio =
        std::sin(std::min(angle, std::numbers::pi / 2)) / std::max(0.01, std::cos(lat));
    double const lon = ratio >= 1 ? std::numbers::pi : std::asin(ratio);
    auto const up = [](double units) { return static_cast<std::int32_t>(std::ceil(units)) + 1; };
    return {middle.lat_e4 - up(angle / kRadians), middle.lat_e4 + up(angle / kRadians),
            middle.lon_e4 - up(lon / kRadians), middle.lon_e4 + up(lon / kRadians)};
}

std::string_view name_of(Ring ring) { return kRings[static_cast<std::size_t>(ring)]; }

std::optional<Ring> ring_named(std::string_view name) {
    for (std::size_t i = 0; i < kRings.size(); ++i)
        if (kRings[i] == name) return static_cast<Ring>(i);
    return std::nullopt;
}

int tier_of(std::int64_t metres, bool same_district, bool same_state) {
    for (int i = 0; i < 3; ++i)
        if (metres <= near_rings_m[i]) return i;
    return same_district ? 3 : same_state ? 4 : 5;
}

bool before(Rank const& a, Rank const& b) {
    return std::tuple(a.tier, !a.vouched, a.metres, a.id) <
           std::tuple(b.tier, !b.vouched, b.metres, b.id);
}

} // namespace haatline
