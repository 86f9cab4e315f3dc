#include "menus/report.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace haatline::menus {
namespace {

namespace json = boost::json;

/// Version of the JSON below; docs/check.md describes it. A new member keeps it, a changed one
/// raises it.
constexpr int json_schema = 1;

std::string_view name_of(Finding::Level level) {
    return level == Finding::Level::error ? "error" : "warning";
}

std::string counted(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

/// ANSI colours, or nothing.
struct Paint {
    bool on;
    std::string operator()(std::string_view code, std::string_view text) const {
        return on ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
    }
    std::string operator()(Finding::Level level) const {
        return (*this)(level == Finding::Level::error ? "1;31" : "33", name_of(level));
    }
};

/// Findings stand sorted by file: one paragraph each. Where there are errors, they alone: one typo
/// must not be looked for among a hundred warnings.
void write_findings(Report const& report, std::ostream& out, Paint const& paint) {
    auto all = report.findings;
    if (!report.ok())
        std::erase_if(all, [](auto const& f) { return f.level != Finding::Level::error; });
    for (auto at = all.begin(); at != all.end();) {
        auto const end =
            std::find_if(at, all.end(), [&](auto const& f) { return f.file != at->file; });
        auto const errors = static_cast<std::size_t>(
            std::count_if(at, end, [](auto const& f) { return f.level == Finding::Level::error; }));
        auto const warnings = static_cast<std::size_t>(end - at) - errors;
        out << paint("1", at->file.empty() ? "the set as a whole" : at->file) << "  "
            << counted(errors, "error") << ", " << counted(warnings, "warning") << '\n';
        for (; at != end; ++at)
            out << "  " << place_of(*at) << ": " << paint(at->level) << ": " << at->what << '\n';
        out << '\n';
    }
}

} // namespace

std::string place_of(Finding const& finding) {
    if (finding.file.empty()) return "the set as a whole";
    return fmt::format("{}:{}", finding.file, finding.line);
}

void write_text(Report const& report, std::ostream& out, bool colours, int paise) {
    Paint const paint{colours};
    write_findings(report, out, paint);
    if (report.ok()) write_table(report, paise, out);
    for (auto const& task : report.tasks)
        out << fmt::format("task {}: {} inputs, {} with language and place\n", task.task,
                           task.inputs, task.total);
    out << fmt::format("{} screens, {} languages, {} texts ({} drafts await a native reader, {} "
                       "stale)\n",
                       report.screens, report.languages, report.texts, report.drafts, report.stale);
    if (report.voices > 0)
        out << fmt::format("spoken numbers in {} languages ({} drafts await a native reader)\n",
                           report.voices, report.voice_drafts);
    auto const errors = counted(report.errors(), "error");
    if (!report.ok() && report.warnings() > 0)
        out << "warnings are told once the errors are gone\n";
    out << paint(report.ok() ? "1;32" : "1;31",
                 fmt::format("{}, {}", errors, counted(report.warnings(), "warning")))
        << '\n';
}

void write_json(Report const& report, std::ostream& out, int paise) {
    json::array findings, tasks, widths;
    for (auto const& f : report.findings)
        findings.push_back(
            {{"level", name_of(f.level)}, {"file", f.file}, {"line", f.line}, {"what", f.what}});
    for (auto const& task : report.tasks)
        tasks.push_back({{"task", task.task}, {"inputs", task.inputs}, {"total", task.total}});
    for (auto const& width : report.widths) {
        json::object fits;
        for (auto const& fit : width.fits)
            fits[fit.budget] = fit.rows > 0 ? json::object{{"pages", fit.pages}, {"rows", fit.rows}}
                                            : json::object{{"pages", fit.pages}};
        widths.push_back({{"screen", width.screen},
                          {"language", width.language},
                          {"channel", "ussd"},
                          {"alphabet", width.alphabet == coding::Alphabet::gsm7 ? "gsm7" : "ucs2"},
                          {"units", width.units},
                          {"fits", std::move(fits)}});
    }
    json::object const all{{"schema", json_schema},
                           {"ok", report.ok()},
                           {"errors", report.errors()},
                           {"warnings", report.warnings()},
                           {"screens", report.screens},
                           {"languages", report.languages},
                           {"texts", report.texts},
                           {"drafts", report.drafts},
                           {"stale", report.stale},
                           {"voices", report.voices},
                           {"voice_drafts", report.voice_drafts},
                           {"tasks", std::move(tasks)},
                           {"findings", std::move(findings)},
                           {"widths", std::move(widths)},
                           {"by_language", table_json(report, paise)}};
    out << json::serialize(all) << '\n';
}

} // namespace haatline::menus
