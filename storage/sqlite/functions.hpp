#pragma once

#include "storage/sqlite/sealing.hpp"

#include <sqlite3.h>

#include <memory>
#include <optional>

namespace haatline::storage {

/// What SQL of ours can say about sealed words, on every connection:
///   opened(column)             the text of a sealed BLOB, '' once its key is destroyed; TEXT as it is
///   sealed(text, subject)      under that subject's key; '' and a subject NULL or 0 leave it plain
///   sealed(text, subject, salt)
///   sealer(column)             whose key it is under; 0 for TEXT
///   word_mark(lang, key)       16 octets that stand for a word without showing it
///   number_mark(number, key)   16 octets that stand for a number to whoever has the key
///   chained(prev, ...)         64 hexadecimal digits: BLAKE2b over all, each with its size
class Functions {
  public:
    explicit Functions(sqlite3* db) : db_(db) {}
    /// @returns an SQLite code.
    int teach();
    /// Reads `subject`; nothing when there is no such one, or when `fault` became an SQLite code.
    std::optional<Key> key_of(std::int64_t subject, int& fault);

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* raw) const { sqlite3_finalize(raw); }
    };
    sqlite3* db_;
    std::unique_ptr<sqlite3_stmt, Finalize> key_; ///< prepared when the first sealed word is met
};

} // namespace haatline::storage
