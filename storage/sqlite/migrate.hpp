#pragma once

#include "base/embedded.hpp"
#include "storage/sqlite/db.hpp"

#include <span>
#include <string>

namespace haatline::storage {

/// "HaaT": says to `file` and to us that a database is Haatline's.
constexpr std::int64_t application_id = 0x48616154;

/// The folder of a database, made where there is none. @fails Errc::unavailable naming it.
Result<void> make_folder(std::string const& dir);
std::string database_path(std::string const& dir);

/// Opens `<dir>/haatline.db` for writing with the settings every writer uses, brings its schema up
/// to date and fills the facts of an empty one. The folder is made when it is missing.
Result<Db> open_database(std::string const& dir);

/// A second writing connection beside a gateway that may be serving this folder, for staff commands.
/// Makes nothing and migrates nothing. Keep its transactions short: turns wait for them.
/// @fails Errc::not_found where there is no database; Errc::invalid_data when it is not ours or of
///        another version than this binary.
Result<Db> open_beside(std::string const& dir);

/// A connection that only reads, with a cache of its own.
Result<Db> open_reading(std::string const& dir);

/// Runs the migrations the file has not seen, each in one transaction that ends by setting the
/// version. `files`: those of `storage/schema`, named NNNN_what.sql.
/// @fails Errc::invalid_data when the file is not ours or newer than `files`.
Result<void> migrate(Db& db, std::span<Embedded const> files);

/// The steps in this binary, and the number of the last.
std::span<Embedded const> embedded_files();
int newest_schema();

/// @fails Errc::invalid_data when the file belongs to another program. An empty one is nobody's.
Result<void> check_owner(Db& db);

/// Cheap signs of damage at every start: the schema reads, and so do both ends of every table.
/// `haatline verify` does the rest.
Result<void> quick_check(Db& db);

} // namespace haatline::storage
