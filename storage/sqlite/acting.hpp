#pragma once

#include "cluster/questions.hpp"
#include "storage/sqlite/sql.hpp"

#include <span>

namespace haatline::storage {

/// Who acts: the person the dialogue found on the line, else the first behind the number.
/// @returns 0 when nobody is.
Result<std::int64_t> acting_person(Prepared& sql, Caller const& caller);

std::span<Sql const* const> hot_acting();

} // namespace haatline::storage
