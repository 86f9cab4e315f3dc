#pragma once

#include "base/embedded.hpp"
#include "storage/sqlite/db.hpp"

#include <span>

namespace haatline::storage {

/// Puts the places and products that travel in the binary (data/*.csv) into an empty database, in
/// one transaction. A database that has places already is left as it is: its operator may have
/// changed them.
Result<void> fill_facts(Db& db, std::span<Embedded const> files);

/// Tells readers that places, products or labels changed.
Result<void> facts_changed(Db& db);

} // namespace haatline::storage
