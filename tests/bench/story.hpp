#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bench {

/// What one caller does: registers, then searches. `text` is what she types; an empty one with
/// `dials` is a new call.
struct Step {
    bool dials = false;
    std::string text;
};

/// Several stories that lead through different places and products, so that one caller's screen is
/// not another's.
struct Story {
    std::string name;
    std::vector<Step> steps;
    std::vector<std::string>
        screens; ///< as learned: the exact reply, with {name}, {n} where a caller's own words stand
};

std::vector<Story> stories();

/// What a caller calls herself: unique, short enough never to be cut, and printed on the screens
/// that greet her.
std::string name_of(std::size_t caller);

/// `reply` with the caller's name and her reference number replaced, so that it can be compared
/// with what was learned.
std::string generalised(std::string_view reply, std::string_view name);

} // namespace bench
