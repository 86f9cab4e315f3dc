#include "menus/check/conditions.hpp"

#include "cluster/questions.hpp"
#include "menus/arguments.hpp"
#include "menus/dial_codes.hpp"
#include "menus/engine.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace haatline::menus {
namespace {

/// `earlier` holds whenever `later` does.
bool covers(Condition const& earlier, Condition const& later) {
    return std::all_of(earlier.begin(), earlier.end(), [&](auto const& entry) {
        return later.has(entry.first) && later.get(entry.first) == entry.second;
    });
}

std::vector<std::string> listed(std::set<std::string> const& values) {
    std::vector<std::string> out;
    for (auto const& value : values) out.push_back(value.empty() ? "\"\"" : value);
    return out;
}

} // namespace

Conditions::Conditions(Menu const& menu, Catalogue const& words) {
    engine_values(menu, words);
    for (auto const& node : menu.nodes()) values_of(node);
    copy_values();
}

void Conditions::engine_values(Menu const& menu, Catalogue const& words) {
    for (auto const* name : {"me", "q", "offset", "dial_pin", "code"}) anything(name);
    if (!menu.commands().empty())
        for (auto const name : argument_names()) anything(name);
    known_["channel"].values = {std::string(ussd_channel), std::string(sms_channel)};
    for (auto const& way : menu.commands()) {
        known_["cmd"].values.insert(way.name);
        values_of(way.action);
        if (way.stranger) values_of(*way.stranger);
    }
    for (auto const& word : menu.argument_words())
        for (auto const& [name, value] : word.set) known_[name].values.insert(value);
    for (auto const* name : {"ucs2", "sends"}) known_[name].values = {"yes", "no"};
    known_["stopped"].values = {"yes", ""};
    for (auto const& code : dial_codes) known_[std::string(code.variable)].values = {"yes", ""};
    for (auto const& node : menu.nodes()) known_["screen"].values.insert(node.id);
    for (auto const& language : words.languages())
        for (auto const* name : {"lang", "dial_lang"}) known_[name].values.insert(language.code);
}

void Conditions::values_of(Node const& node) {
    if (!node.into.empty()) anything(node.into);
    if (node.input == InputKind::quantity)
        for (auto const* name : {"qty", "unit"}) anything(name);
    if (auto const* contract = node.ask ? find_question(node.ask->question) : nullptr)
        for (Names const names : {contract->gives, contract->rows})
            for_each_name(names, [&](std::string_view name) { anything(name); });
    for_each_action(node, [&](Action const& action, bool) { values_of(action); });
}

void Conditions::values_of(Action const& action) {
    for (auto const& [name, value] : action.set) {
        if (!value.starts_with('$'))
            known_[name].values.insert(value);
        else if (value.find(' ') != std::string::npos || value == "$now")
            anything(name);
        else
            copies_.emplace_back(name, value.substr(1));
    }
    for (auto const& effect : action.effects)
        if (auto const* contract = find_effect(effect); contract && !contract->serial.empty())
            anything("ref");
}

/// A copy of a copy is a copy: until nothing grows.
void Conditions::copy_values() {
    for (bool grew = true; grew;) {
        grew = false;
        for (auto const& [to, from] : copies_) {
            Known const source = known_[from];
            Known& target = known_[to];
            auto const before = target.values.size();
            target.values.insert(source.values.begin(), source.values.end());
            grew = grew || target.values.size() != before || (source.any && !target.any);
            target.any = target.any || source.any;
        }
    }
}

std::string Conditions::why_never(Condition const& when) const {
    for (auto const& [name, value] : when) {
        if (value.starts_with('$')) continue; // two variables: they may agree
        auto const found = known_.find(name);
        if (found == known_.end()) {
            if (value.empty()) continue; // what nothing sets is always "not set"
            return fmt::format("nothing ever sets `{}`; mend the name", name);
        }
        Known const& known = found->second;
        // Everything but what the engine itself sets is "" until a flow sets it.
        if (known.any || known.values.contains(value)) continue;
        if (value.empty() && name != "ucs2" && name != "sends" && name != "screen" &&
            name != "channel")
            continue;
        return fmt::format("`{}` is never `{}`, only: {}; mend the value or take the condition out",
                           name, value, fmt::join(listed(known.values), " "));
    }
    return {};
}

namespace {

/// Several things of which the first whose condition holds counts.
class InOrder {
  public:
    InOrder(Checking const& checking, Conditions const& conditions, Node const& node)
        : checking_(checking), conditions_(conditions), node_(node) {}

    void next(Condition const& when, std::string const& what, int line) {
        if (std::string const why = conditions_.why_never(when); !why.empty())
            return told(line, what, why);
        for (auto const& [earlier, at] : before_)
            if (covers(*earlier, when))
                return told(line, what,
                            fmt::format("the one in line {} takes all it would; take it out or put "
                                        "it first",
                                        at));
        before_.emplace_back(&when, line);
    }

  private:
    void told(int line, std::string const& what, std::string const& why) const {
        checking_.error(node_, line, fmt::format("{} never holds: {}", what, why));
    }

    Checking const& checking_;
    Conditions const& conditions_;
    Node const& node_;
    std::vector<std::pair<Condition const*, int>> before_;
};

} // namespace

void check_conditions(Checking const& checking) {
    Conditions const conditions(checking.menu, checking.words);
    for (auto const& node : checking.menu.nodes()) {
        std::map<std::string, InOrder> rows;
        for (auto const& row : node.rows)
            rows.try_emplace(row.key, checking, conditions, node)
                .first->second.next(row.when, fmt::format("this row {}", row.key), row.action.line);
        InOrder cases(checking, conditions, node);
        for (auto const& one : node.cases) cases.next(one.when, "this case", one.action.line);
        InOrder prompts(checking, conditions, node);
        for (auto const& prompt : node.prompts)
            prompts.next(prompt.when, fmt::format("text `{}`", prompt.key), node.line);
    }
}

} // namespace haatline::menus
