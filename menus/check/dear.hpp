#pragma once

#include "locales/text/fold.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::menus {

/// Letters that no cheap SMS alphabet has, and what to write instead.
struct DearLetters {
    /// What `text::fold` writes otherwise; none: nothing says the same (→, an emoji), it is left out.
    std::optional<text::FoldKind> kind;
    std::string_view what, remedy;
};

/// Those that stand in a text. The tables decide, and `text::fold` says what to write. A letter that
/// people of South Asia write in is none of them, though no table has some (غ and ئ of Urdu, all of
/// Ol Chiki): there is no other letter.
std::vector<DearLetters> dear_letters(std::string_view text);

/// The text without them.
std::string without(DearLetters const& dear, std::string_view text);

} // namespace haatline::menus
