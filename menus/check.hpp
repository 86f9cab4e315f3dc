#pragma once

#include "locales/coding/measure.hpp"
#include "menus/menu.hpp"

#include <string>
#include <vector>

namespace haatline::menus {

struct Finding {
    enum class Level : std::uint8_t { error, warning };
    Level level = Level::error;
    std::string file;
    int line = 0;
    std::string what; ///< what is wrong, where, in which language, and the remedy
};

/// "flows/find.yaml:26", or "the set as a whole" for what no file alone is to blame for.
std::string place_of(Finding const& finding);

struct NamedBudget {
    std::string name; ///< "160/80"
    coding::PageBudget budget;
};

struct Report {
    std::vector<Finding> findings;
    int screens = 0, languages = 0, texts = 0, drafts = 0, stale = 0;
    struct TaskCount {
        std::string task;
        int inputs;
        int total;
    };
    std::vector<TaskCount> tasks;
    bool ok() const;
};

/// Proves menus and translations: dead ends, unreachable screens, missing keys, arguments that
/// nothing sets, worst-case length with the widest values in every language against every budget,
/// inputs per task, menu codes that look like call forwarding. Files' own faults (YAML, PO, ICU
/// syntax) come in from loading.
Report check(Menu const& menu, Catalogue const& words, std::vector<Problem> const& load_problems,
             std::vector<NamedBudget> const& budgets);

} // namespace haatline::menus
