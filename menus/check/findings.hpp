#pragma once

#include "menus/check.hpp"

#include <string>

/// The parts of the checker, one question each. They add to `report.findings`.
namespace haatline::menus {

struct Checking {
    Menu const& menu;
    Catalogue const& words;
    std::vector<NamedBudget> const& budgets;
    Report& report;

    void error(std::string const& file, int line, std::string what) const {
        report.findings.push_back({Finding::Level::error, file, line, std::move(what)});
    }
    void warn(std::string const& file, int line, std::string what) const {
        report.findings.push_back({Finding::Level::warning, file, line, std::move(what)});
    }
    void error(Node const& node, int line, std::string const& what) const {
        error(node.file, line > 0 ? line : node.line, node.id + ": " + what);
    }
};

void check_words(Checking const& checking); ///< keys, arguments, drafts
void check_variables(
    Checking const& checking); ///< what questions, effects and texts need is set somewhere
void check_ways(Checking const& checking);   ///< reachable, no dead end, no loop of gates
void check_tasks(Checking const& checking);  ///< inputs per task
void check_widths(Checking const& checking); ///< every screen, language and budget
void check_codes(Checking const& checking);  ///< nothing reads like a diversion code

/// Every locale key that a screen uses.
std::vector<std::string> keys_of(Node const& node);

/// Calls `each(action)` for every way out of a screen. `by_input`: somebody typed to take it.
template <class Each>
void for_each_action(Node const& node, Each each) {
    for (auto const& row : node.rows) each(row.action, true);
    for (auto const& one : node.cases) each(one.action, false);
    if (node.ask)
        for (auto const& [name, action] : node.ask->outcomes) each(action, false);
    if (node.kind == Kind::list) each(node.choose, true);
    if (node.kind == Kind::entry) each(node.go, true);
    if (node.zero) each(*node.zero, true);
    if (node.no_unit) each(*node.no_unit, true);
}

} // namespace haatline::menus
