#include "base/values.hpp"

#include <algorithm>

namespace haatline {

Values::Values(std::initializer_list<Entry> entries) : entries_(entries) {}

std::string_view Values::get(std::string_view name) const {
    for (auto const& [key, value] : entries_)
        if (key == name) return value;
    return {};
}

bool Values::has(std::string_view name) const {
    return std::any_of(begin(), end(), [&](Entry const& e) { return e.first == name; });
}

void Values::set(std::string_view name, std::string_view value) {
    for (auto& [key, held] : entries_) {
        if (key != name) continue;
        held.assign(value);
        return;
    }
    entries_.emplace_back(name, value);
}

void Values::erase(std::string_view name) {
    std::erase_if(entries_, [&](Entry const& e) { return e.first == name; });
}

void Values::merge(Values const& newer) {
    for (auto const& [key, value] : newer) set(key, value);
}

} // namespace haatline
