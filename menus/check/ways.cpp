#include "base/limits.hpp"
#include "menus/check/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace haatline::menus {
namespace {

using Ids = std::set<std::string, std::less<>>;
using Graph = std::map<std::string, Ids, std::less<>>;

class Ways {
  public:
    Ways(Menu const& menu, Conditions const& conditions) : menu_(menu) {
        for (auto const& way : menu.commands())
            for (auto const* action : {&way.action, way.stranger ? &*way.stranger : &way.action}) {
                if (!action->returns_to.empty()) returns_.insert(action->returns_to);
                if (!action->go.starts_with('@')) by_word_.insert(action->go);
                if (action->go == "@callback") by_word_.insert(menu.landmarks().callback);
            }
        for (auto const& node : menu.nodes()) {
            for_each_action(node, [&](Action const& action, bool) {
                if (!action.returns_to.empty()) returns_.insert(action.returns_to);
            });
            if (node.resumable && node.kind != Kind::end) resumable_.insert(node.id);
        }
        for (auto const& node : menu.nodes())
            for_each_way(node, [&](Action const& action, bool by_input, Condition const* when) {
                if (!conditions.may_hold(when)) return; // told by check_conditions
                Ids const to = targets(action);
                all_[node.id].insert(to.begin(), to.end());
                // A message's command is done once: no circle goes through it.
                if (!by_input && action.go != "@command")
                    passing_[node.id].insert(to.begin(), to.end());
                if (to.empty()) leads_back_.insert(node.id);
            });
    }

    /// Everything a caller may come to: from the dial, and by the keys that work everywhere.
    Ids reachable() const {
        auto const& at = menu_.landmarks();
        Ids out;
        std::vector<std::string> open{at.start, at.root, at.resume, at.callback, at.trouble,
                                      at.bye,   at.busy, at.unlock, at.unknown};
        while (!open.empty()) {
            std::string const id = std::move(open.back());
            open.pop_back();
            if (!menu_.find(id) || !out.insert(id).second) continue;
            if (auto const it = all_.find(id); it != all_.end())
                open.insert(open.end(), it->second.begin(), it->second.end());
        }
        return out;
    }

    /// Screens from which last words can be reached, or the way back.
    Ids leading_out() const {
        Ids out = leads_back_;
        for (auto const& node : menu_.nodes())
            if (node.kind == Kind::end) out.insert(node.id);
        for (bool grew = true; grew;) {
            grew = false;
            for (auto const& [from, to] : all_)
                for (auto const& id : to)
                    if (out.contains(id) && out.insert(from).second) grew = true;
        }
        return out;
    }

    /// A circle that passes no screen, if there is one through `id`.
    bool circles(std::string const& id) const {
        Ids seen;
        std::vector<std::string> open{id};
        while (!open.empty()) {
            std::string const at = std::move(open.back());
            open.pop_back();
            auto const it = passing_.find(at);
            if (it == passing_.end()) continue;
            for (auto const& to : it->second) {
                if (to == id) return true;
                if (seen.insert(to).second) open.push_back(to);
            }
        }
        return false;
    }

    /// Gates that one input may pass in a row, beginning with `id`. Circles are told elsewhere and
    /// count once here.
    std::size_t gates_from(std::string const& id) {
        Node const* node = menu_.find(id);
        if (!node || node->shows()) return 0;
        if (auto const known = gates_.find(id); known != gates_.end()) return known->second;
        gates_[id] = 0;
        std::size_t longest = 0;
        if (auto const it = passing_.find(id); it != passing_.end())
            for (auto const& to : it->second) longest = std::max(longest, gates_from(to));
        return gates_[id] = longest + 1;
    }

  private:
    /// Nothing for the ways back: they lead to where the caller was.
    Ids targets(Action const& action) const {
        auto const& at = menu_.landmarks();
        if (action.go == "@root" || action.go == "@restart") return {at.root};
        if (action.go == "@end") return {at.bye};
        if (action.go == "@callback") return {at.callback};
        if (action.go == "@return") return returns_;
        if (action.go == "@resume") return resumable_;
        if (action.go == "@command") return by_word_;
        if (action.go.starts_with('@')) return {};
        return {action.go};
    }

    Menu const& menu_;
    Ids returns_, resumable_, leads_back_, by_word_;
    Graph all_, passing_;
    std::map<std::string, std::size_t, std::less<>> gates_;
};

} // namespace

void check_ways(Checking const& checking) {
    Ways ways(checking.menu, Conditions(checking.menu, checking.words));
    Ids const reachable = ways.reachable();
    Ids const out = ways.leading_out();
    for (auto const& node : checking.menu.nodes()) {
        if (!reachable.contains(node.id))
            checking.error(node, 0, "nothing leads here; add a way or take the screen out");
        if (!out.contains(node.id))
            checking.error(node, 0, "is a dead end: no way leads on, back or to last words");
        if (ways.circles(node.id))
            checking.error(node, 0,
                           "leads back to itself without showing a screen; a caller would "
                           "wait for ever");
        else if (auto const gates = ways.gates_from(node.id); gates >= limits::engine_steps)
            checking.error(node, 0,
                           fmt::format("{} decisions in a row lead from here to a screen, {} are "
                                       "allowed; join some of them",
                                       gates, limits::engine_steps - 1));
    }
}

} // namespace haatline::menus
