#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace haatline::menus {

struct Quantity {
    std::string number; ///< "50", "1.5"
    std::string unit;   ///< kg qtl ton ltr pc pkt dozen; empty when none, or none that we know
};

/// A number as people type it: digits of any script, grouping commas, "Rs", "₹", a trailing "/-" or
/// '#'. At most six digits before the point, two after it; never zero.
std::optional<std::string> read_amount(std::string_view typed);

/// "50 kg", "50kg", "५० किलो", "2 qtl", "50" (without unit).
/// @returns nothing when it does not begin with a number.
std::optional<Quantity> read_quantity(std::string_view typed);

} // namespace haatline::menus
