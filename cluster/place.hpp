#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace haatline {

/// A point in whole 1/10,000 degrees (about 11 m).
struct Point {
    std::int32_t lat_e4 = 0;
    std::int32_t lon_e4 = 0;
    bool operator==(Point const&) const = default;
};

/// Great-circle distance in metres (haversine, Earth diameter 12,742 km; data/places says how far
/// the points can be trusted).
std::int64_t distance_m(Point a, Point b);

/// As callers read it: whole kilometres.
std::int64_t whole_km(std::int64_t metres);

/// A box that holds everything within `metres` of a point.
struct Box {
    std::int32_t lat_from, lat_to, lon_from, lon_to;
};
Box box_around(Point middle, std::int64_t metres);

/// How far a caller wants to look.
enum class Ring : std::uint8_t { near, district, state, india };
std::string_view name_of(Ring ring);
std::optional<Ring> ring_named(std::string_view name);

/// The steps of nearness (decisions: ranking of peers). 25 km is the widest, since PIN points can
/// be 13 km off.
constexpr std::int64_t near_rings_m[] = {5'000, 10'000, 25'000};
constexpr std::int64_t near_max_m = 25'000;

/// 0, 1, 2 for the rings of nearness, then 3 own district, 4 own state, 5 the rest of India.
int tier_of(std::int64_t metres, bool same_district, bool same_state);

/// What ranking looks at, in its order: nearer ring, vouched, distance, and the id so that pages
/// never shift.
struct Rank {
    int tier = 0;
    bool vouched = false;
    std::int64_t metres = 0;
    std::int64_t id = 0;
};
bool before(Rank const& a, Rank const& b);

} // namespace haatline
