#include "menus/report_table.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace haatline::menus {
namespace {

namespace json = boost::json;

/// "128.50": paise as rupees, without rounding.
std::string rupees(int segments, int paise) {
    long const all = static_cast<long>(segments) * paise;
    return fmt::format("{}.{:02}", all / 100, all % 100);
}

/// Mean, to one tenth.
double units_a_screen(LanguageReport const& of) {
    if (of.screens == 0) return 0;
    return static_cast<double>(of.units * 10 / static_cast<std::size_t>(of.screens)) / 10;
}

std::size_t seconds(LanguageReport const& of) { return of.letters / letters_a_second; }

std::string ussd_cost(LanguageReport const& of) {
    return fmt::format("{:.1f} units a screen; {} screens take {} pages of 80, {} of 60",
                       units_a_screen(of), of.screens, of.pages_80, of.pages_60);
}

int all_segments(LanguageReport const& of) { return of.segments + of.screen_segments; }
int all_national(LanguageReport const& of) {
    return of.segments_national + of.screen_segments_national;
}

std::string sms_cost(LanguageReport const& of, int paise) {
    return fmt::format(
        "texts {} segments, screens {}: Rs {}; with national tables {} and {}: Rs {}", of.segments,
        of.screen_segments, rupees(all_segments(of), paise), of.segments_national,
        of.screen_segments_national, rupees(all_national(of), paise));
}

std::string voice_cost(LanguageReport const& of) {
    return fmt::format("about {} s to speak; {} own wordings", seconds(of), of.own_wordings);
}

json::object counts(ChannelTexts const& texts) {
    return {{"texts", texts.texts},
            {"ready", texts.ready},
            {"percent", texts.percent()},
            {"drafts", texts.drafts},
            {"stale", texts.stale}};
}

std::string too_long(TableRow const& row) {
    return row.has_length ? std::to_string(row.texts.too_long) : "-";
}

} // namespace

std::vector<TableRow> table_of(Report const& report, int paise) {
    std::vector<TableRow> out;
    for (auto const& of : report.by_language) {
        out.push_back({of.code, "ussd", of.ussd, true, ussd_cost(of)});
        out.push_back({of.code, "sms", of.sms, true, sms_cost(of, paise)});
        out.push_back({of.code, "voice", of.voice, false, voice_cost(of)});
    }
    return out;
}

void write_table(Report const& report, int paise, std::ostream& out) {
    auto const rows = table_of(report, paise);
    if (rows.empty()) return;
    out << fmt::format("{:<9}{:<8}{:>6}{:>8}{:>8}{:>7}{:>10}  {}\n", "language", "channel", "texts",
                       "ready", "drafts", "stale", "too long", "cost");
    for (auto const& row : rows)
        out << fmt::format("{:<9}{:<8}{:>6}{:>6} %{:>8}{:>7}{:>10}  {}\n", row.language,
                           row.channel, row.texts.texts, row.texts.percent(), row.texts.drafts,
                           row.texts.stale, too_long(row), row.cost);
    out << '\n';
}

void write_markdown(Report const& report, int paise, std::ostream& out) {
    out << "| language | channel | texts | ready | drafts | stale | too long | cost |\n"
           "|---|---|--:|--:|--:|--:|--:|---|\n";
    for (auto const& row : table_of(report, paise))
        out << fmt::format("| {} | {} | {} | {} % | {} | {} | {} | {} |\n", row.language,
                           row.channel, row.texts.texts, row.texts.percent(), row.texts.drafts,
                           row.texts.stale, too_long(row), row.cost);
}

json::array table_json(Report const& report, int paise) {
    json::array out;
    for (auto const& of : report.by_language) {
        auto ussd = counts(of.ussd), sms = counts(of.sms), voice = counts(of.voice);
        ussd["too_long"] = of.ussd.too_long;
        ussd["screens"] = of.screens;
        ussd["units_a_screen"] = units_a_screen(of);
        ussd["pages_80"] = of.pages_80;
        ussd["pages_60"] = of.pages_60;
        sms["too_long"] = of.sms.too_long;
        sms["segments"] = of.segments;
        sms["segments_national"] = of.segments_national;
        sms["screen_segments"] = of.screen_segments;
        sms["screen_segments_national"] = of.screen_segments_national;
        sms["paise"] = static_cast<long>(all_segments(of)) * paise;
        sms["paise_national"] = static_cast<long>(all_national(of)) * paise;
        voice["own_wordings"] = of.own_wordings;
        voice["seconds"] = seconds(of);
        out.push_back({{"code", of.code},
                       {"own_name", of.own_name},
                       {"channels", json::object{{"ussd", std::move(ussd)},
                                                 {"sms", std::move(sms)},
                                                 {"voice", std::move(voice)}}}});
    }
    return out;
}

} // namespace haatline::menus
