#include "cluster/dlt/beginnings.hpp"

#include <algorithm>

namespace haatline::dlt {

void Beginnings::add(std::string words, std::uint32_t item) {
    all_.push_back({std::move(words), -1, {item}});
}

void Beginnings::settle() {
    std::stable_sort(all_.begin(), all_.end(),
                     [](Beginning const& a, Beginning const& b) { return a.words < b.words; });
    std::vector<Beginning> merged;
    for (auto& one : all_) {
        if (!merged.empty() && merged.back().words == one.words) {
            merged.back().items.push_back(one.items.front());
            continue;
        }
        auto within = static_cast<std::int32_t>(merged.size()) - 1;
        while (within >= 0 &&
               !one.words.starts_with(merged[static_cast<std::size_t>(within)].words))
            within = merged[static_cast<std::size_t>(within)].within;
        one.within = within;
        merged.push_back(std::move(one));
    }
    all_ = std::move(merged);
}

std::int32_t Beginnings::last_not_behind(std::string_view text) const {
    auto const behind = std::upper_bound(
        all_.begin(), all_.end(), text,
        [](std::string_view wanted, Beginning const& one) { return wanted < one.words; });
    return static_cast<std::int32_t>(behind - all_.begin()) - 1;
}

} // namespace haatline::dlt
