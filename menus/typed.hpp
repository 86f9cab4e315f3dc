#pragma once

#include "menus/menu.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace haatline::menus {

/// An answer as it was typed, made safe to look at.
struct Typed {
    std::string text; ///< cleaned; empty when nothing legible came
    std::string key; ///< ASCII digits, when it is a number: "1" for "१", "01#", " 1 "; else empty
};

/// Four digits of any script, as ASCII; nothing for anything else.
std::string four_digits(std::string_view raw);

/// Longer than limits::input_bytes, ill-formed UTF-8 or nothing but control characters: an empty
/// text, which no screen understands.
Typed read_typed(std::string_view raw);

/// What an entry screen takes from an answer.
struct Entered {
    Values values;        ///< variables to set; the first is the screen's `into`
    bool no_unit = false; ///< quantity: a number without a unit that we know
};

/// Nothing when the answer has the wrong shape.
std::optional<Entered> read_entry(Node const& node, Typed const& typed);

} // namespace haatline::menus
