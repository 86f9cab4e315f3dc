#pragma once

#include "storage/store.hpp"

#include <memory>
#include <string>

namespace haatline::storage {

/// Opens (and creates or migrates) the database file `<dir>/haatline.db`. WAL, synchronous=FULL,
/// foreign keys on.
/// @fails Errc::invalid_data when the file is not ours, newer than this binary, or fails the quick
/// check;
///        Errc::unavailable when the folder cannot be written. The detail names the file and the
///        remedy.
Result<std::unique_ptr<Store>> open_sqlite(std::string const& dir, World& world);

} // namespace haatline::storage
