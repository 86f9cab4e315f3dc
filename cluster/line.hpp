#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

/// Whose a phone is that somebody also uses (`person_phone.relation`). The names are stored.
namespace haatline::lines {

/// Only on a phone of her own does a member give and take rights (cluster/act.hpp).
constexpr std::string_view own = "own";
constexpr std::array<std::string_view, 4> relations{own, "family", "neighbour", "group"};

inline bool is_relation(std::string_view name) {
    return std::find(relations.begin(), relations.end(), name) != relations.end();
}

/// How a number is told from others on a screen without being said: "XX3210", as banks print it.
/// Letters of GSM 7-bit, since an ellipsis would halve the page.
inline std::string tail(std::uint64_t e164) {
    auto const digits = std::to_string(10'000 + e164 % 10'000);
    return "XX" + digits.substr(1);
}

} // namespace haatline::lines
