#pragma once

#include <cstddef>
#include <string_view>

/// The secret number of a person: four digits that guard messages, loan and deletion on a phone
/// that others hold too (reference/domain.md §4). It is digested where it comes in; nothing here,
/// and nothing behind, ever keeps the digits.
namespace haatline::secret {

constexpr std::size_t digits = 4;

/// Wrong tries until it is closed, counted for the person over all her phones and calls. Only a
/// person at the desk opens it again.
constexpr int tries_max = 5;

/// What the first guesser types: 0000, 1234, 9876, 1212.
constexpr bool too_simple(std::string_view four) {
    auto const steps_of = [&](int step) {
        for (std::size_t i = 1; i < four.size(); ++i)
            if ((four[i] - four[i - 1] - step) % 10 != 0) return false;
        return true;
    };
    bool const pairs = four.size() == digits && four[0] == four[2] && four[1] == four[3];
    return pairs || steps_of(0) || steps_of(1) || steps_of(-1);
}

} // namespace haatline::secret
