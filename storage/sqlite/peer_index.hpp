#pragma once

#include "storage/sqlite/sql.hpp"

#include <cstdint>

namespace haatline::storage {

/// Puts an enterprise into the search index, or takes it out, after its listing, place, products or
/// vouches changed.
Result<void> index_peer(Prepared& prepared, std::int64_t enterprise);
Result<void> unindex_peer(Prepared& prepared, std::int64_t enterprise);

/// Makes the search index anew from what all enterprises say, inside the caller's transaction. Rows
/// are sorted before they are written: a million one by one would each dirty four pages anywhere in
/// a file of gigabytes, while sorted ones fill page after page.
Result<void> index_all_peers(Db& db);

} // namespace haatline::storage
