#pragma once

#include "menus/check.hpp"

#include <iosfwd>

namespace haatline::menus {

/// As a person reads it: a paragraph a file, every finding as `file:line: error: what`, then the
/// counts. Warnings only where there is no error. `colours` for a terminal.
void write_text(Report const& report, std::ostream& out, bool colours = false);
/// For programs; the shape is described in docs/check.md and keeps its `schema` number.
void write_json(Report const& report, std::ostream& out);

} // namespace haatline::menus
