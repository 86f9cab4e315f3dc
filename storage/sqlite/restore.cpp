#include "storage/backup.hpp"
#include "storage/sqlite/erasure.hpp"
#include "storage/sqlite/folder_lock.hpp"
#include "storage/sqlite/key_file.hpp"
#include "storage/sqlite/key_source.hpp"
#include "storage/sqlite/migrate.hpp"

#include <array>
#include <filesystem>

namespace haatline::storage {
namespace {

namespace fs = std::filesystem;

constexpr Sql kStoreId{"restore.store_id", "SELECT value FROM meta WHERE key = 'store_id'"};
constexpr Sql kSubjects{"restore.subjects", "SELECT id FROM subject WHERE phone > 0 ORDER BY id"};
constexpr Sql kPutKey{"restore.key", "UPDATE subject SET key = ?2 WHERE id = ?1"};
constexpr Sql kDialogues{"restore.dialogues", "SELECT phone, state, at FROM snapshot"};
constexpr Sql kPutDialogue{"restore.dialogue", "UPDATE snapshot SET state = ?2 WHERE phone = ?1"};
constexpr Sql kDropDialogue{"restore.drop_dialogue", "DELETE FROM snapshot WHERE phone = ?"};
constexpr Sql kTombstones{"restore.tombstones", "SELECT person FROM tombstone"};
constexpr Sql kLiving{"restore.living", "SELECT 1 FROM person WHERE id = ? AND deleted_at IS NULL"};
constexpr Sql kOwner{"restore.owner", "SELECT person FROM line_subject WHERE subject = ? AND "
                                      "person <> 0"};
constexpr Sql kCopy{"restore.copy",
                    "INSERT INTO key_copy (path, written_at, told) VALUES (?1, ?2, 1) ON CONFLICT "
                    "DO UPDATE SET written_at = ?2, told = 1"};

Error about(std::string const& file, Error error) {
    error.detail = fmt::format("{}: {}", file, error.detail);
    return error;
}

Result<std::string> store_id_of(Db& db) {
    Prepared sql(db);
    Run run(sql[kStoreId]);
    std::string out;
    if (run->step()) out = run->text(0);
    if (auto ended = sql.ended(*run, kStoreId); !ended) return fail(ended.error());
    return out;
}

Result<std::set<std::int64_t>> tombstones_of(Db& db) {
    Prepared sql(db);
    std::set<std::int64_t> out;
    Run run(sql[kTombstones]);
    while (run->step()) out.insert(run->integer(0));
    if (auto ended = sql.ended(*run, kTombstones); !ended) return fail(ended.error());
    return out;
}

/// Whose file it is and when it was made, before anything is copied.
Result<std::int64_t> looked_at(std::string const& file, RestoreOptions const& options,
                               std::optional<KeyFile> const& keys) {
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        return fail(Errc::not_found, fmt::format("{}: there is no such file", file));
    auto db = Db::open(file, Db::Mode::read_only);
    if (!db) return fail(db.error());
    if (auto ours = check_owner(*db); !ours)
        return fail(about(file, {ours.error().code,
                                 ours.error().code == Errc::invalid_data
                                     ? "this is no backup of haatline's, or it is damaged: choose "
                                       "another file"
                                     : ours.error().detail}));
    auto const version = db->integer("PRAGMA user_version");
    if (!version) return fail(about(file, version.error()));
    if (*version > newest_schema())
        return fail(Errc::invalid_data,
                    fmt::format("{}: a newer haatline made it (schema {}, this binary knows {}): "
                                "restore with that one",
                                file, *version, newest_schema()));
    auto const made_at = db->integer(
        "SELECT ifnull(max(CAST(value AS INTEGER)), 0) FROM meta WHERE key = 'backup_at'");
    if (!made_at) return fail(about(file, made_at.error()));
    if (*made_at == 0)
        return fail(Errc::invalid_data,
                    fmt::format("{}: this is a gateway's own database, not a backup: make one with "
                                "`haatline backup FILE --data FOLDER`",
                                file));
    auto const store_id = store_id_of(*db);
    if (!store_id) return fail(about(file, store_id.error()));
    if (keys && keys->store_id != *store_id)
        return fail(Errc::conflict,
                    fmt::format("{}: these keys belong to another database's backups: name the "
                                "right ones with --keys",
                                options.keys));
    // With the keys lies what the file's bytes were; without them SQLite's own look has to do.
    auto const known = keys ? keys->backups.find(*made_at) : decltype(keys->backups.end()){};
    if (keys && known != keys->backups.end()) {
        auto const digest = digest_of_file(file);
        if (!digest) return fail(digest.error());
        if (*digest != known->second.digest)
            return fail(Errc::invalid_data,
                        fmt::format("{}: damaged: its bytes are not those that were written: use "
                                    "another backup",
                                    file));
        return *made_at;
    }
    auto whole = db->prepare("PRAGMA integrity_check(1)");
    if (!whole) return fail(about(file, whole.error()));
    if (!whole->step() || whole->text(0) != "ok")
        return fail(Errc::invalid_data, fmt::format("{}: damaged: use another backup", file));
    return *made_at;
}

/// The copy that becomes the database.
class Restored {
  public:
    Restored(Db& db, World& world) : db_(db), sql_(db), world_(world) {}

    Result<RestoreReport> make_ready(std::optional<KeyFile> const& keys, std::int64_t made_at,
                                     std::set<std::int64_t> erased) {
        report_.made_at = TimePoint(Millis(made_at));
        if (auto put = put_keys(keys, erased); !put) return fail(put.error());
        if (auto put = open_dialogues(keys, made_at); !put) return fail(put.error());
        if (auto current = migrate(db_, embedded_files()); !current) return fail(current.error());
        if (auto gone = erase_again(erased); !gone) return fail(gone.error());
        if (auto done = db_.execute("DELETE FROM meta WHERE key = 'backup_at'"); !done)
            return fail(done.error());
        auto const count = db_.integer("SELECT count(*) FROM enterprise");
        if (!count) return fail(count.error());
        report_.enterprises = static_cast<std::uint64_t>(*count);
        return report_;
    }

  private:
    /// A subject whose key is gone or destroyed is somebody erased since; so is her person.
    Result<void> put_keys(std::optional<KeyFile> const& keys, std::set<std::int64_t>& erased) {
        if (auto begun = db_.execute("BEGIN"); !begun) return begun;
        std::vector<std::int64_t> subjects, destroyed;
        {
            Run run(sql_[kSubjects]);
            while (run->step()) subjects.push_back(run->integer(0));
            if (auto ended = sql_.ended(*run, kSubjects); !ended) return ended;
        }
        KeySource fresh(drawn_key(world_.random));
        for (auto const id : subjects) {
            // Lost keys cannot be told from destroyed ones; a new key keeps the line usable.
            auto const found = keys ? keys->keys.find(id) : decltype(keys->keys.end()){};
            bool const there = keys && found != keys->keys.end();
            if (there && is_destroyed(found->second)) destroyed.push_back(id);
            auto const key = there ? found->second : fresh.next();
            std::string_view const octets(reinterpret_cast<char const*>(key.data()), key.size());
            if (auto put = change(sql_, kPutKey, id, Octets{octets}); !put)
                return fail(put.error());
        }
        for (auto const id : destroyed) {
            Run run(sql_[kOwner]);
            if (run->bind(1, id).step()) erased.insert(run->integer(0));
            if (auto ended = sql_.ended(*run, kOwner); !ended) return ended;
        }
        return db_.execute("COMMIT");
    }

    Result<void> open_dialogues(std::optional<KeyFile> const& keys, std::int64_t made_at) {
        auto const known = keys ? keys->backups.find(made_at) : decltype(keys->backups.end()){};
        auto const key = keys && known != keys->backups.end() ? known->second.day_key : Key{};
        auto const since = (world_.clock.now() - std::chrono::hours(24)).time_since_epoch().count();
        std::vector<std::pair<std::int64_t, std::string>> all;
        {
            Run run(sql_[kDialogues]);
            while (run->step()) {
                auto const state = open_sealed(key, run->text(1));
                all.emplace_back(run->integer(0),
                                 state && run->integer(2) >= since ? *state : std::string());
            }
            if (auto ended = sql_.ended(*run, kDialogues); !ended) return ended;
        }
        if (auto begun = db_.execute("BEGIN"); !begun) return begun;
        for (auto const& [phone, state] : all) {
            auto const done = state.empty() ? change(sql_, kDropDialogue, phone)
                                            : change(sql_, kPutDialogue, phone, state);
            if (!done) return fail(done.error());
            report_.dialogues += state.empty() ? 0 : 1;
        }
        return db_.execute("COMMIT");
    }

    Result<void> erase_again(std::set<std::int64_t> const& erased) {
        for (auto const person : erased) {
            {
                Run run(sql_[kLiving]);
                bool const there = run->bind(1, person).step();
                if (auto ended = sql_.ended(*run, kLiving); !ended) return ended;
                if (!there) continue;
            }
            auto const gone =
                erase_now(db_, person, "restore", world_.clock.now(), drawn_key(world_.random));
            if (!gone) return gone;
            ++report_.erased_again;
        }
        // What she left in the corners of pages goes only with writing the file anew.
        return report_.erased_again == 0 ? Result<void>() : db_.execute("VACUUM");
    }

    Db& db_;
    Prepared sql_;
    World& world_;
    RestoreReport report_;
};

/// What the database that is there knows of erasures, and leaves nothing behind it but its one file.
Result<std::set<std::int64_t>> put_to_rest(std::string const& dir, std::string const& store_id) {
    std::set<std::int64_t> erased;
    auto const path = database_path(dir);
    std::error_code ignored;
    if (fs::exists(path, ignored)) {
        // A damaged one tells nothing, and restoring is what it needs.
        if (auto db = Db::open(path, Db::Mode::read_write)) {
            auto const id = store_id_of(*db);
            if (id && *id == store_id)
                if (auto known = tombstones_of(*db)) erased = std::move(*known);
            (void)db->execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
    return erased;
}

} // namespace

Result<RestoreReport> restore(std::string const& dir, std::string const& file,
                              RestoreOptions const& given, World& world) {
    auto options = given;
    if (options.keys.empty())
        options.keys = (fs::absolute(file).parent_path() / "haatline.keys").string();
    if (auto made = make_folder(dir); !made) return fail(made.error());
    auto const lock = FolderLock::take(dir);
    if (!lock) return fail(lock.error());
    auto const path = database_path(dir);
    std::error_code ignored;
    if (fs::exists(path, ignored) && !options.replace)
        return fail(Errc::conflict,
                    fmt::format("{}: a database is there already: give an empty folder, or "
                                "--replace when it may be lost",
                                path));
    std::optional<KeyFile> keys;
    if (!options.without_words) {
        auto read = KeyFile::read(options.keys);
        if (!read && read.error().code == Errc::not_found)
            return fail(Errc::not_found, read.error().detail +
                                             "; when they are lost for good, --without-words "
                                             "restores everything but names and typed words");
        if (!read) return fail(read.error());
        keys = std::move(*read);
    }
    auto const made_at = looked_at(file, options, keys);
    if (!made_at) return fail(made_at.error());

    auto const part = path + ".restoring";
    fs::remove(part, ignored);
    std::error_code copied;
    fs::copy_file(file, part, copied);
    if (copied) return fail(Errc::unavailable, fmt::format("{}: {}", part, copied.message()));
    fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write, ignored);
    Result<RestoreReport> report;
    {
        auto db = Db::open(part, Db::Mode::read_write);
        if (!db) return fail(db.error());
        // Nobody sees it before it is whole; a crash leaves a file that the next attempt removes.
        auto ready = db->execute("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA "
                                 "foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA "
                                 "cache_size=-64000; PRAGMA trusted_schema=OFF");
        if (!ready) return fail(ready.error());
        auto const store_id = store_id_of(*db);
        if (!store_id) return fail(store_id.error());
        auto erased = put_to_rest(dir, *store_id);
        if (!erased) return fail(erased.error());
        if (keys) erased->insert(keys->erased.begin(), keys->erased.end());
        report = Restored(*db, world).make_ready(keys, *made_at, std::move(*erased));
        if (report && keys) {
            Prepared sql(*db);
            auto const known = change(sql, kCopy, fs::absolute(options.keys).string(),
                                      keys->written_at.time_since_epoch().count());
            if (!known) report = fail(known.error());
        }
    }
    if (report)
        if (auto synced = sync_path(part); !synced) report = fail(synced.error());
    if (!report) {
        fs::remove(part, ignored);
        return report;
    }
    // The log of the old database must not be taken for one of the new.
    fs::remove(path + "-wal", ignored);
    fs::remove(path + "-shm", ignored);
    std::error_code renamed;
    fs::rename(part, path, renamed);
    if (renamed) return fail(Errc::unavailable, fmt::format("{}: {}", path, renamed.message()));
    if (auto synced = sync_path(dir); !synced) return fail(synced.error());
    return report;
}

} // namespace haatline::storage
