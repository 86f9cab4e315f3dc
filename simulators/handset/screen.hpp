#pragma once

#include "locales/coding/measure.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::simulators {

/// Columns a piece of text takes in a terminal: marks that sit on a letter 0, East Asian and emoji
/// 2, the rest 1.
std::size_t cells(std::string_view utf8);

/// Lines of at most `columns` cells: broken at blanks, a longer word between graphemes. Line breaks
/// of the text stay.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

/// What the picture shows beside the text itself.
struct Picture {
    std::string_view text;
    bool ended = false;
    std::string_view session; ///< the provider's name for the dialogue
    coding::PageBudget budget;
    std::size_t columns = 20; ///< an ordinary feature phone shows about 20 letters a row
};

/// "GSM-7 97/160, 63 left"; "over by 3" when the screen would be cut.
std::string units_line(std::string_view text, coding::PageBudget budget);

/// The phone's screen in a frame, with what it costs beneath.
std::string draw(Picture const& picture);

} // namespace haatline::simulators
