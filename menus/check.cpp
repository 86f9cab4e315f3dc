#include "menus/check.hpp"

#include "menus/check/findings.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace haatline::menus {
namespace {

constexpr std::array kParts{check_words,     check_translations, check_plurals,    check_unused,
                            check_variables, check_given,        check_conditions, check_ways,
                            check_tasks,     check_widths,       check_messages,   check_codes,
                            check_dear,      count_languages};

/// The same finding in three budgets is one line for each, but never the same line twice.
void tidy(std::vector<Finding>& findings) {
    auto const key = [](Finding const& f) { return std::tie(f.file, f.level, f.line, f.what); };
    std::sort(findings.begin(), findings.end(),
              [&](Finding const& a, Finding const& b) { return key(a) < key(b); });
    findings.erase(
        std::unique(findings.begin(), findings.end(),
                    [&](Finding const& a, Finding const& b) { return key(a) == key(b); }),
        findings.end());
}

} // namespace

std::size_t Report::errors() const {
    return static_cast<std::size_t>(
        std::count_if(findings.begin(), findings.end(),
                      [](Finding const& f) { return f.level == Finding::Level::error; }));
}

std::size_t Report::warnings() const { return findings.size() - errors(); }

bool Report::ok() const { return errors() == 0; }

Report check(Menu const& menu, Catalogue const& words, std::vector<Problem> const& load_problems,
             std::vector<NamedBudget> const& budgets) {
    Report report;
    for (auto const& problem : load_problems)
        report.findings.push_back(
            {Finding::Level::error, problem.file, problem.line, problem.what});
    for (auto const& node : menu.nodes()) report.screens += node.shows() ? 1 : 0;
    report.languages = static_cast<int>(words.languages().size());
    Checking const checking{menu, words, budgets, report};
    for (auto const part : kParts) part(checking);
    tidy(report.findings);
    return report;
}

} // namespace haatline::menus
