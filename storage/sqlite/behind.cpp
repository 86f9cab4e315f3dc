#include "storage/sqlite/behind.hpp"

#include <array>

namespace haatline::storage {
namespace {

// With those who left: "Person 2" stays the second when the first goes. A name only by its owner's
// leave on this phone.
constexpr Sql kPersons{
    "caller.persons",
    "SELECT h.person, opened(h.label), h.until_at IS NULL, CASE h.names_ok WHEN 1 THEN ifnull("
    "(SELECT opened(e.name) FROM ownership o CROSS JOIN enterprise e ON e.id = o.enterprise WHERE "
    "o.person = h.person AND e.status <> 'closed' LIMIT 1), '') ELSE '' END FROM person_phone h "
    "WHERE h.phone = ? ORDER BY h.person"};

} // namespace

Values Behind::shown() const {
    return {{"label", label}, {"named", label.empty() ? "no" : "yes"}, {"i", std::to_string(i)}};
}

Result<std::vector<Behind>> behind(Desk& desk, std::int64_t phone) {
    std::vector<Behind> out;
    Run run(desk.sql[kPersons]);
    run->bind(1, phone);
    for (int i = 1; run->step(); ++i) {
        std::string const chosen(run->text(1).empty() ? run->text(3) : run->text(1));
        out.push_back({run->integer(0), chosen, i, run->integer(2) != 0});
    }
    if (auto ended = desk.sql.ended(*run, kPersons); !ended) return fail(ended.error());
    return out;
}

std::span<Sql const* const> hot_behind() {
    static constexpr std::array<Sql const*, 1> all{&kPersons};
    return all;
}

} // namespace haatline::storage
