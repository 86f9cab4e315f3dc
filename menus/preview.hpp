#pragma once

#include "locales/coding/measure.hpp"
#include "menus/menu.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Screens as a caller reads them, without a caller: for pictures, costs and translators.
namespace haatline::menus {

/// The example values of vars.yaml in a language; English ones where it has none.
Values example_values(Menu const& menu, std::string_view language);

/// Every page of a screen, its places filled with examples. Of the rows of one digit the first
/// stands, of the prompts the last; `key` puts the prompt or row of that name in their place.
std::vector<std::string> example_pages(Menu const& menu, Catalogue const& words, Node const& node,
                                       std::string_view language, coding::PageBudget budget,
                                       std::string_view key = {});

} // namespace haatline::menus
