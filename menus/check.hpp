#pragma once

#include "locales/coding/measure.hpp"
#include "menus/language_report.hpp"
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

    /// What a text is to blame for, so that an import can refuse it (`menus/texts`).
    enum class Rule : std::uint8_t { other, budget, page, places, cases, letters, diversion };
    Rule rule = Rule::other;
    std::string language{};          ///< of those texts; empty where no text is to blame
    std::vector<std::string> keys{}; ///< texts, any of which could be shorter or better
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
    int voices = 0, voice_drafts = 0; ///< numbers.toml: languages with spoken numbers, unread ones
    struct TaskCount {
        std::string task;
        int inputs;
        int total;
    };
    std::vector<TaskCount> tasks;

    /// How a screen travels at its widest: every place filled to its cap, every case of a plural or
    /// select tried.
    struct Width {
        std::string screen, language;
        /// In a Latin language a value in native letters (a name typed in Hindi) sends the whole
        /// page to UCS-2: that is a row of its own.
        coding::Alphabet alphabet = coding::Alphabet::gsm7;
        std::size_t units = 0; ///< of the whole screen, were it one page
        struct Fit {
            std::string budget;
            int pages = 1;
            int rows = 0; ///< lists: how many of its rows one page shows
        };
        std::vector<Fit> fits; ///< by budget
    };
    std::vector<Width> widths;

    LanguageReports by_language;

    bool ok() const;
    std::size_t errors() const;
    std::size_t warnings() const;
};

/// Proves menus and translations: dead ends, screens nothing leads to, conditions that never hold,
/// circles, missing and unused keys, variables that are not there when they are needed, worst-case
/// length in every language, alphabet and budget, inputs per task, codes that look like call
/// forwarding. Files' own faults (YAML, PO, ICU syntax) come in from loading. docs/check.md lists
/// every finding.
Report check(Menu const& menu, Catalogue const& words, std::vector<Problem> const& load_problems,
             std::vector<NamedBudget> const& budgets);

} // namespace haatline::menus
