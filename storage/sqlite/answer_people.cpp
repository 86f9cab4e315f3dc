#include "cluster/allowance.hpp"
#include "storage/sqlite/desk.hpp"

#include <array>

namespace haatline::storage {
namespace {

// A day has an end too: what a clock that ran ahead wrote must not use up the days until then.
constexpr Sql kCallsToday{"callback.today",
                          "SELECT count(*) FROM (SELECT 1 FROM ticket WHERE phone = ? AND "
                          "created_at >= ?2 AND created_at < ?2 + 86400000 AND kind IN "
                          "('callback', 'help') LIMIT ?)"};
constexpr Sql kReportsToday{"report.today",
                            "SELECT count(*) FROM (SELECT 1 FROM ticket WHERE phone = ? AND "
                            "created_at >= ?2 AND created_at < ?2 + 86400000 AND kind = 'report' "
                            "LIMIT ?)"};
constexpr Sql kListingsToday{"listing.today",
                             "SELECT count(*) FROM (SELECT 1 FROM listing WHERE phone = ? AND "
                             "created_at >= ?2 AND created_at < ?2 + 86400000 LIMIT ?)"};

Result<bool> used_up(Desk& desk, Sql const& sql, int most) {
    Run run(desk.sql[sql]);
    run->bind(1, desk.phone())
        .bind(2, callers::day_start(desk.caller.now).time_since_epoch().count())
        .bind(3, most);
    auto const count = run->step() ? run->integer(0) : 0;
    if (auto ended = desk.sql.ended(*run, sql); !ended) return fail(ended.error());
    return count >= most;
}

Result<Answer> allowed(Desk& desk, Sql const& sql, int most) {
    auto const used = used_up(desk, sql, most);
    if (!used) return fail(used.error());
    return Answer{*used ? "limit" : "ok", {}, {}, false};
}

} // namespace

Result<Answer> callback_allowed(Desk& desk, Values const&) {
    return allowed(desk, kCallsToday, callers::callbacks_a_day);
}
Result<Answer> report_allowed(Desk& desk, Values const&) {
    return allowed(desk, kReportsToday, callers::reports_a_day);
}
Result<Answer> listing_allowed(Desk& desk, Values const&) {
    return allowed(desk, kListingsToday, callers::listings_a_day);
}

std::span<Sql const* const> hot_people() {
    static constexpr std::array<Sql const*, 3> all{&kCallsToday, &kReportsToday, &kListingsToday};
    return all;
}

} // namespace haatline::storage
