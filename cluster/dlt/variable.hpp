#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace haatline::dlt {

/// What may stand in a variable of a template. Source: TRAI direction of 18 Nov 2025.
enum class VarType : std::uint8_t {
    plain, ///< {#var#}: from before types, and where the operator keeps the tags in his portal
    numeric,
    alphanumeric,
    url,
    urlott, ///< of an application or a broadcast over the net
    cbn,    ///< number to call back
    email,
};
constexpr std::size_t var_types = 7;

struct VarFacts {
    VarType type;
    std::string_view tag; ///< between {# and #}
    bool listed;          ///< only values of the white list
};

VarFacts const& facts(VarType type);
/// "{#numeric#}".
std::string_view spelled(VarType type);
/// By its tag, in any case; also what portals write in a column: "call back number".
std::optional<VarType> var_type_named(std::string_view word);

} // namespace haatline::dlt
