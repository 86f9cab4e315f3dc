#pragma once

#include "storage/sqlite/sql.hpp"

#include <cstdint>
#include <string_view>

/// What the desk does about people and their numbers.
namespace haatline::storage {

/// Takes the secret number away and opens the lock: she sets a new one on her next call.
/// @returns whether there was such a person.
Result<bool> reset_secret(Prepared& prepared, std::int64_t person);

/// Gives a number back to those who were detached from it because it was silent, failed its proof
/// or was called new: somebody at the desk has made sure who holds it. Those who left stay away.
/// @returns how many people are behind it again.
Result<int> restore_number(Prepared& prepared, std::int64_t phone, std::int64_t now);

/// A number is given up: everybody behind it is detached.
/// @param why  lapsed, unproven, new_owner, revoked
Result<int> detach_number(Prepared& prepared, std::int64_t phone, std::string_view why,
                          std::int64_t now);

/// What closing a ticket with this outcome makes true: `reset` takes a secret number away, `restored`
/// gives a number back to its people. Nothing for every other outcome.
/// @fails Errc::conflict when there is nobody to whom it could be done.
Result<void> settle_ticket(Prepared& prepared, std::int64_t serial, std::string_view outcome,
                           std::int64_t now);

} // namespace haatline::storage
