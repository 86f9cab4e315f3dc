#pragma once

#include "menus/menu.hpp"
#include "menus/reader/action.hpp"

namespace haatline::menus {

/// `commands:` of a flow file: where each SMS command leads, and what may stand behind it.
std::vector<CommandWay> read_commands(Source& source, Word const& word);
/// `words:` of a flow file: by what the arguments of a command are told.
std::vector<ArgumentWord> read_argument_words(Source& source, Word const& word);

/// Every command of data/keywords.csv has its way, every way its command, and every argument its reader.
void prove_commands(Menu const& menu, std::vector<Problem>& problems);

} // namespace haatline::menus
