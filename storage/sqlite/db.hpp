#pragma once

#include "base/result.hpp"
#include "storage/sqlite/functions.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace haatline::storage {

/// A kept prepared statement. Parameters are bound by name once per run; a run ends with `reset`
/// (also by `Run`'s end).
class Statement {
  public:
    Statement() = default;
    explicit Statement(sqlite3_stmt* raw) : raw_(raw) {}

    /// Parameters count from 1 in the order they first stand in the statement; text must outlive
    /// the run.
    Statement& bind(int at, std::int64_t value);
    Statement& bind(int at, std::string_view value);
    Statement& bind_null(int at);
    /// Octets, as `seal` gives them: a BLOB, where text would be a TEXT.
    Statement& bind_octets(int at, std::string_view value);

    /// True when a row is there. After false, ask the connection's `fault()` whether it was the end
    /// or an error.
    bool step();
    void reset();

    std::int64_t integer(int column) const { return sqlite3_column_int64(raw_.get(), column); }
    bool is_null(int column) const {
        return sqlite3_column_type(raw_.get(), column) == SQLITE_NULL;
    }
    /// Valid until the next step or reset.
    std::string_view text(int column) const;

    int last() const { return last_; } ///< SQLITE_ROW, SQLITE_DONE, or what went wrong
    explicit operator bool() const { return raw_ != nullptr; }

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* raw) const { sqlite3_finalize(raw); }
    };
    std::unique_ptr<sqlite3_stmt, Finalize> raw_;
    int last_ = SQLITE_OK;
};

/// Resets a statement when the scope ends, so that no read lock outlives an answer.
class Run {
  public:
    explicit Run(Statement& statement) : statement_(statement) {}
    ~Run() { statement_.reset(); }
    Run(Run const&) = delete;
    Run& operator=(Run const&) = delete;
    Statement* operator->() { return &statement_; }
    Statement& operator*() { return statement_; }

  private:
    Statement& statement_;
};

/// One connection to the database file. Moves between threads, but one thread at a time.
class Db {
  public:
    enum class Mode : unsigned char { read_only, read_write };

    Db() = default;
    static Result<Db> open(std::string const& path, Mode mode);

    /// Runs one or more statements that give no rows.
    Result<void> execute(std::string const& sql);
    Result<Statement> prepare(std::string_view sql);
    /// First column of the first row, or 0.
    Result<std::int64_t> integer(std::string_view sql);

    /// Runs a prepared statement to its end. @fails what `fault` says.
    Result<void> finish(Statement& statement);
    /// The error of the last call, in our words: full disk and unreadable disk are `unavailable`, a
    /// broken file `invalid_data`.
    Error fault(std::string_view doing) const;
    Error fault(int code, std::string_view doing) const;

    std::int64_t last_id() const { return sqlite3_last_insert_rowid(raw_.get()); }
    int changes() const { return sqlite3_changes(raw_.get()); }
    /// The file was moved or deleted while we have it open: what is written now, nobody finds.
    bool has_moved() const;
    /// While this is forbidden every commit is refused, also of a statement by itself
    /// (transaction.hpp).
    void let_commit(bool may) { *may_commit_ = may; }
    bool may_commit() const { return *may_commit_; }
    bool in_transaction() const { return sqlite3_get_autocommit(raw_.get()) == 0; }
    sqlite3* raw() const { return raw_.get(); }

  private:
    struct Close {
        void operator()(sqlite3* raw) const { sqlite3_close_v2(raw); }
    };
    std::unique_ptr<bool> may_commit_ = std::make_unique<bool>(true);
    std::unique_ptr<sqlite3, Close> raw_;
    std::unique_ptr<Functions> functions_; ///< keeps a statement, so it goes before the connection
};

} // namespace haatline::storage
