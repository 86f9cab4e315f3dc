#pragma once

#include "cluster/questions.hpp"
#include "storage/sqlite/sql.hpp"

#include <span>

namespace haatline::storage {

/// Who acts: the person the dialogue found on the line, else the first behind the number.
/// @returns 0 when nobody is.
Result<std::int64_t> acting_person(Prepared& sql, Caller const& caller);

/// What is for a person alone is refused from a helper of hers, and on a phone that is not her own
/// (cluster/act.hpp): the menus offer no way to it. What is left is refused from a helper whose leave has ended.
/// @fails Errc::bad_request, Errc::conflict
Result<void> may_act(Prepared& sql, Caller const& caller, Effect const& effect);
/// Writes down what somebody else did for the person who is calling; nothing for what she does
/// herself.
Result<void> note_act(Prepared& sql, Caller const& caller, Effect const& effect);

std::span<Sql const* const> hot_acting();

} // namespace haatline::storage
