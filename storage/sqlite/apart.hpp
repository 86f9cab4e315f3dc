#pragma once

#include "storage/sqlite/asks.hpp"

namespace haatline::storage {

/// `person` never hears of `other` again, nor `other` of `person`: the block, and every
/// introduction between the two that is open or agreed. Twice is once. Oneself cannot be blocked.
Result<void> keep_apart(Prepared& sql, std::int64_t person, std::int64_t other, TimePoint now);

/// Takes the wish for a connection back; where the desk has taken it in hand, says so on the ticket.
Result<void> drop_connection(Prepared& sql, StoredAsk const& stored);

} // namespace haatline::storage
