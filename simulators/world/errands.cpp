#include "simulators/world/errands.hpp"

#include <algorithm>
#include <set>

namespace haatline::simulators::world {
namespace {

using What = Errands::Press::What;
constexpr int far = 1'000;

struct Turn {
    Errands::Press press;
    menus::Action const* action;
};

/// What a caller can press there.
std::vector<Turn> turns_of(menus::Node const& node) {
    std::vector<Turn> out;
    for (auto const& row : node.rows) out.push_back({{What::row, row.key}, &row.action});
    if (node.kind == menus::Kind::list) out.push_back({{What::one_of_the_list, {}}, &node.choose});
    if (node.kind == menus::Kind::entry) out.push_back({{What::something_typed, {}}, &node.go});
    if (node.zero) out.push_back({{What::zero, {}}, &*node.zero});
    return out;
}

/// What the menu does by itself there: gates decide, lists without rows lead on.
std::vector<menus::Action const*> drifts_of(menus::Node const& node) {
    std::vector<menus::Action const*> out;
    for (auto const& each : node.cases) out.push_back(&each.action);
    if (node.ask)
        for (auto const& [name, action] : node.ask->outcomes) out.push_back(&action);
    if (node.no_unit) out.push_back(&*node.no_unit);
    if (node.simple) out.push_back(&*node.simple);
    return out;
}

/// How many turns each screen is from the effect.
class Distances {
  public:
    Distances(menus::Menu const& menu, std::string_view effect) : menu_(menu), effect_(effect) {
        for (bool nearer = true; nearer;) {
            nearer = false;
            for (auto const& node : menu.nodes()) nearer = improve(node) || nearer;
        }
    }
    int by(menus::Action const& action) const {
        auto const& leaves = action.effects;
        if (std::find(leaves.begin(), leaves.end(), effect_) != leaves.end()) return 0;
        auto const screen = action.go == "@root"       ? menu_.landmarks().root
                            : action.go == "@callback" ? menu_.landmarks().callback
                                                       : action.go;
        return std::min(from(screen), from(action.returns_to));
    }

  private:
    int from(std::string_view screen) const {
        auto const it = far_.find(screen);
        return it == far_.end() ? far : it->second;
    }
    bool improve(menus::Node const& node) {
        int best = far;
        for (auto const& turn : turns_of(node)) best = std::min(best, 1 + by(*turn.action));
        for (auto const* drift : drifts_of(node)) best = std::min(best, by(*drift));
        if (best >= from(node.id)) return false;
        far_[node.id] = best;
        return true;
    }

    menus::Menu const& menu_;
    std::string_view effect_;
    std::map<std::string, int, std::less<>> far_;
};

std::vector<Errands::Press> best_of(menus::Node const& node, Distances const& distances) {
    std::vector<Errands::Press> out;
    int best = far;
    for (auto const& turn : turns_of(node)) {
        int const by = distances.by(*turn.action);
        if (by < best) out.clear();
        best = std::min(best, by);
        if (by == best && by < far) out.push_back(turn.press);
    }
    return out;
}

} // namespace

Errands::Errands(menus::Menu const& menu) {
    std::set<std::string> effects;
    for (auto const& node : menu.nodes()) {
        for (auto const& turn : turns_of(node))
            effects.insert(turn.action->effects.begin(), turn.action->effects.end());
        for (auto const* drift : drifts_of(node))
            effects.insert(drift->effects.begin(), drift->effects.end());
    }
    effects_.assign(effects.begin(), effects.end());
    for (auto const& effect : effects_) {
        Distances const distances(menu, effect);
        auto& ways = ways_[effect];
        for (auto const& node : menu.nodes())
            if (node.shows()) ways.emplace(node.id, best_of(node, distances));
    }
}

std::vector<Errands::Press> const& Errands::toward(std::string_view effect,
                                                   std::string_view screen) const {
    static std::vector<Press> const none;
    auto const ways = ways_.find(effect);
    if (ways == ways_.end()) return none;
    auto const way = ways->second.find(screen);
    return way == ways->second.end() ? none : way->second;
}

} // namespace haatline::simulators::world
