#include "cluster/act.hpp"
#include "cluster/allowance.hpp"
#include "cluster/line.hpp"
#include "storage/sqlite/behind.hpp"

#include <algorithm>
#include <array>
#include <set>

// Who may act for whom on a shared phone, and what was done.
namespace haatline::storage {
namespace {

constexpr Sql kHelped{"helper.of",
                      "SELECT person FROM person_helper WHERE helper = ?1 AND until_at IS NULL"};
constexpr Sql kHelpers{"helper.for",
                       "SELECT helper FROM person_helper WHERE person = ?1 AND until_at IS NULL"};
// The newest 60: ten pages of a list; the count in "what do you keep" is of all.
constexpr Sql kActs{
    "account.acts",
    "SELECT a.at, a.relation, a.phone, ifnull(a.helper, 0), a.act, ifnull((SELECT opened(h.label) "
    "FROM person_phone h WHERE h.phone = a.phone AND h.person = a.helper), ''), (SELECT count(*) "
    "FROM person_phone h WHERE h.phone = a.phone AND h.person <= a.helper) FROM person_act a WHERE "
    "a.person = ?1 ORDER BY a.at DESC LIMIT 60"};

Result<std::set<std::int64_t>> persons(Desk& desk, Sql const& sql) {
    std::set<std::int64_t> out;
    Run run(desk.sql[sql]);
    run->bind(1, desk.caller.person);
    while (run->step()) out.insert(run->integer(0));
    if (auto ended = desk.sql.ended(*run, sql); !ended) return fail(ended.error());
    return out;
}

/// Rows of a list about everybody behind `phone` for whom `row` gives one.
template <class Row>
Result<Answer> list_of(Desk& desk, std::int64_t phone, Values const& with, Row row) {
    auto const people = behind(desk, phone);
    if (!people) return fail(people.error());
    Answer out;
    for (auto const& each : *people)
        if (each.here) row(each, out.rows);
    out.outcome = out.rows.empty() ? "none" : "some";
    cut_page(out, with);
    return out;
}

} // namespace

Result<Answer> caller_helped(Desk& desk, Values const& with) {
    auto const helped = persons(desk, kHelped);
    if (!helped) return fail(helped.error());
    return list_of(desk, desk.phone(), with, [&](Behind const& each, std::vector<Values>& rows) {
        bool const self = each.person == desk.caller.person;
        if (!self && !helped->contains(each.person)) return;
        Values row = each.shown();
        if (self) row.set("named", "self");
        row.set("whom", std::to_string(each.person));
        rows.insert(self ? rows.begin() : rows.end(), std::move(row));
    });
}

Result<Answer> account_helpers(Desk& desk, Values const& with) {
    auto const line = number_in(with, "line");
    auto const helpers = persons(desk, kHelpers);
    if (!helpers) return fail(helpers.error());
    auto const people = behind(desk, line);
    if (!people) return fail(people.error());
    // Of a phone that is not hers nothing is told.
    bool const hers = std::any_of(people->begin(), people->end(), [&](Behind const& each) {
        return each.here && each.person == desk.caller.person;
    });
    return list_of(desk, line, with, [&](Behind const& each, std::vector<Values>& rows) {
        if (!hers || each.person == desk.caller.person) return;
        Values row = each.shown();
        row.set("aide", std::to_string(each.person));
        row.set("may", helpers->contains(each.person) ? "yes" : "");
        rows.push_back(std::move(row));
    });
}

Result<Answer> account_acts(Desk& desk, Values const& with) {
    Answer out;
    Run run(desk.sql[kActs]);
    run->bind(1, desk.caller.person);
    while (run->step()) {
        std::string const label(run->text(5));
        auto const helper = run->integer(3);
        out.rows.push_back({{"day", callers::day_short(TimePoint(Millis(run->integer(0))))},
                            {"kin", std::string(run->text(1))},
                            {"tail", lines::tail(static_cast<std::uint64_t>(run->integer(2)))},
                            {"aide", helper ? std::to_string(helper) : std::string()},
                            {"label", label},
                            {"named", !label.empty() ? "yes"
                                      : helper       ? "no"
                                                     : "gone"},
                            {"i", std::to_string(run->integer(6))},
                            {"act", std::string(acts::word(run->text(4)))}});
    }
    if (auto ended = desk.sql.ended(*run, kActs); !ended) return fail(ended.error());
    out.outcome = out.rows.empty() ? "none" : "some";
    cut_page(out, with);
    return out;
}

std::span<Sql const* const> hot_helpers() {
    static constexpr std::array<Sql const*, 3> all{&kHelped, &kHelpers, &kActs};
    return all;
}

} // namespace haatline::storage
