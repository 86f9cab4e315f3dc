#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::simulators {

/// One thing a caller does.
struct Press {
    enum class Kind : std::uint8_t { dial, answer, hangup };
    Kind kind = Kind::answer;
    std::string text;
    int line = 0;
    bool operator==(Press const&) const = default;
};

/// Reads the lines of a script:
///
///     # a comment
///     dial *789#        begins a call (a bare *789# does too)
///     1                 an answer
///     > dial             an answer that would read as something else, or ends in blanks
///     hangup
///
/// Empty lines are skipped; an empty answer is written ">".
/// @fails Errc::bad_request naming the line when `dial` has no code behind it.
Result<std::vector<Press>> read_script(std::string_view text);

} // namespace haatline::simulators
