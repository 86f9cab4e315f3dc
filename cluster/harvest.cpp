#include "cluster/harvest.hpp"

#include "cluster/allowance.hpp"

#include <algorithm>
#include <array>
#include <functional>

namespace haatline {
namespace {

struct NoticeFacts {
    std::string_view outcome, question, name;
};
constexpr std::array kNotices{
    NoticeFacts{"limit", "peers.near", "directory"},
    NoticeFacts{"limit", "peer.card", "directory"},
    NoticeFacts{"full", "join.allowed", "people"},
    NoticeFacts{"limit", "join.allowed", "registrations"},
    // Menus ask for the state before they ask for digits, so a closed number is mostly met there.
    NoticeFacts{"locked", "secret.state", "secret"},
    NoticeFacts{"locked", "secret.check", "secret"},
};

std::uint32_t hash_of(Values const& with) {
    std::hash<std::string_view> const hash;
    std::uint64_t out = 0;
    for (auto const& [name, value] : with)
        out = (out ^ hash(name) ^ (hash(value) * 0x9E3779B97F4A7C15ULL)) * 0xBF58476D1CE4E5B9ULL;
    return static_cast<std::uint32_t>(out >> 32);
}

} // namespace

bool Harvest::allows(std::uint64_t phone, std::string_view question, Values const& with,
                     TimePoint now) {
    bool const card = question == "peer.card";
    if (!card && question != "peers.near") return true;
    auto const day = callers::day_start(now);
    if (day != day_) {
        seen_.clear();
        day_ = day;
    }
    auto& seen = seen_[phone];
    std::uint32_t const mark = (hash_of(with) & ~1U) | (card ? 1U : 0U);
    if (std::find(seen.begin(), seen.end(), mark) != seen.end()) return true;
    auto const alike = std::count_if(seen.begin(), seen.end(),
                                     [&](auto held) { return (held & 1U) == (card ? 1U : 0U); });
    if (alike >= (card ? cards_a_day : list_pages_a_day)) return false;
    seen.push_back(mark);
    return true;
}

std::string_view notice_of(std::string_view question, std::string_view outcome) {
    for (auto const& row : kNotices)
        if (row.outcome == outcome && row.question == question) return row.name;
    return {};
}

} // namespace haatline
