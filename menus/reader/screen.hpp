#pragma once

#include "menus/menu.hpp"
#include "menus/reader/action.hpp"

namespace haatline::menus {

struct ReadScreen {
    Node node;
    std::vector<WantedRow> rows;
};

/// One entry of `screens:`.
ReadScreen read_screen(Source& source, std::string const& id, YAML::Node const& node, int line);

} // namespace haatline::menus
