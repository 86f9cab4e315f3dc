#include "storage/sqlite/store.hpp"

#include "storage/sqlite/key_source.hpp"
#include "storage/sqlite/log_file.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/open.hpp"
#include "storage/sqlite/reader.hpp"

namespace haatline::storage {
namespace {

/// What a killed process had written but not synced is read back as if it were on the disk, and the
/// replies in it are given again: before the first one leaves, it has to be there. Moving the log
/// syncs it first. A full disk is no reason not to start: only the moving failed.
Result<void> sync_log(Db& db) {
    int const code =
        sqlite3_wal_checkpoint_v2(db.raw(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if ((code & 0xFF) == SQLITE_IOERR) return fail(db.fault(code, "syncing the log"));
    return {};
}

} // namespace

Result<std::unique_ptr<Store>> open_sqlite(std::string const& dir, World& world) {
    if (auto made = make_folder(dir); !made) return fail(made.error());
    // Before the database is touched: a newer binary must not move the schema under a running one.
    auto lock = FolderLock::take(dir);
    if (!lock) return fail(lock.error());
    // Here alone, before SQLite has the files open: closing ours later would drop its locks (POSIX).
    if (auto whole = check_log(database_path(dir)); !whole) return fail(whole.error());
    auto db = open_database(dir);
    if (!db) return fail(db.error());
    if (auto synced = sync_log(*db); !synced) return fail(synced.error());
    // Chance is drawn here, on the thread that opens: it need not be shared with the writer's.
    return std::make_unique<SqliteStore>(dir, std::move(*db), std::move(*lock),
                                         drawn_key(world.random));
}

SqliteStore::~SqliteStore() {
    writer_.reset(); // first, or it would tell a checkpointer that is gone
    checkpointer_.reset();
}

Journal& SqliteStore::start(JournalOptions options,
                            std::function<void(std::vector<Committed>)> on_commit) {
    auto own = Db::open(database_path(dir_), Db::Mode::read_write);
    // Without a connection to spare, nothing moves the log; it grows and is moved at the next
    // start. Steps are safe in it.
    if (own && own->execute(
                   "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-256"))
        checkpointer_ = std::make_unique<Checkpointer>(std::move(*own), options.threads);
    auto* const checkpointer = checkpointer_.get();
    writer_ = std::make_unique<Writer>(
        db_, options, seed_, std::move(on_commit),
        [checkpointer](int pages) {
            if (checkpointer) checkpointer->log_is(pages);
        },
        [checkpointer] {
            if (checkpointer) checkpointer->scrub();
        });
    return *writer_;
}

Result<std::unique_ptr<Reader>> SqliteStore::reader(people::Ages ages, Retention kept) {
    auto db = open_reading(dir_);
    if (!db) return fail(db.error());
    return std::make_unique<SqliteReader>(std::move(*db), ages, kept);
}

template <class Ask>
auto SqliteStore::asked(Ask ask) -> decltype(ask(std::declval<Db&>())) {
    if (!writer_) return ask(db_);
    auto own = open_reading(dir_);
    if (!own) return fail(own.error());
    return ask(*own);
}

namespace {

Result<void> replay_of(Db& db, std::function<void(ReplayedStep const&)> const& each) {
    auto statement = db.prepare(
        "SELECT e.seq, e.at, s.phone, replace(e.session, char(1), substr(s.phone, 3)), "
        "e.identity, e.kind, e.state, e.reply, e.ended FROM event e CROSS JOIN subject s ON s.id = "
        "e.subject WHERE e.seq > (SELECT ifnull(max(CAST(value AS INTEGER)), 0) FROM meta WHERE "
        "key = 'covered_seq') AND s.phone > 0 ORDER BY e.seq");
    if (!statement) return fail(statement.error());
    while (statement->step()) {
        ReplayedStep const step{static_cast<std::uint64_t>(statement->integer(0)),
                                TimePoint(Millis(statement->integer(1))),
                                static_cast<std::uint64_t>(statement->integer(2)),
                                statement->text(3),
                                statement->text(4),
                                statement->text(5),
                                statement->text(6),
                                statement->text(7),
                                statement->integer(8) != 0};
        each(step);
    }
    if (statement->last() != SQLITE_DONE)
        return fail(db.fault(statement->last(), "reading the log"));
    return {};
}

} // namespace

Result<void> SqliteStore::replay(std::function<void(ReplayedStep const&)> const& each) {
    return asked([&](Db& db) { return replay_of(db, each); });
}

Result<std::uint64_t> SqliteStore::next_serial(std::string_view counter) {
    return asked([&](Db& db) { return free_serial(db, counter); });
}

std::uint64_t SqliteStore::enterprises() {
    auto const count = asked([](Db& db) { return db.integer("SELECT count(*) FROM enterprise"); });
    return count ? static_cast<std::uint64_t>(*count) : 0;
}

} // namespace haatline::storage
