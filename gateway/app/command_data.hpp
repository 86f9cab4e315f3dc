#pragma once

#include "storage/audit.hpp"

#include <string>

namespace haatline::gateway {

/// Reads a file into the database of `dir`. Exit status: 0 every row kept or known, 1 rows were
/// rejected, 2 nothing read.
int command_import(std::string const& dir, std::string const& kind, std::string const& file,
                   storage::Staff const& staff);

/// Writes one kind to standard output, as "csv" or "json". Members leave only with a row in the
/// audit.
int command_export(std::string const& dir, std::string const& kind, std::string const& format,
                   storage::Staff const& staff);

} // namespace haatline::gateway
