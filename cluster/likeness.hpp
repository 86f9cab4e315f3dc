#pragma once

#include <string>
#include <string_view>

namespace haatline {

/// How many letters differ between two match keys (wrong, missing, extra, or two swapped count one
/// each), or `most` + 1 when it is more than `most`. Counts code points, so that an Indic sign
/// counts as one letter.
int letters_apart(std::u32string_view a, std::u32string_view b, int most);

/// How many letters may differ before a word is taken for another (reference: edit distance 1 from
/// 5 letters, 2 from 8).
int letters_allowed(std::size_t letters);

std::u32string code_points(std::string_view utf8);

} // namespace haatline
