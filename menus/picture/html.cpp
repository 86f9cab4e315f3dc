#include "menus/check/findings.hpp"
#include "menus/picture/picture.hpp"
#include "menus/picture/svg.hpp"
#include "menus/preview.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <ostream>

namespace haatline::menus {
namespace {

// The page a standard route carries with the least: 160 septets or 80 UTF-16 units.
constexpr coding::PageBudget shown_budget{160, 80};
constexpr std::string_view shown_budget_name = "160/80";

constexpr std::string_view page_style = R"css(
body{font:15px/1.5 system-ui,"Noto Sans","Noto Sans Devanagari",sans-serif;margin:0;color:#1d2733;background:#fff}
header,section{padding:12px 28px}header{background:#1f5a2a;color:#fff}header h1{margin:4px 0}
header p{margin:4px 0;max-width:75em}nav{padding:8px 28px;background:#eef3ec;position:sticky;top:0;z-index:2;border-bottom:1px solid #cddac9}
nav a{margin-right:14px}a{color:#2b4a80}h2{margin:18px 0 2px}h3{margin:26px 0 4px;font:700 15px ui-monospace,monospace}
.intro{color:#4a5563;margin:0 0 8px}.scroll{overflow-x:auto;border:1px solid #dfe5dc;border-radius:8px;background:#fff}
.legend span{margin-right:18px}.ok{color:#cfe8d0}.err{color:#b00020;font-weight:600}.warn{color:#8a5a00}
.phones{display:flex;flex-wrap:wrap;gap:18px}.phone{width:232px;border:2px solid #333;border-radius:16px;padding:10px 10px 14px;background:#2a2f36}
.phone pre{margin:4px 0 0;padding:8px;min-height:96px;background:#d9e6c8;color:#10240f;border-radius:6px;font:13px/1.35 ui-monospace,"DejaVu Sans Mono","Noto Sans Devanagari",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
.phone h4{margin:0;color:#e8ecef;font-weight:500;font-size:12px}.bar{height:7px;background:#5a626c;border-radius:4px;margin-top:8px;overflow:hidden}
.bar i{display:block;height:100%;background:#7bc47f}.bar .tight{background:#e3b341}.bar .over{background:#e5534b}.used{color:#c8ced4;font-size:11px;margin-top:3px}
.meta{color:#6b7280;font-size:13px}.table tr.ussd td{border-top:1px solid #dfe5dc}.table td:nth-child(n+3):nth-child(-n+7){text-align:right}
table{border-collapse:collapse}td,th{padding:2px 12px 2px 0;text-align:left}
input.lang{margin-left:14px}
)css";

class Page {
  public:
    Page(Menu const& menu, Catalogue const& words, Report const& report, std::ostream& out)
        : menu_(menu), words_(words), report_(report), out_(out) {
        for (auto const& language : words.languages()) languages_.push_back(language.code);
    }

    void write(int paise) {
        auto const charts = charts_of(menu_, words_);
        head();
        put("<nav>");
        for (auto const& chart : charts)
            put("<a href=\"#f-{}\">{}</a>", chart.name, escaped(chart.name));
        put("<a href=\"#languages\">languages</a><a href=\"#findings\">findings</a></nav>\n");
        legend();
        for (auto const& chart : charts) flow(chart);
        languages(paise);
        findings();
        put("</body></html>\n");
    }

  private:
    template <class... Args>
    void put(fmt::format_string<Args...> text, Args&&... args) {
        out_ << fmt::format(text, std::forward<Args>(args)...);
    }

    void head() {
        put("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta "
            "name=\"viewport\" "
            "content=\"width=device-width\"><title>Haatline menus</title>\n<style>{}{}",
            page_style, chart_style());
        // One language at a time in the charts, chosen by the radio buttons; no script.
        for (auto const& language : languages_)
            put("body:has(#lang-{0}:checked) .chart .t:not(.{0}){{display:none}}\n", language);
        put("</style></head><body>\n<header><h1>Haatline menus</h1><p>{} screens in {} languages. ",
            report_.screens, report_.languages);
        put("<b>{} errors</b>, {} warnings. {} of {} texts are drafts that await a native "
            "reader.</p>",
            report_.errors(), report_.warnings(), report_.drafts, report_.texts);
        if (!report_.tasks.empty()) {
            put("<p>");
            for (auto const& task : report_.tasks)
                put("<b>{}</b> takes {} answers{}. ", escaped(task.task), task.inputs,
                    task.total > task.inputs
                        ? fmt::format(" ({} with language and place)", task.total)
                        : "");
            put("</p>");
        }
        put("</header>\n");
    }

    void legend() {
        put("<section class=\"legend\"><p>A caller begins at <a href=\"#c-{0}\">{0}</a>. Each "
            "green box is "
            "a screen as she reads it, with example values; an arrow leaves the row she chooses. "
            "Dashed boxes show nothing: they ask the database or decide. Blue boxes end the call. "
            "Dashed arrows are detours. Words beside a box lead to another flow or back. ",
            menu_.landmarks().start);
        put("Everywhere: 0 goes back, 00 to <a href=\"#c-{0}\">{0}</a>, 9 asks a person to "
            "ring.</p><p>"
            "Language of the charts:",
            menu_.landmarks().root);
        for (auto const& language : words_.languages())
            put("<label><input type=\"radio\" class=\"lang\" name=\"lang\" "
                "id=\"lang-{}\"{}>{}</label>",
                language.code, language.code == "en" ? " checked" : "", escaped(language.own_name));
        put("</p></section>\n");
    }

    void flow(Chart const& chart) {
        put("<section id=\"f-{}\"><h2>{}</h2><p class=\"intro\">{} <span "
            "class=\"meta\">{}</span></p>\n"
            "<div class=\"scroll\">",
            chart.name, escaped(chart.name), escaped(chart.intro), escaped(chart.file));
        write_chart(chart, languages_, report_, 0, 0, out_);
        put("</div>\n<details><summary>Every screen of this flow as phones show it</summary>\n");
        for (auto const& box : chart.boxes)
            if (box.node->shows()) screen(*box.node);
        put("</details></section>\n");
    }

    void screen(Node const& node) {
        put("<h3 id=\"s-{0}\">{0}</h3><p class=\"meta\">{1}:{2}</p>", escaped(node.id),
            escaped(node.file), node.line);
        for (auto const& finding : report_.findings)
            if (finding.file == node.file && finding.what.starts_with(node.id + ":")) told(finding);
        put("<div class=\"phones\">");
        for (auto const& language : words_.languages()) phone(node, language);
        put("</div>\n");
    }

    void phone(Node const& node, Language const& language) {
        auto const pages = example_pages(menu_, words_, node, language.code, shown_budget);
        put("<div class=\"phone\"><h4>{}</h4>", escaped(language.own_name));
        for (auto const& page : pages)
            put("<pre lang=\"{}\">{}</pre>", language.code, escaped(page));
        for (auto const& width : report_.widths)
            if (width.screen == node.id && width.language == language.code) bar(width, language);
        put("</div>");
    }

    /// Units at the widest, of what the page carries.
    void bar(Report::Width const& width, Language const& language) {
        auto const of = shown_budget.of(width.alphabet);
        auto const fit = std::find_if(width.fits.begin(), width.fits.end(), [](auto const& each) {
            return each.budget == shown_budget_name;
        });
        if (fit == width.fits.end()) return;
        bool const native_name = !language.needs_ucs2 && width.alphabet == coding::Alphabet::ucs2;
        auto const percent = std::min<std::size_t>(100, width.units * 100 / of);
        put("<div class=\"bar\"><i class=\"{}\" style=\"width:{}%\"></i></div><div class=\"used\">",
            width.units > of ? "over"
            : percent > 90   ? "tight"
                             : "fits",
            percent);
        put("{}{} of {} {} at its widest", native_name ? "with a Hindi name: " : "", width.units,
            of, width.alphabet == coding::Alphabet::gsm7 ? "septets" : "UCS-2 units");
        if (fit->rows > 0)
            put(", {} rows fit", fit->rows);
        else if (fit->pages > 1)
            put(", {} pages", fit->pages);
        else
            put(", {} left", of - std::min(of, width.units));
        put("</div>");
    }

    /// Language × channel: what is there and what it costs.
    void languages(int paise) {
        put("<section id=\"languages\"><h2>Languages</h2><p class=\"meta\">Pages and units with "
            "example values; every text and every screen sent once as SMS, {} paise a segment; "
            "speaking time at {} "
            "letters a second. How to read it: docs/languages.md.</p><div class=\"scroll\"><table "
            "class=\"table\"><tr><th>language</th><th>channel</th><th>texts</th><th>ready</th>"
            "<th>drafts</th><th>stale</th><th>too long</th><th>cost</th></tr>\n",
            paise, letters_a_second);
        for (auto const& row : table_of(report_, paise)) {
            auto const* language = words_.language(row.language);
            put("<tr class=\"{}\"><td>{} {}</td><td>{}</td><td>{}</td><td{}>{} %</td><td>{}</td>"
                "<td{}>{}</td><td>{}</td><td>{}</td></tr>\n",
                row.channel, row.language, language ? escaped(language->own_name) : "", row.channel,
                row.texts.texts, row.texts.percent() < 100 ? " class=\"err\"" : "",
                row.texts.percent(), row.texts.drafts, row.texts.stale > 0 ? " class=\"warn\"" : "",
                row.texts.stale, row.has_length ? std::to_string(row.texts.too_long) : "–",
                escaped(row.cost));
        }
        put("</table></div></section>\n");
    }

    void told(Finding const& finding) {
        put("<p class=\"{}\">{}: {}</p>", finding.level == Finding::Level::error ? "err" : "warn",
            escaped(place_of(finding)), escaped(finding.what));
    }

    void findings() {
        put("<section id=\"findings\"><h2>Findings</h2>");
        if (report_.findings.empty()) put("<p>None.</p>");
        for (auto const& finding : report_.findings) told(finding);
        put("</section>");
    }

    Menu const& menu_;
    Catalogue const& words_;
    Report const& report_;
    std::ostream& out_;
    std::vector<std::string> languages_;
};

} // namespace

void write_html(Menu const& menu, Catalogue const& words, Report const& report, std::ostream& out,
                int paise) {
    Page(menu, words, report, out).write(paise);
}

} // namespace haatline::menus
