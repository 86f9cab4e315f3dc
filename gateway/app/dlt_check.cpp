#include "gateway/app/dlt_check.hpp"

#include "base/json_text.hpp"
#include "locales/coding/sms_plan.hpp"
#include "locales/text/columns.hpp"

#include <fmt/format.h>

namespace haatline::gateway {
namespace {

using Level = DltFinding::Level;

std::string_view name(Level level) {
    return level == Level::good ? "good" : level == Level::warning ? "warning" : "error";
}

void weigh(DltFinding& finding, unsigned paise) {
    auto const plan = coding::plan_sms(finding.text.widest, {});
    if (!plan) {
        finding.level = Level::error;
        finding.what.push_back(plan.error().detail);
        return;
    }
    finding.units = plan->units;
    finding.segments = plan->parts.size();
    finding.ucs2 = plan->ucs2();
    finding.rupees = static_cast<double>(plan->parts.size()) * paise / 100;
    if (plan->parts.size() > 1)
        finding.what.push_back(fmt::format(
            "{} segments at its widest: shorten it by {} units, or its caps", plan->parts.size(),
            plan->units - coding::capacity(plan->kind, false).alone));
}

DltFinding judged(SmsText text, dlt::Registry const& registry, dlt::Rules const& rules,
                  std::chrono::sys_days today, unsigned paise) {
    DltFinding out;
    out.text = std::move(text);
    weigh(out, paise);
    auto const matched =
        registry.match(out.text.widest, out.text.language, out.text.category, rules);
    if (matched) {
        out.template_id = matched->of->id;
        // It is approved and leaves; the next approval may be refused.
        for (auto const& flaw : flaws_of(*matched->of, rules, registry.brand(), today))
            out.what.push_back(flaw.why);
    } else {
        bool const needed = !out.text.answer || rules.answers_need_templates;
        out.level = needed ? Level::error : out.level;
        out.what.push_back(
            fmt::format("{}: {}", name(matched.error().reason), matched.error().why));
        // Before it is registered: what an operator would say.
        dlt::Template one;
        one.segments = out.text.segments;
        for (auto const& flaw : flaws_of(one, rules, registry.brand(), today))
            out.what.push_back(flaw.why);
    }
    for (auto const& fault : out.text.faults) {
        out.level = Level::error;
        out.what.push_back(fault);
    }
    if (out.level == Level::good && !out.what.empty()) out.level = Level::warning;
    return out;
}

std::string cost(DltFinding const& finding) {
    return fmt::format("{} {}, {} segment{}, Rs {:.2f}", finding.units,
                       finding.ucs2 ? "UCS-2 units" : "septets", finding.segments,
                       finding.segments == 1 ? "" : "s", finding.rupees);
}

} // namespace

DltReport check_texts(std::vector<SmsText> texts, dlt::Registry const& registry,
                      dlt::Rules const& rules, std::chrono::sys_days today, unsigned paise) {
    DltReport out;
    for (auto& text : texts) {
        out.findings.push_back(judged(std::move(text), registry, rules, today, paise));
        auto const level = out.findings.back().level;
        out.errors += level == Level::error ? 1 : 0;
        out.warnings += level == Level::warning ? 1 : 0;
    }
    return out;
}

std::string report_text(DltReport const& report, bool all) {
    std::string out;
    for (auto const& finding : report.findings) {
        if (finding.level == Level::good && !all) continue;
        auto const& text = finding.text;
        out += fmt::format("{}:{}: {}: {} ({}): ", text.file, text.line, name(finding.level),
                           text.key, text.language);
        if (!finding.template_id.empty()) out += fmt::format("template {}; ", finding.template_id);
        out += cost(finding) + "\n";
        for (auto const& what : finding.what) out += fmt::format("    {}\n", text::shown(what));
    }
    return out + fmt::format("{} texts: {} errors, {} warnings\n", report.findings.size(),
                             report.errors, report.warnings);
}

std::string report_json(DltReport const& report) {
    std::string out =
        fmt::format("{{\"errors\":{},\"warnings\":{},\"texts\":[", report.errors, report.warnings);
    auto const field = [&](std::string_view key, std::string_view value) {
        append_json_text(out, key);
        out += ':';
        append_json_text(out, value);
        out += ',';
    };
    for (auto const& finding : report.findings) {
        out += out.back() == '[' ? "\n{" : ",\n{";
        field("level", name(finding.level));
        field("key", finding.text.key);
        field("language", finding.text.language);
        field("file", finding.text.file);
        out += fmt::format("\"line\":{},", finding.text.line);
        field("category", dlt::name(finding.text.category));
        field("text", dlt::text_of(finding.text.segments, true));
        field("template", finding.template_id);
        out += fmt::format("\"ucs2\":{},\"units\":{},\"segments\":{},\"rupees\":{:.2f},\"what\":[",
                           finding.ucs2, finding.units, finding.segments, finding.rupees);
        for (auto const& what : finding.what) {
            if (out.back() != '[') out += ',';
            append_json_text(out, what);
        }
        out += "]}";
    }
    return out + "]}\n";
}

} // namespace haatline::gateway
