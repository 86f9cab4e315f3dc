#pragma once

#include "storage/sqlite/desk.hpp"

namespace haatline::storage {

/// One of the people a phone knows, as it may be shown there before anything is proven.
struct Behind {
    std::int64_t person = 0;
    std::string label; ///< the word she chose, else her name where she allowed it, else empty
    int i = 0;         ///< "Person 2": counted with those who left, so that it stays
    bool here = false; ///< still behind this phone

    /// What stands for her: `label named i`.
    Values shown() const;
};

Result<std::vector<Behind>> behind(Desk& desk, std::int64_t phone);

std::span<Sql const* const> hot_behind();

} // namespace haatline::storage
