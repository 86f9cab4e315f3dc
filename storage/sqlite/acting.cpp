#include "storage/sqlite/acting.hpp"

#include <array>

namespace haatline::storage {
namespace {

constexpr Sql kBehind{"acting.person",
                      "SELECT person FROM person_phone WHERE phone = ? AND until_at IS NULL "
                      "LIMIT 1"};

} // namespace

Result<std::int64_t> acting_person(Prepared& sql, Caller const& caller) {
    if (caller.person != 0) return caller.person;
    Run run(sql[kBehind]);
    auto const phone = static_cast<std::int64_t>(caller.phone.number());
    auto const person = run->bind(1, phone).step() ? run->integer(0) : 0;
    if (auto ended = sql.ended(*run, kBehind); !ended) return fail(ended.error());
    return person;
}

std::span<Sql const* const> hot_acting() {
    static constexpr std::array<Sql const*, 1> all{&kBehind};
    return all;
}

} // namespace haatline::storage
