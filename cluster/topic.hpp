#pragma once

#include <algorithm>
#include <array>
#include <string_view>

/// What a member may be told of without asking, and how (data/domain: al.menu, al.how). The names
/// are stored.
namespace haatline::alerts {

constexpr std::array<std::string_view, 4> topics{"schemes", "buyers", "prices", "training"};
constexpr std::array<std::string_view, 5> ways{"sms", "morning", "evening", "both", "weekly"};

inline bool is_topic(std::string_view name) {
    return std::find(topics.begin(), topics.end(), name) != topics.end();
}
inline bool is_way(std::string_view name) {
    return std::find(ways.begin(), ways.end(), name) != ways.end();
}

} // namespace haatline::alerts
