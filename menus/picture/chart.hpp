#pragma once

#include "menus/check.hpp"
#include "menus/picture/layers.hpp"

#include <map>
#include <string>
#include <vector>

namespace haatline::menus {

/// A line of a box: the same place in every language, and where it leads.
struct ChartLine {
    enum class Look : std::uint8_t { title, prompt, row, rule };
    Look look = Look::row;
    std::map<std::string, std::vector<std::string>> wrapped; ///< language → lines that fit the box
    std::vector<std::string> plain; ///< the same in every language: rules, outcomes
    std::string to;                 ///< a screen or a jump; empty: leads nowhere
    bool detour = false;
    std::size_t height_lines() const;
};

struct ChartBox {
    Node const* node = nullptr;
    std::vector<std::string> from; ///< screens of other flows that lead here
    std::vector<ChartLine> lines;
};

/// The flow of one file: its boxes in the order of the file, ready to be drawn.
struct Chart {
    std::string file;  ///< "menus/flows/find.yaml"
    std::string name;  ///< "find"
    std::string intro; ///< the comment it begins with
    std::vector<ChartBox> boxes;
    Layers layers; ///< a box each, in the same order
    /// Line of a box → index into `layers.arrows`, where it is drawn as an arrow.
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> arrows;
};

/// Geometry of a box, in the units of the SVG.
constexpr double chart_line_height = 17;
constexpr double chart_pad = 8;
constexpr double chart_title_height = 26;

/// What stands beside a line that leads to a jump, to another flow or back to a screen on the left
/// of its own.
std::string chip_text(std::string const& to, bool leftwards);

/// Every flow file of a menu as a chart, in the order in which a caller meets them.
std::vector<Chart> charts_of(Menu const& menu, Catalogue const& words);

/// Text broken between words into lines of at most `cells` Latin letters' width; Indic letters are
/// wider.
std::vector<std::string> wrap(std::string_view text, double cells);

} // namespace haatline::menus
