#pragma once

#include "locales/text/fold.hpp"

#include <string_view>
#include <vector>

namespace haatline::menus {

/// Letters that no cheap SMS alphabet has, and what to write instead.
struct DearLetters {
    text::FoldKind kind;
    std::string_view what, remedy;
};

/// Those that stand in a text. ئ of Urdu is none of them: there is no other letter.
std::vector<DearLetters> dear_letters(std::string_view text);

/// The text without them.
std::string without(DearLetters const& dear, std::string_view text);

} // namespace haatline::menus
