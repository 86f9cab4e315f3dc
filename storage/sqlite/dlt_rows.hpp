#pragma once

#include "cluster/dlt/register.hpp"
#include "storage/sqlite/sql.hpp"

#include <cstddef>

/// Rows of the register on disk, one function a table. True when something changed.
namespace haatline::storage {

Result<bool> put_row(Prepared& sql, dlt::Entity const& row);
Result<bool> put_row(Prepared& sql, dlt::Header const& row);
Result<bool> put_row(Prepared& sql, dlt::Template const& row, TimePoint now);
Result<bool> put_row(Prepared& sql, dlt::AllowedTarget const& row);
Result<bool> put_row(Prepared& sql, dlt::Chain const& row);
Result<bool> put_row(Prepared& sql, dlt::Preference const& row);

/// @fails Errc::limit when a table holds more than is loaded.
Result<void> within_bounds(Prepared& sql);

Result<dlt::Register> all_rows(Prepared& sql);

} // namespace haatline::storage
