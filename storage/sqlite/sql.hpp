#pragma once

#include "storage/sqlite/db.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>
#include <unordered_map>

namespace haatline::storage {

/// A statement with the name operators and tests call it by. Stands as a constant beside its one
/// user.
struct Sql {
    std::string_view name;
    std::string_view text;
};

/// Statements of one connection, prepared at first use and kept. A statement that cannot be
/// prepared is a fault of ours: it gives an empty one, whose step says SQLITE_MISUSE and ends as
/// Errc::internal.
class Prepared {
  public:
    explicit Prepared(Db& db) : db_(&db) {}

    Statement& operator[](Sql const& sql) {
        auto& kept = kept_[&sql];
        if (!kept) {
            if (auto made = db_->prepare(sql.text)) kept = std::move(*made);
        }
        return kept;
    }
    Db& db() { return *db_; }

    /// What a run that gave no further row ended with.
    Result<void> ended(Statement const& statement, Sql const& sql) {
        if (statement.last() == SQLITE_DONE || statement.last() == SQLITE_ROW) return {};
        return fail(db_->fault(statement.last(), sql.name));
    }

  private:
    Db* db_;
    std::unordered_map<Sql const*, Statement> kept_;
};

/// 0 stands for "not there" where a column may be empty.
struct OrNull {
    std::int64_t value;
};
/// The same for serials, which count from 0: a negative one is none.
struct SerialOrNull {
    std::int64_t value;
};

/// Sealed words and other octets, which go into a column as a BLOB.
struct Octets {
    std::string_view value;
};

/// Binds in order, runs to the end, gives how many rows changed.
template <class... Values>
Result<int> change(Prepared& prepared, Sql const& sql, Values const&... values) {
    Statement& statement = prepared[sql];
    int at = 0;
    [[maybe_unused]] auto bind_one = [&](auto const& value) {
        using T = std::decay_t<decltype(value)>;
        ++at;
        if constexpr (std::is_same_v<T, std::nullptr_t>)
            statement.bind_null(at);
        else if constexpr (std::is_same_v<T, OrNull>)
            value.value == 0 ? statement.bind_null(at) : statement.bind(at, value.value);
        else if constexpr (std::is_same_v<T, Octets>)
            statement.bind_octets(at, value.value);
        else if constexpr (std::is_same_v<T, SerialOrNull>)
            value.value < 0 ? statement.bind_null(at) : statement.bind(at, value.value);
        else if constexpr (std::is_integral_v<T>)
            statement.bind(at, static_cast<std::int64_t>(value));
        else
            statement.bind(at, std::string_view(value));
    };
    (bind_one(values), ...);
    statement.step();
    int const code = statement.last();
    auto const error = code == SQLITE_DONE ? Error{} : prepared.db().fault(code, sql.name);
    statement.reset();
    if (code != SQLITE_DONE) return fail(error);
    return prepared.db().changes();
}

/// First column of the first row; nothing without one.
template <class... Bound>
Result<std::optional<std::int64_t>> first(Prepared& prepared, Sql const& sql, Bound... bound) {
    Statement& statement = prepared[sql];
    Run run(statement);
    int at = 0;
    (statement.bind(++at, static_cast<std::int64_t>(bound)), ...);
    std::optional<std::int64_t> value;
    if (statement.step()) value = statement.integer(0);
    if (auto ended = prepared.ended(statement, sql); !ended) return fail(ended.error());
    return value;
}

} // namespace haatline::storage
