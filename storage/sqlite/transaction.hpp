#pragma once

#include "storage/sqlite/sql.hpp"

namespace haatline::storage {

/// A write transaction; what is not committed when the scope ends is undone.
///
/// Until then nothing on its connection may commit but `commit` itself. SQLite gives a whole
/// transaction up when the disk fails in its middle, also when a question of it could not be read;
/// whatever came next would be committed statement by statement: a step without its effects,
/// half an import.
class Transaction {
  public:
    explicit Transaction(Prepared& sql) : sql_(sql) {}
    ~Transaction();
    Transaction(Transaction const&) = delete;
    Transaction& operator=(Transaction const&) = delete;

    /// BEGIN IMMEDIATE. @fails what the disk says, also while another one is open.
    Result<void> begin();
    /// @fails Errc::unavailable once SQLite has given it up: nothing of it is there.
    Result<void> alive();
    /// @fails also as `alive`.
    Result<void> commit();

  private:
    Prepared& sql_;
    bool open_ = false;
};

} // namespace haatline::storage
