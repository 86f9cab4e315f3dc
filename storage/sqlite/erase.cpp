#include "storage/erase.hpp"

#include "cluster/reference.hpp"
#include "storage/sqlite/audit.hpp"
#include "storage/sqlite/erasure.hpp"
#include "storage/sqlite/folder_lock.hpp"
#include "storage/sqlite/key_source.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/transaction.hpp"
#include "storage/sqlite/upkeep.hpp"

#include <vector>

namespace haatline::storage {
namespace {

constexpr Sql kByReference{
    "erase.by_reference",
    "SELECT o.person FROM enterprise e JOIN ownership o ON o.enterprise = e.id JOIN person p ON "
    "p.id = o.person WHERE e.serial = ? AND p.deleted_at IS NULL"};
constexpr Sql kByPhone{"erase.by_phone", "SELECT person FROM person_phone WHERE phone = ? AND "
                                         "until_at IS NULL"};
constexpr Sql kSize{
    "erase.size",
    "SELECT (SELECT count(*) FROM ownership w WHERE w.person = ?1 AND NOT EXISTS (SELECT 1 FROM "
    "ownership o WHERE o.enterprise = w.enterprise AND o.person <> ?1)), (SELECT count(*) FROM "
    "person_phone WHERE person = ?1)"};
constexpr Sql kWish{"erase.by_desk", "UPDATE person SET delete_at = ?2 WHERE id = ?1 AND "
                                     "deleted_at IS NULL"};
constexpr Sql kGone{"erase.gone", "SELECT 1 FROM tombstone WHERE person = ?"};

} // namespace

Result<ToErase> whom_to_erase(std::string const& dir, Whom const& whom) {
    auto db = open_beside(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    auto const& which = whom.reference.empty() ? kByPhone : kByReference;
    auto key = static_cast<std::int64_t>(whom.phone);
    if (!whom.reference.empty()) {
        auto const serial = reference_serial(whom.reference);
        if (!serial)
            return fail(Errc::bad_request, "this is no reference of ours: a digit is wrong");
        key = static_cast<std::int64_t>(*serial);
    }
    std::vector<std::int64_t> found;
    {
        Run run(sql[which]);
        run->bind(1, key);
        while (run->step()) found.push_back(run->integer(0));
        if (auto ended = sql.ended(*run, which); !ended) return fail(ended.error());
    }
    if (found.empty()) return fail(Errc::not_found, "nobody is meant by this: nothing was done");
    if (found.size() > 1)
        return fail(Errc::conflict,
                    fmt::format("{} people share it: name one by the reference of an enterprise "
                                "that is hers alone, with --person",
                                found.size()));
    ToErase out{found.front()};
    Run run(sql[kSize]);
    if (run->bind(1, out.person).step()) {
        out.enterprises = run->integer(0);
        out.phones = run->integer(1);
    }
    if (auto ended = sql.ended(*run, kSize); !ended) return fail(ended.error());
    return out;
}

Result<bool> erase_by_desk(std::string const& dir, std::int64_t person, Staff const& staff,
                           std::string const& reason, World& world) {
    {
        auto db = open_beside(dir);
        if (!db) return fail(db.error());
        Prepared sql(*db);
        Transaction transaction(sql);
        if (auto begun = transaction.begin(); !begun) return fail(begun.error());
        auto done = audit(
            *db, {staff.name, "erase", fmt::format("person {}", person), "there", "erased", reason},
            staff.now);
        if (done) {
            auto const wished = change(sql, kWish, person, staff.now.time_since_epoch().count());
            if (!wished) done = fail(wished.error());
        }
        if (done) done = transaction.commit();
        if (!done) return fail(done.error());
    }
    auto const lock = FolderLock::take(dir);
    if (!lock) return false;
    auto db = open_database(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    Subjects subjects(sql, KeySource(drawn_key(world.random)));
    Upkeep upkeep(sql, subjects, {});
    upkeep.begin(staff.now, Upkeep::What::erasures);
    while (upkeep.due()) upkeep.slice();
    auto const report = upkeep.take();
    if (!report.outcome) return fail(report.outcome.error());
    if (auto emptied = db->execute("PRAGMA wal_checkpoint(TRUNCATE)"); !emptied)
        return fail(emptied.error());
    return true;
}

Result<bool> is_erased(std::string const& dir, std::int64_t person) {
    auto db = open_beside(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    Run run(sql[kGone]);
    bool const gone = run->bind(1, person).step();
    if (auto ended = sql.ended(*run, kGone); !ended) return fail(ended.error());
    return gone;
}

} // namespace haatline::storage
