#pragma once

#include "cluster/dlt/rules.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace haatline::dlt {

/// A value as it stands in a compared text, with what it fills.
struct Value {
    VarType type = VarType::plain;
    std::string text;
    bool operator==(Value const&) const = default;
};

/// Bit n: a code point may stand in a value of type n. Length and shape are not looked at.
using TypeMask = unsigned char;
constexpr TypeMask mask_of(VarType type) {
    return static_cast<TypeMask>(1U << static_cast<unsigned>(type));
}
TypeMask types_that_take(char32_t code, Rules const& rules);

/// Whether characters that the type takes make a value of it: not empty, no blank at its ends, not
/// beginning with a mark that would join the word before it, an address with its @. Length is not looked at.
bool has_shape(VarType type, std::string_view value);

/// What is wrong with a value by itself, with the remedy, never the value; nothing when it is good.
/// White lists are asked elsewhere (`may_send`).
std::optional<std::string> fault_of(VarType type, std::string_view value, Rules const& rules);

} // namespace haatline::dlt
