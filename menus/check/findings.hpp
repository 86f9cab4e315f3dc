#pragma once

#include "locales/coding/sms_route.hpp"
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
    /// A text is to blame.
    void blame(Finding::Level level, std::string const& file, int line, std::string what,
               Finding::Rule rule, std::string const& language,
               std::vector<std::string> keys) const {
        report.findings.push_back(
            {level, file, line, std::move(what), rule, language, std::move(keys)});
    }
    void error(Node const& node, int line, std::string const& what) const {
        error(node.file, line > 0 ? line : node.line, node.id + ": " + what);
    }
};

void check_words(Checking const& checking);        ///< keys, drafts
void check_translations(Checking const& checking); ///< places as in the English text
void check_plurals(Checking const& checking);      ///< the cases that the language has
void check_unused(Checking const& checking);       ///< texts that nothing prints
void check_variables(Checking const& checking);    ///< what questions, effects and texts use is set
void check_given(Checking const& checking);        ///< … on every way there
void check_conditions(Checking const& checking);   ///< every condition may hold
void check_ways(Checking const& checking);         ///< reachable, no dead end, no loop of gates
void check_tasks(Checking const& checking);        ///< inputs per task
void check_widths(Checking const& checking);       ///< every screen, language, alphabet and budget
void check_messages(Checking const& checking);     ///< every screen as an SMS of at most two parts
void check_codes(Checking const& checking);        ///< nothing reads like a diversion code
void check_dear(Checking const& checking);         ///< letters that no cheap SMS alphabet has
/// The table of `report.by_language`; after all others, for it counts what they found.
void count_languages(Checking const& checking);

/// An SMS route that carries every national table of India: what those would save.
coding::SmsRoute const& national_route();

/// A locale key and the line of the flow that uses it.
struct UsedKey {
    std::string key;
    int line = 0;
};
/// Every locale key that a screen uses.
std::vector<UsedKey> keys_of(Node const& node);
/// Keys that the engine and the telephone side use on any screen.
std::vector<std::string> common_keys();
/// Keys that stand under screens sent as messages; none in a menu that is dialled alone.
std::vector<std::string> message_keys(Menu const& menu);

/// Calls `each(action, by_input, when)` for every way out of a screen. `by_input`: somebody typed
/// to take it. `when`: the condition it hangs on, or null.
template <class Each>
void for_each_way(Node const& node, Each each) {
    for (auto const& row : node.rows) each(row.action, true, &row.when);
    for (auto const& one : node.cases) each(one.action, false, &one.when);
    Condition const* const always = nullptr;
    if (node.ask)
        for (auto const& [name, action] : node.ask->outcomes) each(action, false, always);
    if (node.kind == Kind::list) each(node.choose, true, always);
    if (node.kind == Kind::entry) each(node.go, true, always);
    if (node.zero) each(*node.zero, true, always);
    if (node.no_unit) each(*node.no_unit, true, always);
    if (node.simple) each(*node.simple, true, always);
}

template <class Each>
void for_each_action(Node const& node, Each each) {
    for_each_way(node, [&](Action const& action, bool by_input, Condition const*) {
        each(action, by_input);
    });
}

} // namespace haatline::menus
