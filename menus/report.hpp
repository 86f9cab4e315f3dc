#pragma once

#include "menus/check.hpp"
#include "menus/report_table.hpp"

#include <iosfwd>

namespace haatline::menus {

/// As a person reads it: a paragraph a file, every finding as `file:line: error: what`, then the
/// counts. Warnings and the table of languages only where there is no error. `colours` for a terminal,
/// `paise` is the price of an SMS segment.
void write_text(Report const& report, std::ostream& out, bool colours = false,
                int paise = standard_price_paise);
/// For programs; the shape is described in docs/check.md and keeps its `schema` number.
void write_json(Report const& report, std::ostream& out, int paise = standard_price_paise);

} // namespace haatline::menus
