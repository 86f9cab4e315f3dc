#include "menus/picture/chart.hpp"
#include "menus/picture/picture.hpp"

#include <fmt/format.h>

#include <ostream>

namespace haatline::menus {
namespace {

/// For a quoted text of the DOT language; lines stand left.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\') out += '\\';
        if (c == '\n')
            out += "\\l";
        else
            out += c;
    }
    return out + "\"";
}

std::string text_of(ChartLine const& line, std::string_view language) {
    std::string out;
    auto const found = line.wrapped.find(std::string(language));
    for (auto const& one : found == line.wrapped.end() ? line.plain : found->second) {
        if (!out.empty()) out += ' ';
        out += one;
    }
    return out;
}

} // namespace

void write_dot(Menu const& menu, Catalogue const& words, std::string_view language,
               std::ostream& out) {
    out << "digraph haatline {\n  rankdir=LR;\n  node [shape=box, fontname=\"monospace\", "
           "fontsize=10];\n  edge [fontname=\"monospace\", fontsize=9];\n";
    int number = 0;
    for (auto const& chart : charts_of(menu, words)) {
        out << fmt::format("  subgraph cluster_{} {{\n    label={};\n", number++,
                           quoted(chart.name));
        for (auto const& box : chart.boxes) {
            std::string label = box.node->id + "\n";
            if (box.node->shows()) label += text_of(box.lines.front(), language) + "\n";
            out << fmt::format("    {} [label={}{}];\n", quoted(box.node->id), quoted(label),
                               box.node->shows() ? "" : ", style=\"dashed,rounded\"");
        }
        out << "  }\n";
        for (auto const& box : chart.boxes)
            for (auto const& line : box.lines)
                if (menu.find(line.to))
                    out << fmt::format("  {} -> {} [label={}{}];\n", quoted(box.node->id),
                                       quoted(line.to), quoted(text_of(line, language)),
                                       line.detour ? ", style=dashed" : "");
    }
    out << "}\n";
}

} // namespace haatline::menus
