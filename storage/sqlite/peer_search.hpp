#pragma once

#include "cluster/place.hpp"
#include "cluster/role.hpp"
#include "storage/sqlite/sql.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace haatline::storage {

/// Who is sought, and from where.
struct PeerQuery {
    std::int64_t product = 0; ///< 0: any (roles with RoleFacts::any_product)
    Role want = Role::maker;
    Ring ring = Ring::near;
    Point from;
    std::int64_t district = 0;
    std::int64_t state = 0;
    std::int64_t own = 0; ///< the caller's enterprise, left out
};

struct PeerFound {
    Rank rank; ///< rank.id is the enterprise
    std::int64_t district = 0;
    std::int64_t state = 0;
};

struct PeerPage {
    std::vector<PeerFound> rows; ///< in order, from the offset on
    bool more = false;
    std::size_t total = 0; ///< at most limits::count_shown
};

/// Ranks without sorting everything: neighbourhoods are read from the index by rows of a tenth of a
/// degree, areas by district and state with the vouched first, and each read is bounded, so that a
/// product made by a million costs the same as one made by ten.
///
/// Where more than `candidates_max` stand in one reading, the narrower neighbourhood decides the
/// order and the rest follows as far as it was read: deterministic, so that pages never overlap.
Result<PeerPage> find_peers(Prepared& prepared, PeerQuery const& query, std::size_t offset,
                            std::size_t rows);

/// Most index rows one reading looks at: four screens more than a caller can page through in the
/// steps of a dialogue, and about 0.1 ms.
constexpr std::size_t candidates_max = 300;

std::span<Sql const* const> hot_peers();

} // namespace haatline::storage
