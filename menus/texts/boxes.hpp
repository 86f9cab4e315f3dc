#pragma once

#include "menus/texts/screens.hpp"

#include <iosfwd>

namespace haatline::menus {

/// A screen with a line round it. The right side is open: terminals disagree how wide the letters of
/// India are.
void write_box(PhoneScreen const& screen, std::ostream& out);

} // namespace haatline::menus
