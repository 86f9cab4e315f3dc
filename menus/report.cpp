#include "menus/report.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace haatline::menus {
namespace {

std::string_view name_of(Finding::Level level) {
    return level == Finding::Level::error ? "error" : "warning";
}

auto count_of(Report const& report, Finding::Level level) {
    return std::count_if(report.findings.begin(), report.findings.end(),
                         [&](Finding const& f) { return f.level == level; });
}

} // namespace

std::string place_of(Finding const& finding) {
    if (finding.file.empty()) return "the set as a whole";
    return fmt::format("{}:{}", finding.file, finding.line);
}

void write_text(Report const& report, std::ostream& out) {
    for (auto const& finding : report.findings)
        out << fmt::format("{}: {}: {}\n", place_of(finding), name_of(finding.level), finding.what);
    for (auto const& task : report.tasks)
        out << fmt::format("task {}: {} inputs, {} with language and place\n", task.task,
                           task.inputs, task.total);
    out << fmt::format("{} screens, {} languages, {} texts ({} drafts await a native reader, {} "
                       "stale), {} errors, {} warnings\n",
                       report.screens, report.languages, report.texts, report.drafts, report.stale,
                       count_of(report, Finding::Level::error),
                       count_of(report, Finding::Level::warning));
}

void write_json(Report const& report, std::ostream& out) {
    namespace json = boost::json;
    json::array findings, tasks;
    for (auto const& f : report.findings)
        findings.push_back(
            {{"level", name_of(f.level)}, {"file", f.file}, {"line", f.line}, {"what", f.what}});
    for (auto const& task : report.tasks)
        tasks.push_back({{"task", task.task}, {"inputs", task.inputs}, {"total", task.total}});
    json::object const all{{"ok", report.ok()},
                           {"screens", report.screens},
                           {"languages", report.languages},
                           {"texts", report.texts},
                           {"drafts", report.drafts},
                           {"stale", report.stale},
                           {"tasks", std::move(tasks)},
                           {"findings", std::move(findings)}};
    out << json::serialize(all) << '\n';
}

} // namespace haatline::menus
