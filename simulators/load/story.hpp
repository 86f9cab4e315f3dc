#pragma once

#include "simulators/handset/script.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace haatline::simulators {

/// What `haatline load ussd` plays when it is given no file: a caller nobody knows joins in six
/// answers, dials again, searches, and looks at two lists and a card. 14 turns.
extern std::string_view const built_in_story;

/// A story a load can play: the lines of `haatline phone --script`, the first of them a dial.
/// `{name}` stands for a name of the caller's own.
/// @fails Errc::bad_request naming the line.
Result<std::vector<Press>> read_story(std::string_view text);

/// The story in `file`, or the built-in one when no file is named.
/// @fails Errc::not_found for a file that cannot be read, else as `read_story`, naming the file.
Result<std::vector<Press>> story_in(std::string const& file);

/// A name nobody else has in this run: letters only, so that it is never taken for a number.
std::string name_of(std::uint64_t caller);

/// `text` with {name} filled in.
std::string filled(std::string_view text, std::string_view name);

} // namespace haatline::simulators
