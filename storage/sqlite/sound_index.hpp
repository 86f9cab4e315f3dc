#pragma once

#include "cluster/found.hpp"
#include "locales/text/sound.hpp"
#include "storage/sqlite/sql.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace haatline::storage {

/// Bits of sound.mark.
constexpr int mark_weak = 1, mark_synonym = 2, mark_part = 4;

/// A key as it stands in the index: its kind before it (schema/0011).
struct IndexKey {
    std::string key, vowels;
};
/// Under which keys a name is stored, and under which one typed is looked for, the likeliest first.
std::vector<IndexKey> stored_keys(text::Sound const& sound);
std::vector<IndexKey> sought_keys(text::Sound const& sound);
std::string match_key_row(std::string_view match_key);

/// Adds one name; a name of several words also under each of them.
Result<void> put_sounds(Prepared& prepared, Named kind, std::int64_t object, std::string_view word,
                        int mark);

/// Makes the index anew from products, districts and places. Inside the caller's transaction.
Result<void> rebuild_sounds(Db& db);
/// The same in a transaction of its own, when other rules made it.
Result<void> keep_sounds_current(Db& db);

} // namespace haatline::storage
