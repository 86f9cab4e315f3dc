#pragma once

#include "base/result.hpp"
#include "base/world.hpp"
#include "storage/sqlite/sealing.hpp"

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace haatline::storage {

using Digest = std::array<unsigned char, 32>;

/// What a backup's own record says: when it was made, its bytes, and the key of the dialogues in it.
struct BackupRecord {
    Digest digest{};
    Key day_key{};
};

/// `haatline.keys`: the keys of all backups of one database, in one file beside them. A backup
/// without it says nothing about anybody, so erasing somebody is overwriting 32 octets here.
struct KeyFile {
    std::string store_id; ///< meta.store_id of the database, 32 characters
    TimePoint written_at{};
    std::map<std::int64_t, Key> keys;             ///< by subject; all zeros: erased
    std::set<std::int64_t> erased;                ///< persons
    std::map<std::int64_t, BackupRecord> backups; ///< by meta.backup_at

    /// @fails Errc::not_found when there is no such file; Errc::invalid_data when it is none of ours,
    /// newer than this binary, or damaged.
    static Result<KeyFile> read(std::string const& path);
    /// Replaces the file as a whole, readable by its owner alone, on disk when this returns.
    Result<void> write(std::string const& path) const;
};

/// Overwrites the keys of subjects in their place and notes the persons, without reading the rest.
/// Doing it twice changes nothing. @fails as `KeyFile::read`.
Result<void> erase_in_key_file(std::string const& path, std::string_view store_id,
                               std::span<std::int64_t const> subjects,
                               std::span<std::int64_t const> persons);

/// BLAKE2b of a file's bytes.
Result<Digest> digest_of_file(std::string const& path);
/// Has the system put a file, or a folder's names, on disk.
Result<void> sync_path(std::string const& path);

} // namespace haatline::storage
