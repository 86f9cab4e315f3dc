#pragma once

#include "base/result.hpp"
#include "cluster/found.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a caller's word would find, for whoever wants to know why.
namespace haatline::storage {

struct NamedHit {
    Named kind = Named::product;
    Found found;
    std::string code;  ///< product code, else district id
    std::string label; ///< English short label
};

/// The best `most` of each kind. Reads only.
/// @param kind  nothing: every kind.
/// @fails what opening the folder says; Errc::bad_request where nothing in the word can be sought.
Result<std::vector<NamedHit>> find_named(std::string const& dir, std::string_view word,
                                         std::optional<Named> kind, std::size_t most);

} // namespace haatline::storage
