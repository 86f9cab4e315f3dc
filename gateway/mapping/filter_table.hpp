#pragma once

#include "gateway/mapping/filter.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway::mapping {

/// One filter of the language. A completeness test walks these rows and docs/mapping.md together.
struct FilterRow {
    std::string_view name;
    /// @fails Errc::bad_request "is not …".
    Result<void> (*apply)(Value& value, Filter const& filter, Scope const& scope);
    std::size_t arguments_min = 0, arguments_max = 0;
    bool pattern = false;   ///< the first argument is a regular expression
    bool of_absent = false; ///< is asked even when there is no value
    /// What must hold of the arguments; told at load.
    Result<void> (*check)(std::vector<std::string> const& arguments) = nullptr;
    bool octets = false; ///< decodes what need not be UTF-8
};

std::span<FilterRow const> filter_rows();

// By kind, each beside its own file.
std::span<FilterRow const> text_filters();
std::span<FilterRow const> number_filters(); ///< telephone numbers, service codes, ids
std::span<FilterRow const> time_filters();
std::span<FilterRow const> octet_filters(); ///< character sets, digests, encodings

inline tl::unexpected<Error> is_not(std::string_view what) {
    return fail(Errc::bad_request, "is not " + std::string(what));
}

} // namespace haatline::gateway::mapping
