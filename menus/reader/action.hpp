#pragma once

#include "menus/menu.hpp"
#include "menus/reader/table.hpp"

namespace haatline::menus {

/// The words of an action inside a larger map (a row, a case): go, set, effects, then, notice,
/// detour.
Action read_action(Table& table);

/// An action alone: `reg.role`, or `{set: {role: maker}, go: reg.prod}`.
Action read_action(Source& source, YAML::Node const& node, std::string const& owner, int line);

/// A row before it is known which screens are shipped.
struct WantedRow {
    Row row;
    std::string needs; ///< screen that must be shipped for this row to be printed
};

/// `choice:` or `rows:`: digit → row, or digit → several rows with conditions.
std::vector<WantedRow> read_rows(Source& source, YAML::Node const& node, std::string const& screen,
                                 int line);

} // namespace haatline::menus
