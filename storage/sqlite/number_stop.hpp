#pragma once

#include "storage/sqlite/effects.hpp"

namespace haatline::storage {

/// Nothing goes to the caller's number any more that nobody there asked for. Kept by a mark of the number, not
/// the number: it is for those who are no members, whose own stops stand with them.
Result<void> stop_number(Act& act);
/// Takes it back; nothing where there is none.
Result<void> free_number(Act& act);

} // namespace haatline::storage
