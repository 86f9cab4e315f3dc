#include "menus/menu.hpp"

#include <algorithm>
#include <array>

namespace haatline::menus {

Action const* Ask::outcome(std::string_view name) const {
    for (auto const& [known, action] : outcomes)
        if (known == name) return &action;
    return nullptr;
}

std::span<std::string_view const> jumps() {
    static constexpr std::array<std::string_view, 9> kJumps{"@back",   "@root",    "@end",
                                                            "@return", "@resume",  "@restart",
                                                            "@again",  "@command", "@callback"};
    return kJumps;
}

Node const* Menu::find(std::string_view id) const {
    auto const it = index_.find(id);
    return it == index_.end() ? nullptr : &nodes_[it->second];
}

CommandWay const* Menu::command(std::string_view name) const {
    auto const it = std::find_if(commands_.begin(), commands_.end(),
                                 [&](CommandWay const& way) { return way.name == name; });
    return it == commands_.end() ? nullptr : &*it;
}

bool Menu::may_have_cap(std::string_view name) const {
    return !name.empty() && (cap_shapes_ >> shape_of(name) & 1U) != 0;
}

std::string_view Menu::intro(std::string_view file) const {
    for (auto const& [name, text] : intros_)
        if (name == file) return text;
    return {};
}

Cap const* Menu::cap(std::string_view name) const {
    if (!may_have_cap(name)) return nullptr;
    auto const it = cap_index_.find(name);
    return it == cap_index_.end() ? nullptr : &caps_[it->second];
}

} // namespace haatline::menus
