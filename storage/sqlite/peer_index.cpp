#include "storage/sqlite/peer_index.hpp"

#include "cluster/role.hpp"

#include <string>
#include <utility>
#include <vector>

namespace haatline::storage {
namespace {

// floor(lat / 1000): India lies north of the equator, so whole division rounds down.
#define PEER_ROWS(product)                                                                         \
    "SELECT " product ", p.role, e.lat_e4 / 1000, e.lon_e4, e.id, e.lat_e4, d.state, e.district, " \
    "EXISTS (SELECT 1 FROM "                                                                       \
    "vouch v WHERE v.enterprise = e.id AND v.withdrawn_at IS NULL) FROM enterprise e JOIN "        \
    "enterprise_product p ON "                                                                     \
    "p.enterprise = e.id JOIN district d ON d.id = e.district WHERE e.listed = 1 "
#define ANY_PRODUCT "AND p.role IN (2, 5, 6)"
#define IN_KEY_ORDER " ORDER BY 1, 2, 3, 4, 5"
constexpr Sql kIndex{"peer.put",
                     "INSERT OR REPLACE INTO peer " PEER_ROWS("p.product") "AND e.id = ?1"};
constexpr Sql kIndexAny{"peer.put.any",
                        "INSERT OR REPLACE INTO peer " PEER_ROWS("0") ANY_PRODUCT " AND e.id = ?1"};
// Product 0 is the first of all: what `any` writes comes before the rest.
constexpr Sql kIndexAllAny{"peer.put.all_any",
                           "INSERT OR REPLACE INTO peer " PEER_ROWS("0") ANY_PRODUCT IN_KEY_ORDER};
constexpr Sql kIndexAll{"peer.put.all", "INSERT INTO peer " PEER_ROWS("p.product") IN_KEY_ORDER};
#undef PEER_ROWS
static_assert(static_cast<int>(Role::machine_maker) == 2 && static_cast<int>(Role::service) == 5 &&
              static_cast<int>(Role::institute) == 6); // ANY_PRODUCT names them
#undef ANY_PRODUCT
#undef IN_KEY_ORDER

// By the full key, from what the enterprise says itself: the index has none by enterprise, since
// only this needs one.
constexpr Sql kUnindex{"peer.drop", "DELETE FROM peer WHERE (product, role, lat_row, lon_e4, "
                                    "enterprise) IN (SELECT p.product, p.role, "
                                    "e.lat_e4 / 1000, e.lon_e4, e.id FROM enterprise e JOIN "
                                    "enterprise_product p ON p.enterprise = e.id "
                                    "WHERE e.id = ?1 UNION ALL SELECT 0, p.role, e.lat_e4 / 1000, "
                                    "e.lon_e4, e.id FROM enterprise e JOIN "
                                    "enterprise_product p ON p.enterprise = e.id WHERE e.id = ?1)"};
constexpr Sql kClear{"peer.clear", "DELETE FROM peer"};
constexpr Sql kIndexes{"peer.indexes", "SELECT name, sql FROM sqlite_master WHERE type = 'index' "
                                       "AND tbl_name = 'peer' AND sql IS NOT NULL"};

} // namespace

Result<void> index_peer(Prepared& prepared, std::int64_t enterprise) {
    auto done = change(prepared, kIndex, enterprise);
    if (done) done = change(prepared, kIndexAny, enterprise);
    if (!done) return fail(done.error());
    return {};
}

Result<void> unindex_peer(Prepared& prepared, std::int64_t enterprise) {
    auto done = change(prepared, kUnindex, enterprise);
    if (!done) return fail(done.error());
    return {};
}

Result<void> index_all_peers(Db& db) {
    Prepared prepared(db);
    std::vector<std::pair<std::string, std::string>> indexes;
    {
        Run run(prepared[kIndexes]);
        while (run->step()) indexes.emplace_back(run->text(0), run->text(1));
        if (auto ended = prepared.ended(*run, kIndexes); !ended) return ended;
    }
    // Kept up row by row they cost more than all the rest; sorted afterwards, a few seconds.
    for (auto const& [name, sql] : indexes)
        if (auto dropped = db.execute(fmt::format("DROP INDEX \"{}\"", name)); !dropped)
            return dropped;
    for (auto const* sql : {&kClear, &kIndexAllAny, &kIndexAll})
        if (auto const done = change(prepared, *sql); !done) return fail(done.error());
    for (auto const& [name, sql] : indexes)
        if (auto made = db.execute(sql); !made) return made;
    return {};
}

} // namespace haatline::storage
