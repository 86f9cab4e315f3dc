#pragma once

#include "base/result.hpp"

#include <string>

namespace haatline::storage {

/// Looks whether the write-ahead log beside a database is whole, before SQLite opens it: SQLite takes
/// everything up to the first damaged frame and silently forgets what was committed after it.
///
/// A torn end is no damage: a commit that was being written when the power went was never
/// acknowledged. Damage is a bad frame with a whole later commit behind it, for each commit is on
/// the disk before the next one begins (synchronous=FULL).
/// Without a log, the database's own length is compared with what its header says.
/// @fails Errc::invalid_data naming the file, what would be lost and how to go on with the rest.
/// Source: sqlite.org/fileformat2.html §4.
Result<void> check_log(std::string const& database_path);

} // namespace haatline::storage
