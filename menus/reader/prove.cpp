#include "cluster/questions.hpp"
#include "menus/reader/reader.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace haatline::menus {
namespace {

bool is_jump(std::string_view go) {
    auto const all = jumps();
    return std::find(all.begin(), all.end(), go) != all.end();
}

/// One screen's references, with the menu they must be found in.
struct Prover {
    Menu const& menu;
    Node const& node;
    std::vector<Problem>& problems;

    void complain(int line, std::string const& what) const {
        problems.push_back({node.file, line > 0 ? line : node.line, node.id + ": " + what});
    }

    void screen(std::string const& id, int line) const {
        if (id.empty() || menu.find(id)) return;
        complain(line, id[0] == '@'
                           ? fmt::format("`{}` is no jump; known: {}", id, fmt::join(jumps(), " "))
                           : fmt::format("leads to `{}`, which no file has; mend the name, or say "
                                         "`needs: {}` on the row until it is shipped",
                                         id, id));
    }

    void action(Action const& action) const {
        if (!is_jump(action.go)) screen(action.go, action.line);
        screen(action.returns_to, action.line);
        for (auto const& name : action.effects)
            if (!find_effect(name))
                complain(action.line,
                         fmt::format("effect `{}` is not in cluster/questions.cpp", name));
    }

    void ask(Ask const& ask) const {
        auto const* contract = find_question(ask.question);
        if (!contract)
            return complain(node.line, fmt::format("question `{}` is not in cluster/questions.cpp",
                                                   ask.question));
        for (auto const& [name, value] : ask.with)
            if (!has_name(contract->needs, name) && !has_name(contract->may_use, name))
                complain(node.line, fmt::format("`{}` does not take `{}`", ask.question, name));
        for (auto const& [name, act] : ask.outcomes) {
            if (!has_name(contract->outcomes, name))
                complain(act.line, fmt::format("`{}` has no outcome `{}`; it has: {}", ask.question,
                                               name, contract->outcomes));
            action(act);
        }
        if (node.kind == Kind::list && contract->rows.empty())
            complain(node.line, fmt::format("`{}` gives no rows; use `ask:`", ask.question));
        if (node.kind == Kind::gate) all_routed(ask, *contract);
    }

    void all_routed(Ask const& ask, QuestionContract const& contract) const {
        for_each_name(contract.outcomes, [&](std::string_view name) {
            if (!ask.outcome(name))
                complain(node.line, fmt::format("does not say where outcome `{}` of `{}` leads",
                                                name, ask.question));
        });
    }

    void all() const {
        for (auto const& row : node.rows) action(row.action);
        for (auto const& one : node.cases) action(one.action);
        if (node.ask) ask(*node.ask);
        if (node.kind == Kind::list) action(node.choose);
        if (node.kind == Kind::entry) action(node.go);
        if (node.zero) action(*node.zero);
        if (node.no_unit) action(*node.no_unit);
        if (node.simple) action(*node.simple);
    }
};

} // namespace

void prove_names(Menu const& menu, std::vector<Problem>& problems) {
    for (auto const& node : menu.nodes()) Prover{menu, node, problems}.all();
    auto const& at = menu.landmarks();
    for (auto const* id : {&at.start, &at.root, &at.resume, &at.callback, &at.trouble, &at.bye,
                           &at.busy, &at.unlock, &at.unknown})
        if (!id->empty() && !menu.find(*id))
            problems.push_back(
                {"menus", 1, fmt::format("settings name `{}`, which no file has", *id)});
    for (auto const& task : menu.tasks())
        for (auto const* id : {&task.from, &task.to})
            if (!menu.find(*id))
                problems.push_back(
                    {task.file, task.line,
                     fmt::format("task {} names `{}`, which no file has", task.name, *id)});
}

} // namespace haatline::menus
