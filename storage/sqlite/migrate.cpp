#include "storage/sqlite/migrate.hpp"

#include "storage/sqlite/facts.hpp"
#include "storage/sqlite/sound_index.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <vector>

namespace haatline::storage {

namespace {

// Durable when acknowledged: FULL syncs the log of every commit. Checkpoints run elsewhere, never
// inside a commit (performance.md: automatic ones stall it for 64-122 ms). Caches stay small: the
// index of 100,000 enterprises is 20 MB, and what is hot in it stays in the page cache of the
// system.
constexpr char const* kWriting =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
    "PRAGMA foreign_keys=ON; PRAGMA cache_size=-4000; PRAGMA temp_store=MEMORY;"
    "PRAGMA secure_delete=ON;"
    "PRAGMA trusted_schema=OFF";
constexpr char const* kReading =
    "PRAGMA query_only=ON; PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY;"
    "PRAGMA trusted_schema=OFF";

struct Migration {
    int number;
    std::string_view sql;
};

std::vector<Migration> migrations(std::span<Embedded const> files) {
    std::vector<Migration> out;
    for (auto const& file : files) {
        if (!file.path.starts_with("storage/schema/") || !file.path.ends_with(".sql")) continue;
        auto const name = file.path.substr(file.path.rfind('/') + 1);
        int number = 0;
        std::from_chars(name.data(), name.data() + name.size(), number);
        out.push_back({number, file.content});
    }
    std::sort(out.begin(), out.end(),
              [](auto const& a, auto const& b) { return a.number < b.number; });
    return out;
}

Error about_file(Error error, std::string const& path) {
    error.detail = path + ": " + error.detail;
    return error;
}

/// SQLite opens what it may not write for reading alone, and says so only at the first commit.
Result<void> can_be_written(Db& db) {
    if (sqlite3_db_readonly(db.raw(), "main") != 1) return {};
    return fail(Errc::unavailable,
                "the file cannot be written: check its rights and whether its disk "
                "is mounted read-only");
}

Result<void> run(Db& db, Migration const& migration) {
    if (auto begun = db.execute("BEGIN IMMEDIATE"); !begun) return begun;
    auto const body = std::string(migration.sql) +
                      fmt::format("\nPRAGMA application_id={}; PRAGMA user_version={}; COMMIT",
                                  application_id, migration.number);
    if (auto done = db.execute(body); !done) {
        if (db.in_transaction()) (void)db.execute("ROLLBACK");
        return fail(done.error().code, fmt::format("migration {:04} was undone: {}",
                                                   migration.number, done.error().detail));
    }
    return {};
}

/// A step that sealed words leaves copies of them in the corners of pages that were split or
/// emptied. Writing the file anew is the only way to lose them; it needs room for a second copy and
/// is tried again at the next start when it was interrupted.
Result<void> scrub(Db& db) {
    auto const due = db.integer("SELECT count(*) FROM meta WHERE key = 'scrub_due'");
    if (!due) return fail(due.error());
    if (*due == 0) return {};
    for (auto const* step :
         {"VACUUM", "DELETE FROM meta WHERE key = 'scrub_due'", "PRAGMA wal_checkpoint(TRUNCATE)"})
        if (auto done = db.execute(step); !done) return done;
    return {};
}

/// A binary that is newer than the gateway that serves must not move the schema under it.
Result<void> is_current(Db& db) {
    auto const version = db.integer("PRAGMA user_version");
    if (!version) return fail(version.error());
    auto const newest = newest_schema();
    if (*version == newest) return {};
    return fail(Errc::invalid_data,
                fmt::format("its schema is version {}, this binary knows {}: use the binary that "
                            "serves it, or start this one once",
                            *version, newest));
}

} // namespace

int newest_schema() {
    auto const known = migrations(embedded_files());
    return known.empty() ? 0 : known.back().number;
}

Result<void> check_owner(Db& db) {
    auto const owner = db.integer("PRAGMA application_id");
    if (!owner) return fail(owner.error());
    auto const tables = db.integer("SELECT count(*) FROM sqlite_master");
    if (!tables) return fail(tables.error());
    if (*owner != application_id && (*tables > 0 || *owner != 0))
        return fail(Errc::invalid_data,
                    "this database is another program's: choose another folder");
    return {};
}

std::string database_path(std::string const& dir) {
    return (std::filesystem::path(dir) / "haatline.db").string();
}

Result<void> migrate(Db& db, std::span<Embedded const> files) {
    auto const version = db.integer("PRAGMA user_version");
    if (!version) return fail(version.error());
    if (auto ours = check_owner(db); !ours) return ours;
    auto const known = migrations(files);
    auto const newest = known.empty() ? 0 : known.back().number;
    if (*version > newest)
        return fail(Errc::invalid_data, fmt::format("its schema is version {}, this binary knows "
                                                    "{}: start the newer binary, or restore "
                                                    "the backup taken before the upgrade",
                                                    *version, newest));
    for (auto const& migration : known) {
        if (migration.number <= *version) continue;
        if (auto done = run(db, migration); !done) return done;
    }
    return {};
}

Result<void> quick_check(Db& db) {
    auto names = db.prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
    if (!names) return fail(names.error());
    while (names->step()) {
        // First row and last: the two edges of the tree, where an interrupted copy or a cut file
        // shows.
        auto const table = std::string(names->text(0));
        auto key =
            db.prepare(fmt::format("SELECT name FROM pragma_table_info('{}') WHERE pk = 1", table));
        if (!key) return fail(key.error());
        if (!key->step()) continue;
        for (auto const* order : {"ASC", "DESC"}) {
            auto edge = db.prepare(fmt::format("SELECT * FROM \"{}\" ORDER BY \"{}\" {} LIMIT 1",
                                               table, key->text(0), order));
            if (!edge) return fail(edge.error());
            edge->step();
            if (edge->last() != SQLITE_DONE && edge->last() != SQLITE_ROW)
                return fail(db.fault(edge->last(), table));
        }
    }
    if (names->last() != SQLITE_DONE) return fail(db.fault(names->last(), "reading the schema"));
    return {};
}

Result<void> make_folder(std::string const& dir) {
    std::error_code made;
    std::filesystem::create_directories(dir, made);
    if (!made) return {};
    return fail(Errc::unavailable,
                fmt::format("{}: the folder cannot be made ({}): check its path and rights", dir,
                            made.message()));
}

Result<Db> open_database(std::string const& dir) {
    if (auto made = make_folder(dir); !made) return fail(made.error());
    auto const path = database_path(dir);
    // Numbers and names of callers are for nobody else on this machine. SQLite gives its log the
    // rights of the file; where this fails, opening says why. A file that is there already must not be
    // opened here: closing any descriptor of it takes away all locks this process holds on it (POSIX),
    // and the next staff command would take itself for the last one and remove the log.
    if (int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        file >= 0)
        ::close(file);
    auto db = Db::open(path, Db::Mode::read_write);
    if (!db) return db;
    // Whose file it is comes first: nothing may change in another program's.
    for (auto const step :
         {&can_be_written, &check_owner, +[](Db& d) { return d.execute(kWriting); },
          +[](Db& d) { return migrate(d, embedded_files()); }, &scrub, &quick_check,
          +[](Db& d) { return fill_facts(d, embedded_files()); }, &keep_sounds_current})
        if (auto done = step(*db); !done) return fail(about_file(done.error(), path));
    return db;
}

Result<Db> open_beside(std::string const& dir) {
    auto const path = database_path(dir);
    std::error_code unreadable;
    if (!std::filesystem::exists(path, unreadable))
        return fail(
            Errc::not_found,
            fmt::format("{}: there is no database: give the gateway's folder with --data", path));
    auto db = Db::open(path, Db::Mode::read_write);
    if (!db) return db;
    for (auto const step : {&check_owner, +[](Db& d) { return d.execute(kWriting); }, &is_current})
        if (auto done = step(*db); !done) return fail(about_file(done.error(), path));
    return db;
}

Result<Db> open_reading(std::string const& dir) {
    auto const path = database_path(dir);
    auto db = Db::open(path, Db::Mode::read_only);
    if (!db) return db;
    if (auto set = db->execute(kReading); !set) return fail(about_file(set.error(), path));
    return db;
}

} // namespace haatline::storage
