#pragma once

#include "menus/picture/chart.hpp"

#include <iosfwd>
#include <span>

namespace haatline::menus {

/// "&lt;" and its like.
std::string escaped(std::string_view text);

/// How many errors and warnings name this screen.
struct Marks {
    int errors = 0, warnings = 0;
};
Marks marks_of(Report const& report, Node const& node);

/// One chart as an <svg> of its own. Every language of `languages` is drawn into the same boxes, in
/// groups of class `t <language>`; `chart_style()` shows one of them.
void write_chart(Chart const& chart, std::span<std::string const> languages, Report const& report,
                 double x, double y, std::ostream& out);

/// The colours and fonts of a chart.
std::string_view chart_style();

} // namespace haatline::menus
