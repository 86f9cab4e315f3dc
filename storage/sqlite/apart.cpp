#include "storage/sqlite/apart.hpp"

namespace haatline::storage {
namespace {

// Nothing is kept of somebody of whom no row is left.
constexpr Sql kBlock{"block.add",
                     "INSERT INTO block (by_person, against, at) SELECT ?1, id, ?3 FROM person "
                     "WHERE id = ?2 ON CONFLICT DO NOTHING"};
constexpr Sql kStop{"talk.stop", "UPDATE enquiry SET state = ?2, answered_at = ?3, told_at = NULL, "
                                 "ticket = NULL WHERE serial = ?1"};
// The desk may have looked at it, so that its number stands in the audit: nobody else gets it.
constexpr Sql kFloor{
    "ticket.floor",
    "INSERT INTO meta (key, value) VALUES ('kept_serial_ticket', ?1) ON CONFLICT DO "
    "UPDATE SET value = ?1 WHERE CAST(value AS INTEGER) < ?1"};
constexpr Sql kDrop{"ticket.drop", "DELETE FROM ticket WHERE serial = ? AND kind = 'connect' AND "
                                   "state = 'open'"};

// Somebody has it in hand already: who looks at it again reads that it is no longer wanted.
constexpr Sql kTakeBack{"ticket.take_back",
                        "UPDATE ticket SET reason = 'taken_back' WHERE serial = ? AND kind = "
                        "'connect' AND state = 'taken'"};

} // namespace

Result<void> drop_connection(Prepared& sql, StoredAsk const& stored) {
    if (stored.ticket < 0) return {};
    auto dropped = change(sql, kDrop, stored.ticket);
    if (dropped) dropped = change(sql, *dropped == 0 ? kTakeBack : kFloor, stored.ticket);
    if (!dropped) return fail(dropped.error());
    return {};
}

Result<void> keep_apart(Prepared& sql, std::int64_t person, std::int64_t other, TimePoint now) {
    if (person == 0 || other == 0 || person == other) return {};
    auto const at = now.time_since_epoch().count();
    auto const blocked = change(sql, kBlock, person, other, at);
    if (!blocked) return fail(blocked.error());
    auto const between = asks_between(sql, person, other, asks_since(now));
    if (!between) return fail(between.error());
    for (auto const& stored : *between) {
        auto const now_is = standing(stored.ask, now);
        auto const to = after(now_is, introduction::Reply::block);
        if (!to || *to == now_is) continue;
        if (auto dropped = drop_connection(sql, stored); !dropped) return dropped;
        auto const stopped = change(sql, kStop, stored.serial, name_of(*to), at);
        if (!stopped) return fail(stopped.error());
    }
    return {};
}

} // namespace haatline::storage
