#pragma once

#include "base/result.hpp"
#include "base/world.hpp"

#include <cstdint>
#include <string>

/// A database out of the house and back.
namespace haatline::storage {

struct BackupReport {
    std::string keys;        ///< the file of keys that was refreshed
    std::uint64_t bytes = 0; ///< of the backup
    std::uint64_t tables = 0, rows = 0;
    std::uint64_t dialogues = 0; ///< open ones, to be continued after a restore within a day
};

/// Copies the database of `dir` row by row into `file`, as it stood at one moment, while a gateway
/// may go on serving from it. No key of anybody, no screen and no number's retry mark is in it: what
/// people typed and the names of members are sealed, and their keys go into ONE `haatline.keys`
/// beside it, which is refreshed; an erasure overwrites its key there.
/// @fails Errc::conflict when `file` exists, or the keys there are another database's;
///        Errc::not_found without a database; Errc::unavailable for the disk.
Result<BackupReport> backup(std::string const& dir, std::string const& file, World& world);

struct RestoreOptions {
    std::string keys;           ///< '': haatline.keys beside the backup
    bool replace = false;       ///< there is a database, and it may be lost
    bool without_words = false; ///< the keys are lost for good: names and typed words stay shut
};

struct RestoreReport {
    std::uint64_t enterprises = 0, dialogues = 0;
    std::uint64_t erased_again = 0; ///< persons who were erased after this backup was made
    TimePoint made_at{};
};

/// Puts a backup in the place of a folder's database, as a whole or not at all: it is made ready
/// beside it and renamed. Whoever was erased since, as the keys or the database that is replaced
/// tell, is erased in it too.
/// @fails Errc::unavailable while a gateway serves the folder; Errc::conflict when a database is
///        there and `replace` is not set, or the keys are another database's; Errc::invalid_data when
///        the file is no backup of ours, newer than this binary, or damaged; Errc::not_found when a
///        file is missing. Each detail names the remedy.
Result<RestoreReport> restore(std::string const& dir, std::string const& file,
                              RestoreOptions const& options, World& world);

} // namespace haatline::storage
