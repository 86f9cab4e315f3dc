#include "storage/sqlite/db.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <optional>

namespace haatline::storage {
namespace {

struct FaultRow {
    int sqlite;
    Errc code;
    std::string_view remedy;
};

// What an operator can do about it. Everything else is a fault of ours.
constexpr std::array kFaults{
    FaultRow{SQLITE_FULL, Errc::unavailable, "the disk is full: make room, nothing else is needed"},
    FaultRow{SQLITE_IOERR, Errc::unavailable,
             "the disk refuses reading or writing: look at the system log"},
    FaultRow{SQLITE_CANTOPEN, Errc::unavailable,
             "the file cannot be opened: check the folder and its rights"},
    FaultRow{SQLITE_READONLY, Errc::unavailable,
             "the file or its folder cannot be written: check the rights"},
    FaultRow{SQLITE_BUSY, Errc::unavailable,
             "another program holds the database: try again when it is done"},
    FaultRow{SQLITE_LOCKED, Errc::unavailable,
             "another program holds the database: try again when it is done"},
    FaultRow{SQLITE_NOMEM, Errc::unavailable, "no memory is left on this machine"},
    FaultRow{SQLITE_NOTADB, Errc::invalid_data,
             "this is no database file, or its first page is damaged: choose another folder, or "
             "restore a backup"},
    FaultRow{SQLITE_CORRUPT, Errc::invalid_data, "the file is damaged: restore a backup"},
    FaultRow{SQLITE_CONSTRAINT, Errc::internal, "it contradicts what is stored"},
};

struct SystemRow {
    int error;
    std::string_view remedy;
};

// What the system said beneath SQLite's "input/output error" and "cannot open".
constexpr std::array kSystem{
    SystemRow{ENOSPC, "the disk is full: make room, nothing else is needed"},
    SystemRow{EDQUOT, "the user's share of the disk is full: make room or raise the quota"},
    SystemRow{EROFS, "the disk is mounted read-only: mount it for writing"},
    SystemRow{EACCES, "the file or its folder may not be used: check owner and rights"},
    SystemRow{EPERM, "the file or its folder may not be used: check owner and rights"},
    SystemRow{EMFILE, "too many files are open: raise LimitNOFILE or `ulimit -n`"},
    SystemRow{ENFILE, "the whole machine has too many files open: raise fs.file-max"},
    SystemRow{ENOENT, "the folder is not there: check its path and whether its disk is mounted"},
    SystemRow{EISDIR, "a folder stands where the file should: check the path"},
};

std::string_view remedy_of(FaultRow const& row, sqlite3* raw) {
    if (raw && (row.sqlite == SQLITE_IOERR || row.sqlite == SQLITE_CANTOPEN))
        for (auto const& each : kSystem)
            if (each.error == sqlite3_system_errno(raw)) return each.remedy;
    return row.remedy;
}

} // namespace

Statement& Statement::bind(int at, std::int64_t value) {
    sqlite3_bind_int64(raw_.get(), at, value);
    return *this;
}

Statement& Statement::bind(int at, std::string_view value) {
    // An empty view may have no address, and SQLite takes that for NULL.
    char const* data = value.data() ? value.data() : "";
    sqlite3_bind_text(raw_.get(), at, data, static_cast<int>(value.size()), SQLITE_STATIC);
    return *this;
}

Statement& Statement::bind_octets(int at, std::string_view value) {
    char const* data = value.data() ? value.data() : "";
    sqlite3_bind_blob(raw_.get(), at, data, static_cast<int>(value.size()), SQLITE_STATIC);
    return *this;
}

Statement& Statement::bind_null(int at) {
    sqlite3_bind_null(raw_.get(), at);
    return *this;
}

bool Statement::step() {
    last_ = sqlite3_step(raw_.get());
    return last_ == SQLITE_ROW;
}

void Statement::reset() { sqlite3_reset(raw_.get()); }

std::string_view Statement::text(int column) const {
    auto const* data = reinterpret_cast<char const*>(sqlite3_column_text(raw_.get(), column));
    return data ? std::string_view(
                      data, static_cast<std::size_t>(sqlite3_column_bytes(raw_.get(), column)))
                : std::string_view();
}

Result<Db> Db::open(std::string const& path, Mode mode) {
    // SQLite's own count of memory takes one process-wide lock per allocation; nobody reads it
    // here. Must come before first use, and says SQLITE_MISUSE ever after, which is fine.
    [[maybe_unused]] static int const uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    Db db;
    sqlite3* raw = nullptr;
    int const flags =
        mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    int const code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    db.raw_.reset(raw);
    if (code != SQLITE_OK) return fail(db.fault(code, "opening " + path));
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw,
                         10'000); // a checkpoint or an import of some seconds must not fail a step
    sqlite3_commit_hook(
        raw, [](void* may) { return *static_cast<bool const*>(may) ? 0 : 1; },
        db.may_commit_.get());
    db.functions_ = std::make_unique<Functions>(raw);
    if (int const taught = db.functions_->teach(); taught != SQLITE_OK)
        return fail(db.fault(taught, "opening " + path));
    return db;
}

Result<void> Db::execute(std::string const& sql) {
    int const code = sqlite3_exec(raw_.get(), sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return fail(fault(code, sql.substr(0, sql.find_first_of(" \n"))));
    return {};
}

Result<Statement> Db::prepare(std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    int const code = sqlite3_prepare_v3(raw_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    if (code != SQLITE_OK) return fail(fault(code, std::string("preparing ") + std::string(sql)));
    return Statement(raw);
}

Result<std::int64_t> Db::integer(std::string_view sql) {
    auto statement = prepare(sql);
    if (!statement) return fail(statement.error());
    if (statement->step()) return statement->integer(0);
    if (statement->last() != SQLITE_DONE) return fail(fault(statement->last(), sql));
    return 0;
}

Result<void> Db::finish(Statement& statement) {
    while (statement.step()) {
    }
    int const code = statement.last();
    // The reset below must not hide what went wrong, and must happen, or the statement keeps its
    // lock.
    std::optional<Error> error;
    if (code != SQLITE_DONE) error = fault(code, "writing");
    statement.reset();
    if (error) return fail(std::move(*error));
    return {};
}

bool Db::has_moved() const {
    int moved = 0;
    sqlite3_file_control(raw_.get(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return moved != 0;
}

Error Db::fault(std::string_view doing) const {
    return fault(sqlite3_extended_errcode(raw_.get()), doing);
}

Error Db::fault(int code, std::string_view doing) const {
    for (auto const& row : kFaults)
        if (row.sqlite == (code & 0xFF))
            return {row.code,
                    fmt::format("{}: {} (SQLite {})", doing, remedy_of(row, raw_.get()), code)};
    // Only our own statements reach SQLite, so its message never quotes a caller.
    return {Errc::internal, fmt::format("{}: {} (SQLite {})", doing,
                                        raw_ ? sqlite3_errmsg(raw_.get()) : "no memory", code)};
}

} // namespace haatline::storage
