#include "menus/picture/svg.hpp"

#include "menus/picture/picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace haatline::menus {
namespace {

constexpr double margin = 14;

/// "find.card" for "find.card: is a dead end…".
bool names(Finding const& finding, Node const& node) {
    return finding.file == node.file && finding.what.starts_with(node.id + ":");
}

std::string_view class_of(Node const& node) {
    if (node.kind == Kind::gate) return "gate";
    return node.kind == Kind::end ? "end" : "screen";
}

class Painter {
  public:
    Painter(Chart const& chart, std::span<std::string const> languages, Report const& report,
            std::ostream& out)
        : chart_(chart), languages_(languages), report_(report), out_(out) {}

    void paint() {
        // Arrows that leave one line, drawn below the boxes so that no text is crossed.
        for (auto const& [line, arrow] : chart_.arrows)
            if (chart_.layers.arrows[arrow].drawn) paint_arrow(line, chart_.layers.arrows[arrow]);
        for (std::size_t i = 0; i < chart_.boxes.size(); ++i) paint_box(i);
    }

  private:
    template <class... Args>
    void put(fmt::format_string<Args...> text, Args&&... args) {
        out_ << fmt::format(text, std::forward<Args>(args)...);
    }

    void paint_arrow(std::pair<std::size_t, std::size_t> at, Layers::Arrow const& arrow) {
        auto const& line = chart_.boxes[at.first].lines[at.second];
        std::string path =
            fmt::format("M{:.1f} {:.1f}", arrow.points.front().x, arrow.points.front().y);
        for (std::size_t i = 1; i < arrow.points.size(); ++i) {
            auto const& a = arrow.points[i - 1];
            auto const& b = arrow.points[i];
            if (a.y == b.y) {
                path += fmt::format(" L{:.1f} {:.1f}", b.x, b.y);
                continue;
            }
            double const middle = (a.x + b.x) / 2;
            path += fmt::format(" C{:.1f} {:.1f} {:.1f} {:.1f} {:.1f} {:.1f}", middle, a.y, middle,
                                b.y, b.x, b.y);
        }
        put("<path class=\"way{}\" d=\"{}\"/>", line.detour ? " detour" : "", path);
        auto const& end = arrow.points.back();
        put("<path class=\"tip{}\" d=\"M{:.1f} {:.1f} l-8 -4 v8 z\"/>",
            line.detour ? " detour" : "", end.x, end.y);
    }

    void paint_box(std::size_t i) {
        auto const& box = chart_.boxes[i];
        auto const& place = chart_.layers.boxes[i];
        Node const& node = *box.node;
        auto const marks = marks_of(report_, node);
        put("<g id=\"c-{}\" class=\"box {}{}\" transform=\"translate({:.1f} {:.1f})\">", node.id,
            class_of(node),
            marks.errors     ? " bad"
            : marks.warnings ? " warned"
                             : "",
            place.x, place.y);
        put("<title>{} · {}:{}</title>", escaped(node.id), escaped(node.file), node.line);
        put("<rect width=\"{:.0f}\" height=\"{:.0f}\" rx=\"{}\"/>", place.width, place.height,
            node.kind == Kind::gate ? 18 : 8);
        put("<a href=\"#s-{}\"><text class=\"name\" x=\"{}\" y=\"18\">{}</text></a>", node.id,
            node.kind == Kind::gate ? 16 : 10, escaped(node.id));
        if (marks.errors || marks.warnings)
            put("<text class=\"mark\" x=\"{:.0f}\" y=\"18\">{}</text>", place.width - 22,
                marks.errors ? "✖" : "⚠");
        if (!box.from.empty()) paint_from(box);
        double y = chart_title_height + chart_pad;
        for (std::size_t j = 0; j < box.lines.size(); ++j) {
            paint_line(i, j, y, place.width);
            y += chart_line_height * static_cast<double>(box.lines[j].height_lines());
        }
        put("</g>\n");
    }

    void paint_from(ChartBox const& box) {
        std::string text = "from ";
        std::size_t const shown = std::min<std::size_t>(box.from.size(), 2);
        for (std::size_t i = 0; i < shown; ++i) text += (i ? ", " : "") + box.from[i];
        if (box.from.size() > shown) text += fmt::format(" and {} more", box.from.size() - shown);
        put("<a href=\"#c-{}\"><text class=\"from\" x=\"2\" y=\"-5\">{}</text></a>",
            box.from.front(), escaped(text));
    }

    void paint_line(std::size_t i, std::size_t j, double y, double width) {
        auto const& line = chart_.boxes[i].lines[j];
        double const base = y + chart_line_height - 4.5;
        double const indent = chart_.boxes[i].node->kind == Kind::gate ? 16 : 10;
        auto const text = [&](std::string_view css, std::vector<std::string> const& lines) {
            double at = base;
            for (auto const& one : lines) {
                put("<text class=\"{}\" x=\"{}\" y=\"{:.1f}\">{}</text>", css, indent, at,
                    escaped(one));
                at += chart_line_height;
            }
        };
        if (!line.plain.empty()) text("rule", line.plain);
        for (auto const& language : languages_)
            if (auto const found = line.wrapped.find(language); found != line.wrapped.end())
                text(fmt::format("t {} {}", language,
                                 line.look == ChartLine::Look::prompt ? "prompt" : "row"),
                     found->second);
        if (line.to.empty()) return;
        auto const arrow = chart_.arrows.find({i, j});
        bool const inside = arrow != chart_.arrows.end();
        if (inside && chart_.layers.arrows[arrow->second].drawn) {
            put("<circle class=\"port\" cx=\"{:.0f}\" cy=\"{:.1f}\" r=\"3\"/>", width,
                y + chart_line_height / 2);
            return;
        }
        paint_chip(line.to, inside || line.to == chart_.boxes[i].node->id, width, y);
    }

    void paint_chip(std::string const& to, bool leftwards, double width, double y) {
        std::string const text = chip_text(to, leftwards);
        bool const screen = !to.starts_with('@');
        if (screen) put("<a href=\"#c-{}\">", to);
        put("<text class=\"chip\" x=\"{:.0f}\" y=\"{:.1f}\">{}</text>", width + 5,
            y + chart_line_height - 4.5, escaped(text));
        if (screen) put("</a>");
    }

    Chart const& chart_;
    std::span<std::string const> languages_;
    Report const& report_;
    std::ostream& out_;
};

} // namespace

std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
    return out;
}

Marks marks_of(Report const& report, Node const& node) {
    Marks out;
    for (auto const& finding : report.findings)
        if (names(finding, node))
            ++(finding.level == Finding::Level::error ? out.errors : out.warnings);
    return out;
}

std::string_view chart_style() {
    return R"css(
.chart text{font:12px ui-monospace,"DejaVu Sans Mono","Noto Sans Mono","Noto Sans Devanagari",monospace;fill:#1d2733}
.chart .name{font-weight:700;fill:#fff}.chart .mark{fill:#fff;font-size:14px}
.chart rect{stroke-width:1.4}
.chart .screen rect{fill:#f4f8f2;stroke:#2f6b3a}.chart .screen .name{fill:#1f5a2a}
.chart .gate rect{fill:#f3f3f6;stroke:#9a9aa8;stroke-dasharray:5 3}.chart .gate .name{fill:#55556a}
.chart .end rect{fill:#e9eef7;stroke:#3a5a94}.chart .end .name{fill:#2b4a80}
.chart .warned .mark{fill:#b26a00}.chart .bad .mark{fill:#b00020}.chart .bad rect{stroke:#b00020;stroke-width:2.5}
.chart .prompt{font-weight:600}.chart .rule{fill:#6b7280;font-style:italic;font-size:11px}
.chart .chip{fill:#3a5a94;font-size:11px}.chart .from{fill:#8a6d1f;font-size:11px}
.chart .way{fill:none;stroke:#4a7f56;stroke-width:1.6}.chart .tip{fill:#4a7f56}.chart .port{fill:#4a7f56}
.chart .way.detour{stroke:#b9a26a;stroke-dasharray:6 4}.chart .tip.detour{fill:#b9a26a}
.chart .box:target rect{stroke:#e08a00;stroke-width:3}
)css";
}

void write_chart(Chart const& chart, std::span<std::string const> languages, Report const& report,
                 double x, double y, std::ostream& out) {
    out << fmt::format("<svg class=\"chart\" x=\"{:.0f}\" y=\"{:.0f}\" width=\"{:.0f}\" "
                       "height=\"{:.0f}\" viewBox=\"{:.0f} {:.0f} {:.0f} {:.0f}\">\n",
                       x, y, chart.layers.width + 2 * margin, chart.layers.height + 2 * margin + 6,
                       -margin, -margin - 6, chart.layers.width + 2 * margin,
                       chart.layers.height + 2 * margin + 6);
    Painter(chart, languages, report, out).paint();
    out << "</svg>\n";
}

void write_svg(Menu const& menu, Catalogue const& words, Report const& report,
               std::string_view language, std::ostream& out) {
    constexpr double heading = 64, gap = 30;
    auto const charts = charts_of(menu, words);
    std::vector<std::string> const languages{std::string(language)};
    double width = 0, height = gap;
    for (auto const& chart : charts) {
        width = std::max(width, chart.layers.width + 60);
        height += chart.layers.height + heading + gap + 40;
    }
    out << fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{:.0f}\" "
                       "height=\"{:.0f}\">\n<style>{} .flow{{font:700 20px sans-serif}} "
                       ".intro{{font:13px sans-serif}}</style>\n"
                       "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
                       width, height, chart_style());
    double y = gap;
    for (auto const& chart : charts) {
        out << fmt::format("<text class=\"flow\" x=\"20\" y=\"{:.0f}\">{}</text>"
                           "<text class=\"intro\" x=\"20\" y=\"{:.0f}\">{}</text>\n",
                           y + 20, escaped(chart.name), y + 42, escaped(chart.intro));
        write_chart(chart, languages, report, 6, y + heading, out);
        y += chart.layers.height + heading + gap + 40;
    }
    out << "</svg>\n";
}

} // namespace haatline::menus
