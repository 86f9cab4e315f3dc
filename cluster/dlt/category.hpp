#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace haatline::dlt {

/// What a message is in the eyes of the register. The names are stored and stand in files.
enum class Category : std::uint8_t {
    promotional,
    service_implicit, ///< follows from what she does with us: an answer, a reference
    service_explicit, ///< she agreed to be told
    transactional,    ///< a bank's one-time code; listed so that a bank's export can be read
    government,       ///< only under a header that TRAI exempts
};
constexpr std::size_t categories = 5;

struct CategoryFacts {
    Category category;
    std::string_view name;
    /// Operators append it to the header from 6 May 2025; we never do.
    char suffix;
    bool scrubbed; ///< the preference register stops it, unless she agreed to it here
    bool consent;  ///< needs hers
    bool exempt;   ///< needs a header exempted by TRAI
};

CategoryFacts const& facts(Category category);
std::string_view name(Category category);
/// Reads our names and what operators' files call them, in any case, with blanks, - or _ between:
/// "Service Implicit", "SI", "Service-Implicit".
std::optional<Category> category_named(std::string_view word);

} // namespace haatline::dlt
