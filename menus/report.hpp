#pragma once

#include "menus/check.hpp"

#include <iosfwd>

namespace haatline::menus {

/// As a person reads it: every finding as `file:line: error: what`, then the counts.
void write_text(Report const& report, std::ostream& out);
/// {"ok":…,"findings":[{"level","file","line","what"}],"tasks":[…],"screens":…}
void write_json(Report const& report, std::ostream& out);

} // namespace haatline::menus
