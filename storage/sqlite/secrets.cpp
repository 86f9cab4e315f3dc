#include "storage/secrets.hpp"

#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/sql.hpp"

namespace haatline::storage {
namespace {

constexpr Sql kSet{"secret.how_many", "SELECT count(*) FROM person WHERE secret <> ''"};

} // namespace

Result<std::uint64_t> secret_numbers(std::string const& dir) {
    auto db = open_reading(dir);
    if (!db) return fail(db.error());
    Prepared sql(*db);
    auto const set = first(sql, kSet);
    if (!set) return fail(set.error());
    return static_cast<std::uint64_t>(set->value_or(0));
}

} // namespace haatline::storage
