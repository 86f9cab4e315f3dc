#include "menus/picture/chart.hpp"

#include "locales/text/graphemes.hpp"
#include "menus/check/findings.hpp"
#include "menus/preview.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

namespace haatline::menus {
namespace {

constexpr double box_width = 236;
constexpr double gate_width = 206;
constexpr double chip_cell = 6.8;   // width of a letter beside a box
constexpr double box_cells = 29;    // letters of 7.2 units across a box
constexpr double indic_cells = 1.3; // a Devanagari akshara beside a Latin letter

std::string stem_of(std::string_view file) {
    auto const name = file.substr(file.rfind('/') + 1);
    return std::string(name.substr(0, name.rfind('.')));
}

std::string condition_text(Condition const& when) {
    if (when.empty()) return "else";
    std::vector<std::string> parts;
    for (auto const& [name, value] : when)
        parts.push_back(value.empty() ? fmt::format("no {}", name)
                                      : fmt::format("{} = {}", name, value));
    return fmt::format("{}", fmt::join(parts, ", "));
}

std::string_view input_name(InputKind kind) {
    constexpr std::array<std::string_view, 4> names{"a text", "a PIN code", "a number",
                                                    "a quantity"};
    auto const at = static_cast<std::size_t>(kind);
    return at < names.size() ? names[at] : "an answer";
}

class Drawn {
  public:
    Drawn(Menu const& menu, Catalogue const& words) : menu_(menu), words_(words) {}

    ChartBox box(Node const& node) const {
        ChartBox out;
        out.node = &node;
        if (node.shows())
            out.lines.push_back(text_line(ChartLine::Look::prompt, node.prompts.back().key, ""));
        switch (node.kind) {
        case Kind::choice:
            rows(node, out);
            break;
        case Kind::list:
            list(node, out);
            break;
        case Kind::entry:
            entry(node, out);
            break;
        case Kind::end:
            rule(out, "the call ends", "", false);
            break;
        case Kind::gate:
            gate(node, out);
            break;
        }
        return out;
    }

  private:
    ChartLine text_line(ChartLine::Look look, std::string const& key,
                        std::string const& digit) const {
        ChartLine out;
        out.look = look;
        for (auto const& language : words_.languages()) {
            std::string text =
                words_.format(key, language.code, "ussd", example_values(menu_, language.code));
            if (!digit.empty()) text = digit + " " + text;
            out.wrapped[language.code] = wrap(text, box_cells);
        }
        return out;
    }

    static void lead(ChartLine& line, Action const& action) {
        line.to = action.go;
        line.detour = action.detour;
    }

    static void rule(ChartBox& out, std::string const& text, std::string const& to, bool detour) {
        ChartLine line;
        line.look = ChartLine::Look::rule;
        line.plain = wrap(text, box_cells);
        line.to = to;
        line.detour = detour;
        out.lines.push_back(std::move(line));
    }
    static void rule(ChartBox& out, std::string const& text, Action const& action) {
        rule(out, text + noted(action), action.go, action.detour);
    }

    /// What happens on the way, in words.
    static std::string noted(Action const& action) {
        if (action.effects.empty()) return "";
        return fmt::format(" · keeps {}", fmt::join(action.effects, ", "));
    }

    void rows(Node const& node, ChartBox& out) const {
        for (auto const& row : node.rows) {
            ChartLine line = text_line(ChartLine::Look::row, row.text, row.key);
            lead(line, row.action);
            if (!row.when.empty()) rule(out, "if " + condition_text(row.when), "", false);
            out.lines.push_back(std::move(line));
            if (!row.action.effects.empty())
                rule(out, fmt::format("keeps {}", fmt::join(row.action.effects, ", ")), "", false);
        }
    }

    void list(Node const& node, ChartBox& out) const {
        ChartLine line = text_line(ChartLine::Look::row, node.row_text, "1");
        lead(line, node.choose);
        out.lines.push_back(std::move(line));
        rule(out, fmt::format("… up to {} rows of {}", node.page_rows, node.ask->question), "",
             false);
        rows(node, out);
        for (auto const& [name, action] : node.ask->outcomes) rule(out, "if " + name, action);
    }

    void entry(Node const& node, ChartBox& out) const {
        rule(out, fmt::format("{} typed into {}", input_name(node.input), node.into), node.go);
        if (node.no_unit) rule(out, "without a unit", *node.no_unit);
        if (node.zero) rule(out, "0", *node.zero);
    }

    void gate(Node const& node, ChartBox& out) const {
        if (node.ask) {
            rule(out, "asks " + node.ask->question, "", false);
            for (auto const& [name, action] : node.ask->outcomes) rule(out, name, action);
        }
        for (auto const& one : node.cases) rule(out, condition_text(one.when), one.action);
    }

    Menu const& menu_;
    Catalogue const& words_;
};

double height_of(ChartBox const& box) {
    double lines = 0;
    for (auto const& line : box.lines) lines += static_cast<double>(line.height_lines());
    return chart_title_height + lines * chart_line_height + 2 * chart_pad;
}

/// Boxes and arrows of a chart, laid out; screens that other flows lead to come first.
void lay(Chart& chart) {
    std::map<std::string, int> index;
    for (std::size_t i = 0; i < chart.boxes.size(); ++i) {
        auto const& box = chart.boxes[i];
        index[box.node->id] = static_cast<int>(i);
        double const width = box.node->shows() ? box_width : gate_width;
        chart.layers.boxes.push_back({width, height_of(box), 0, 0, 0, 0});
    }
    for (std::size_t i = 0; i < chart.boxes.size(); ++i)
        for (auto const& line : chart.boxes[i].lines)
            if (!line.to.empty() && !index.contains(line.to))
                chart.layers.boxes[i].beside =
                    std::max(chart.layers.boxes[i].beside,
                             chip_cell * static_cast<double>(chip_text(line.to, false).size()));
    for (std::size_t i = 0; i < chart.boxes.size(); ++i) {
        double y = chart_title_height + chart_pad;
        auto const& lines = chart.boxes[i].lines;
        for (std::size_t j = 0; j < lines.size(); ++j) {
            auto const found = index.find(lines[j].to);
            if (found != index.end() && found->second != static_cast<int>(i)) {
                chart.arrows[{i, j}] = chart.layers.arrows.size();
                chart.layers.arrows.push_back(
                    {static_cast<int>(i), found->second, y + chart_line_height / 2, true, {}});
            }
            y += chart_line_height * static_cast<double>(lines[j].height_lines());
        }
    }
    chart.layers.lay_out();
}

/// Flow files in the order in which a new caller comes to them.
std::vector<std::string> files_as_met(Menu const& menu) {
    std::vector<std::string> files, open{menu.landmarks().start};
    std::set<std::string> seen;
    for (std::size_t at = 0; at < open.size(); ++at) {
        Node const* node = menu.find(open[at]);
        if (!node || !seen.insert(node->id).second) continue;
        if (std::find(files.begin(), files.end(), node->file) == files.end())
            files.push_back(node->file);
        for_each_action(*node, [&](Action const& action, bool) {
            open.push_back(action.go);
            open.push_back(action.returns_to);
        });
    }
    return files;
}

} // namespace

std::string chip_text(std::string const& to, bool leftwards) {
    if (to == "@back" || to == "@again") return "↩ back";
    if (to == "@root") return "⌂ main menu";
    if (to == "@end") return "✕ ends";
    if (to == "@return") return "⤴ on, as asked";
    if (to == "@callback") return "☎ ring me";
    if (to == "@resume") return "▶ continues";
    if (to == "@restart") return "⟲ from the start";
    return (leftwards ? "↩ " : "→ ") + to;
}

std::size_t ChartLine::height_lines() const {
    std::size_t most = plain.size();
    for (auto const& [language, lines] : wrapped) most = std::max(most, lines.size());
    return std::max<std::size_t>(most, 1);
}

std::vector<std::string> wrap(std::string_view text, double cells) {
    std::vector<std::string> out{""};
    double used = 0, word_cells = 0;
    std::string word;
    auto const flush = [&] {
        if (used > 0 && used + word_cells > cells) {
            while (out.back().ends_with(' ')) out.back().pop_back();
            out.emplace_back();
            used = 0;
        }
        out.back() += word;
        used += word_cells;
        word.clear();
        word_cells = 0;
    };
    std::size_t from = 0;
    for (std::size_t const to : text::cut_points(text)) {
        std::string_view const letter = text.substr(from, to - from);
        from = to;
        if (letter == "\n") {
            flush();
            out.emplace_back();
            used = 0;
            continue;
        }
        bool const indic = static_cast<unsigned char>(letter[0]) >= 0xE0;
        if (word_cells + (indic ? indic_cells : 1) > cells) flush();
        word += letter;
        word_cells += indic ? indic_cells : 1;
        if (letter == " ") flush();
    }
    flush();
    return out;
}

std::vector<Chart> charts_of(Menu const& menu, Catalogue const& words) {
    Drawn const drawn(menu, words);
    std::vector<Chart> charts;
    auto const chart_of = [&](std::string const& file) -> Chart& {
        for (auto& chart : charts)
            if (chart.file == file) return chart;
        charts.emplace_back();
        charts.back().file = file;
        charts.back().name = stem_of(file);
        charts.back().intro = menu.intro(file);
        return charts.back();
    };
    std::map<std::string, std::set<std::string>> from;
    for (auto const& node : menu.nodes()) {
        auto const box = drawn.box(node);
        for (auto const& line : box.lines) {
            Node const* to = menu.find(line.to);
            if (to && to->file != node.file) from[to->id].insert(node.id);
        }
        chart_of(node.file).boxes.push_back(box);
    }
    for (auto& chart : charts) {
        for (auto& box : chart.boxes)
            box.from.assign(from[box.node->id].begin(), from[box.node->id].end());
        lay(chart);
    }
    auto const order = files_as_met(menu);
    std::stable_sort(charts.begin(), charts.end(), [&](Chart const& a, Chart const& b) {
        return std::find(order.begin(), order.end(), a.file) <
               std::find(order.begin(), order.end(), b.file);
    });
    return charts;
}

} // namespace haatline::menus
