#include "cluster/questions.hpp"
#include "menus/check/conditions.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace haatline::menus {
namespace {

using NameSet = std::set<std::string, std::less<>>;

/// A screen, and where the shared pieces around it lead on (newest last): a piece entered from two
/// flows is two places, or each flow would seem to lack what only the other knows.
struct Place {
    std::string screen;
    std::vector<std::string> returns;
    bool operator<(Place const& other) const {
        return std::tie(screen, returns) < std::tie(other.screen, other.returns);
    }
};

/// What is set whatever way a caller took, place by place: an intersection over all ways, worked
/// off until nothing shrinks.
class Given {
  public:
    Given(Menu const& menu, Conditions const& conditions) : menu_(menu), conditions_(conditions) {
        come({menu.landmarks().start, {}}, {}, nullptr);
        while (!open_.empty()) {
            Place const place = open_.back();
            open_.pop_back();
            if (Node const* node = menu.find(place.screen)) leave(place, *node);
        }
    }

    struct Lack {
        Node const* node;
        int line;
        std::string who, name;
        std::vector<std::string> way; ///< one on which it is not set
        bool operator<(Lack const& other) const {
            return std::tie(node->id, line, who, name) <
                   std::tie(other.node->id, other.line, other.who, other.name);
        }
    };
    std::set<Lack> const& lacks() {
        for (auto const& [place, at] : places_)
            if (Node const* node = menu_.find(place.screen)) look(place, *node, at.names);
        return lacks_;
    }

  private:
    struct At {
        NameSet names;
        std::optional<Place> from; ///< the way that last took something away
    };
    static constexpr std::size_t returns_max = 3;
    // Enough for every menu people can keep in mind; past it nothing is said.
    static constexpr std::size_t places_max = 50'000;

    void come(Place place, NameSet names, Place const* from) {
        if (places_.size() >= places_max) return;
        auto const found = places_.find(place);
        if (found == places_.end()) {
            places_.emplace(place,
                            At{std::move(names), from ? std::optional(*from) : std::nullopt});
            open_.push_back(std::move(place));
            return;
        }
        auto& known = found->second.names;
        auto const before = known.size();
        std::erase_if(known, [&](std::string const& name) { return !names.contains(name); });
        if (known.size() == before) return;
        if (from) found->second.from = *from;
        open_.push_back(std::move(place));
    }

    /// What an action finds set when it is taken: also what its condition and the screen's own
    /// answer say.
    NameSet names_at(Node const& node, NameSet names, Action const& action,
                     Condition const* when) const {
        if (auto const* contract = node.ask ? find_question(node.ask->question) : nullptr) {
            add(names, contract->gives);
            if (&action == &node.choose) add(names, contract->rows);
        }
        bool const answered = &action == &node.go || (node.no_unit && &action == &*node.no_unit);
        if (node.kind == Kind::entry && answered) {
            names.insert(node.into);
            if (node.input == InputKind::quantity) names.insert("qty");
            if (node.input == InputKind::quantity && &action == &node.go) names.insert("unit");
        }
        for (auto const& one : node.cases) {
            if (&one.action == &action) break;
            // Were it not set, the case before would have been taken.
            if (one.when.size() == 1 && one.when.begin()->second.empty())
                names.insert(one.when.begin()->first);
        }
        if (when)
            for (auto const& [name, value] : *when)
                if (!value.empty()) names.insert(name);
        return names;
    }

    static void add(NameSet& into, Names names) {
        for_each_name(names, [&](std::string_view name) { into.emplace(name); });
    }

    static NameSet after(NameSet names, Action const& action) {
        NameSet const before = names;
        for (auto const& [name, value] : action.set) {
            bool const copies = value.starts_with('$') && value != "$now";
            std::string const source = copies ? value.substr(1, value.find(' ') - 1) : "";
            bool const rest = value.find(' ') != std::string::npos;
            if (value.empty() || (copies && !rest && !before.contains(source)))
                names.erase(name);
            else
                names.insert(name);
        }
        for (auto const& effect : action.effects)
            if (auto const* contract = find_effect(effect); contract && !contract->serial.empty())
                names.insert("ref");
        return names;
    }

    /// Who writes is known: the ways of all commands.
    void come_by_word(Place const& from, NameSet const& names) {
        for (auto const& way : menu_.commands()) {
            come_by(way.action, from, names);
            if (way.stranger) come_by(*way.stranger, from, names);
        }
    }
    void come_by(Action const& action, Place const& from, NameSet const& names) {
        Place to{action.go, {}};
        if (!action.returns_to.empty()) to.returns.push_back(action.returns_to);
        if (action.go == "@root") to.screen = menu_.landmarks().root;
        if (action.go == "@callback") to.screen = menu_.landmarks().callback;
        if (!to.screen.starts_with('@')) come(std::move(to), after(names, action), &from);
    }

    void leave(Place const& place, Node const& node) {
        NameSet const here = places_.at(place).names;
        // 00 works on every screen that does not end.
        if (node.shows() && node.kind != Kind::end)
            come({menu_.landmarks().root, {}}, here, &place);
        for_each_way(node, [&](Action const& action, bool, Condition const* when) {
            if (!conditions_.may_hold(when)) return;
            NameSet names = after(names_at(node, here, action, when), action);
            Place to{action.go, place.returns};
            if (!action.returns_to.empty()) {
                to.returns.push_back(action.returns_to);
                if (to.returns.size() > returns_max) to.returns.erase(to.returns.begin());
            }
            if (action.go == "@return" && !to.returns.empty()) {
                to.screen = to.returns.back();
                to.returns.pop_back();
            }
            if (action.go == "@root") to = {menu_.landmarks().root, {}};
            if (action.go == "@restart") to = {menu_.landmarks().root, {}}, names = {};
            if (action.go == "@callback") to.screen = menu_.landmarks().callback;
            if (action.go == "@command") return come_by_word(place, names);
            // The other jumps lead back to where everything was as it was.
            if (!to.screen.starts_with('@')) come(std::move(to), std::move(names), &place);
        });
    }

    void look(Place const& place, Node const& node, NameSet const& here) {
        if (auto const* contract = node.ask ? find_question(node.ask->question) : nullptr)
            need(place, node, node.line, contract->name, contract->needs, &node.ask->with, here);
        for_each_way(node, [&](Action const& action, bool, Condition const* when) {
            if (action.effects.empty() || !conditions_.may_hold(when)) return;
            NameSet const names = after(names_at(node, here, action, when), action);
            for (auto const& effect : action.effects)
                if (auto const* contract = find_effect(effect))
                    need(place, node, action.line, contract->name, contract->needs, nullptr, names);
        });
    }

    void need(Place const& place, Node const& node, int line, std::string_view who, Names needs,
              Values const* with, NameSet const& here) {
        for_each_name(needs, [&](std::string_view name) {
            if (engine_sets(name) || here.contains(name)) return;
            if (with && with->has(name)) {
                std::string_view const value = with->get(name);
                if (!value.starts_with('$') || here.contains(value.substr(1))) return;
            }
            lacks_.insert({&node, line, std::string(who), std::string(name), way_to(place)});
        });
    }

    static bool engine_sets(std::string_view name) {
        return name == "screen" || name == "ucs2" || name == "offset";
    }

    std::vector<std::string> way_to(Place place) const {
        std::vector<std::string> way;
        std::set<Place> seen;
        while (seen.insert(place).second && way.size() < 12) {
            way.push_back(place.screen);
            auto const& from = places_.at(place).from;
            if (!from) break;
            place = *from;
        }
        return {way.rbegin(), way.rend()};
    }

    Menu const& menu_;
    Conditions const& conditions_;
    std::map<Place, At> places_;
    std::vector<Place> open_;
    std::set<Lack> lacks_;
};

} // namespace

void check_given(Checking const& checking) {
    Conditions const conditions(checking.menu, checking.words);
    Given given(checking.menu, conditions);
    for (auto const& lack : given.lacks())
        checking.warn(lack.node->file, lack.line,
                      fmt::format("{}: `{}` needs `{}`, which may not be set here; a caller would "
                                  "hear \"busy\". Set it on this way: {}",
                                  lack.node->id, lack.who, lack.name, fmt::join(lack.way, " > ")));
}

} // namespace haatline::menus
