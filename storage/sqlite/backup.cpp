#include "storage/backup.hpp"

#include "storage/sqlite/key_file.hpp"
#include "storage/sqlite/key_source.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/sql.hpp"

#include <sodium.h>

#include <array>
#include <filesystem>
#include <unordered_map>

namespace haatline::storage {
namespace {

namespace fs = std::filesystem;

constexpr Sql kSchema{"backup.schema",
                      "SELECT type, name, sql FROM live.sqlite_master WHERE sql IS NOT NULL AND "
                      "name NOT LIKE 'sqlite_%' ORDER BY type = 'trigger', type = 'index', name"};
constexpr Sql kColumns{"backup.columns", "SELECT name FROM pragma_table_info(?, 'live')"};
constexpr Sql kStoreId{"backup.store_id", "SELECT value FROM live.meta WHERE key = 'store_id'"};
constexpr Sql kKeys{"backup.keys", "SELECT id, key FROM live.subject WHERE phone > 0"};
constexpr Sql kErased{"backup.erased", "SELECT person FROM live.tombstone"};
constexpr Sql kPutDown{"backup.put_down", "SELECT phone, state, at FROM live.snapshot"};
constexpr Sql kOpen{
    "backup.open",
    "SELECT s.phone, e.state, e.at FROM live.event e CROSS JOIN live.subject s ON s.id = e.subject "
    "WHERE e.seq > (SELECT ifnull(max(CAST(value AS INTEGER)), 0) FROM live.meta WHERE key = "
    "'covered_seq') AND s.phone > 0 ORDER BY e.seq"};
constexpr Sql kDialogue{"backup.dialogue",
                        "INSERT INTO main.snapshot (phone, state, at) VALUES (?, ?, ?)"};
constexpr Sql kNote{"backup.note",
                    "INSERT INTO main.meta (key, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET "
                    "value = ?2"};
constexpr Sql kRegister{
    "backup.register",
    "INSERT INTO key_copy (path, written_at, told) VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET "
    "written_at = ?2"};
constexpr Sql kGone{"backup.gone", "SELECT id FROM subject WHERE phone < 0"};
constexpr Sql kGonePersons{"backup.gone_persons", "SELECT person FROM tombstone"};

/// What of a column does not go into a backup as it is.
struct LeftOut {
    std::string_view table, column, instead;
};
constexpr std::array kLeftOut{
    LeftOut{"subject", "key", "zeroblob(32)"}, // they go into haatline.keys
    LeftOut{"event", "state", "''"},           // of open dialogues the last one, into `snapshot`
    LeftOut{"event", "reply", "''"},
    LeftOut{"event", "identity", "''"},
};
/// A dialogue can be continued for a day (reference/menus.md §2); older ones need not travel.
constexpr auto kDialogueLives = std::chrono::hours(24);

class Backup {
  public:
    Backup(Db db, std::string path, World& world)
        : db_(std::move(db)), sql_(db_), path_(std::move(path)), world_(world) {}

    Result<BackupReport> copy(std::string const& live) {
        auto const attached = fmt::format("ATTACH '{}' AS live", doubled_quotes(live));
        // Nobody reads this file before it is whole, so it needs no log of its own.
        for (auto const& step :
             {std::string("PRAGMA main.journal_mode=OFF"),
              std::string("PRAGMA main.synchronous=OFF"), std::string("PRAGMA temp_store=MEMORY"),
              attached, std::string("BEGIN")})
            if (auto done = db_.execute(step); !done) return fail(done.error());
        for (auto const& part : {&Backup::read_store, &Backup::copy_tables,
                                 &Backup::put_dialogues_down, &Backup::make_indexes, &Backup::sign})
            if (auto done = (this->*part)(); !done) return fail(done.error());
        if (auto done = db_.execute("COMMIT"); !done) return fail(done.error());
        return report_;
    }

    KeyFile keys; ///< as of the same moment
    Key day_key{};
    std::int64_t made_at = 0;

  private:
    static std::string doubled_quotes(std::string const& text) {
        std::string out;
        for (char const c : text) out.append(c == '\'' ? 2 : 1, c);
        return out;
    }

    Result<void> read_store() {
        {
            Run run(sql_[kStoreId]);
            if (run->step()) keys.store_id = run->text(0);
            if (auto ended = sql_.ended(*run, kStoreId); !ended) return ended;
        }
        {
            Run run(sql_[kKeys]);
            while (run->step()) {
                Key key{};
                auto const octets = run->text(1);
                std::copy_n(octets.begin(), std::min(octets.size(), key.size()), key.begin());
                keys.keys.emplace_hint(keys.keys.end(), run->integer(0), key);
            }
            if (auto ended = sql_.ended(*run, kKeys); !ended) return ended;
        }
        Run run(sql_[kErased]);
        while (run->step()) keys.erased.insert(run->integer(0));
        return sql_.ended(*run, kErased);
    }

    Result<void> copy_tables() {
        std::vector<std::pair<std::string, std::string>> tables;
        {
            Run run(sql_[kSchema]);
            while (run->step()) {
                auto& into = run->text(0) == "table" ? tables : later_;
                into.emplace_back(run->text(1), run->text(2));
            }
            if (auto ended = sql_.ended(*run, kSchema); !ended) return ended;
        }
        for (auto const& [name, sql] : tables) {
            if (auto made = db_.execute(sql); !made) return made;
            ++report_.tables;
            if (name == "snapshot") continue;
            if (auto copied = copy_rows(name); !copied) return copied;
        }
        return {};
    }

    Result<void> copy_rows(std::string const& table) {
        std::string into, from;
        bool plain = true;
        {
            Run run(sql_[kColumns]);
            run->bind(1, table);
            while (run->step()) {
                auto const column = std::string(run->text(0));
                auto value = fmt::format("\"{}\"", column);
                into += fmt::format("{}\"{}\"", into.empty() ? "" : ", ", column);
                for (auto const& out : kLeftOut)
                    if (out.table == table && out.column == column) {
                        value = out.instead;
                        plain = false;
                    }
                from += fmt::format("{}{}", from.empty() ? "" : ", ", value);
            }
            if (auto ended = sql_.ended(*run, kColumns); !ended) return ended;
        }
        // SELECT * lets SQLite move whole rows without taking them apart.
        auto const statement =
            plain ? fmt::format("INSERT INTO main.\"{0}\" SELECT * FROM live.\"{0}\"", table)
                  : fmt::format("INSERT INTO main.\"{0}\" ({1}) SELECT {2} FROM live.\"{0}\"",
                                table, into, from);
        if (auto copied = db_.execute(statement); !copied) return copied;
        report_.rows += static_cast<std::uint64_t>(db_.changes());
        return {};
    }

    /// As if every dialogue had been put down at this moment, under a key that is kept for a day.
    Result<void> put_dialogues_down() {
        struct Dialogue {
            std::string state;
            std::int64_t at = 0;
        };
        std::unordered_map<std::int64_t, Dialogue> open;
        for (auto const* sql : {&kPutDown, &kOpen}) {
            Run run(sql_[*sql]);
            while (run->step())
                open[run->integer(0)] = {std::string(run->text(1)), run->integer(2)};
            if (auto ended = sql_.ended(*run, *sql); !ended) return ended;
        }
        auto const since = (TimePoint(Millis(made_at)) - kDialogueLives).time_since_epoch().count();
        for (auto const& [phone, dialogue] : open) {
            if (dialogue.state.empty() || dialogue.at < since) continue;
            auto const put = change(sql_, kDialogue, phone,
                                    Octets{seal(day_key, 1, dialogue.state, phone)}, dialogue.at);
            if (!put) return fail(put.error());
            ++report_.dialogues;
        }
        return {};
    }

    Result<void> make_indexes() {
        for (auto const& [name, sql] : later_)
            if (auto made = db_.execute(sql); !made) return made;
        return {};
    }

    Result<void> sign() {
        auto const newest = db_.integer("SELECT ifnull(max(seq), 0) FROM main.event");
        auto const version = db_.integer("PRAGMA live.user_version");
        if (!newest || !version) return fail(newest ? version.error() : newest.error());
        for (auto const& [key, value] :
             {std::pair{"backup_at", made_at}, std::pair{"covered_seq", *newest},
              std::pair{"screens_seq", *newest}})
            if (auto noted = change(sql_, kNote, std::string_view(key), std::to_string(value));
                !noted)
                return fail(noted.error());
        return db_.execute(fmt::format("PRAGMA main.application_id={}; PRAGMA main.user_version={}",
                                       application_id, *version));
    }

    Db db_;
    Prepared sql_;
    std::string path_;
    World& world_;
    BackupReport report_;
    std::vector<std::pair<std::string, std::string>> later_;
};

/// Of an older file of keys what is still of use: digests of the backups that lie there, and the
/// keys of dialogues that are not a day old.
Result<void> carry_over(KeyFile& keys, std::string const& path, TimePoint now) {
    auto const before = KeyFile::read(path);
    if (!before) {
        if (before.error().code == Errc::not_found) return {};
        return fail(before.error());
    }
    if (before->store_id != keys.store_id)
        return fail(Errc::conflict,
                    fmt::format("{}: these are the keys of another database: write the backup into "
                                "a folder of its own",
                                path));
    for (auto const& [made_at, about] : before->backups) {
        auto kept = about;
        if (now - TimePoint(Millis(made_at)) > kDialogueLives) kept.day_key = {};
        keys.backups.emplace(made_at, kept);
    }
    return {};
}

/// Whoever was erased while the keys were on their way to the file.
Result<void> catch_up(Prepared& live, KeyFile const& keys, std::string const& path) {
    std::vector<std::int64_t> subjects, persons;
    for (auto const& [sql, out] :
         {std::pair{&kGone, &subjects}, std::pair{&kGonePersons, &persons}}) {
        Run run(live[*sql]);
        while (run->step()) out->push_back(run->integer(0));
        if (auto ended = live.ended(*run, *sql); !ended) return ended;
    }
    std::erase_if(subjects, [&](auto id) { return keys.keys.count(id) == 0; });
    std::erase_if(persons, [&](auto id) { return keys.erased.count(id) > 0; });
    if (subjects.empty() && persons.empty()) return {};
    return erase_in_key_file(path, keys.store_id, subjects, persons);
}

} // namespace

Result<BackupReport> backup(std::string const& dir, std::string const& file, World& world) {
    [[maybe_unused]] static int const ready = sodium_init();
    std::error_code ignored;
    auto const target = fs::absolute(file, ignored);
    if (fs::exists(target, ignored))
        return fail(Errc::conflict,
                    fmt::format("{}: this file is there already and stays as it is: choose another "
                                "name, or remove it first",
                                file));
    if (fs::equivalent(target.parent_path(), dir, ignored))
        return fail(Errc::bad_request,
                    fmt::format("{}: this is the data folder, and a backup in it is lost with it: "
                                "choose another folder, best on another disk",
                                file));
    auto const keys_path = (target.parent_path() / "haatline.keys").string();
    auto live = open_beside(dir);
    if (!live) return fail(live.error());
    Prepared live_sql(*live);
    auto const now = world.clock.now();
    auto const at = now.time_since_epoch().count();

    auto const part = target.string() + ".part";
    fs::remove(part, ignored);
    auto db = Db::open(part, Db::Mode::read_write);
    if (!db) return fail(db.error());
    fs::permissions(part, fs::perms::owner_read | fs::perms::owner_write, ignored);
    Result<BackupReport> report;
    KeyFile keys;
    Key day_key{};
    {
        Backup work(std::move(*db), part, world);
        work.day_key = KeySource(drawn_key(world.random)).next();
        work.made_at = at;
        report = work.copy(database_path(dir));
        keys = std::move(work.keys);
        day_key = work.day_key;
    }
    auto const finish = [&]() -> Result<void> {
        if (!report) return fail(report.error());
        if (auto carried = carry_over(keys, keys_path, now); !carried) return carried;
        if (auto synced = sync_path(part); !synced) return synced;
        auto const digest = digest_of_file(part);
        if (!digest) return fail(digest.error());
        keys.written_at = now;
        keys.backups[at] = {*digest, day_key};
        // Known before it is written: later erasures reach it by themselves, and those of meanwhile
        // are looked up when it is there.
        if (auto known = change(live_sql, kRegister, keys_path, at); !known)
            return fail(known.error());
        if (auto written = keys.write(keys_path); !written) return written;
        if (auto caught = catch_up(live_sql, keys, keys_path); !caught) return caught;
        report->bytes = fs::file_size(part, ignored);
        report->keys = keys_path;
        std::error_code renamed;
        fs::rename(part, target, renamed);
        if (renamed) return fail(Errc::unavailable, fmt::format("{}: {}", file, renamed.message()));
        return sync_path(target.parent_path().string());
    };
    if (auto done = finish(); !done) {
        fs::remove(part, ignored);
        return fail(done.error());
    }
    return report;
}

} // namespace haatline::storage
