#include "cluster/allowance.hpp"
#include "storage/sqlite/desk.hpp"

#include <array>

namespace haatline::storage {
namespace {

// The first registered of the phone's enterprises. CROSS JOIN pins the order: from the phone to
// what hangs on it.
constexpr Sql kProfile{
    "caller.profile",
    "SELECT e.id, opened(e.name), ifnull(e.pin, ''), e.district, p.role, p.product, h.person FROM "
    "person_phone h "
    "CROSS JOIN "
    "ownership o ON o.person = h.person CROSS JOIN enterprise e ON e.id = o.enterprise CROSS JOIN "
    "enterprise_product p ON p.enterprise = e.id WHERE h.phone = ? AND h.until_at IS NULL AND "
    "e.status <> 'closed' LIMIT 1"};
constexpr Sql kPhone{"caller.phone", "SELECT lang FROM phone WHERE e164 = ?"};
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

Result<Answer> caller_profile(Desk& desk, Values const&) {
    Answer out;
    {
        Run phone(desk.sql[kPhone]);
        if (phone->bind(1, desk.phone()).step()) out.values.set("lang", phone->text(0));
        if (auto ended = desk.sql.ended(*phone, kPhone); !ended) return fail(ended.error());
    }
    Run run(desk.sql[kProfile]);
    if (!run->bind(1, desk.phone()).step()) {
        if (auto ended = desk.sql.ended(*run, kProfile); !ended) return fail(ended.error());
        out.outcome = "new";
        return out;
    }
    // Labels in the language the caller chose, which may not be the one of the session yet.
    auto const lang =
        out.values.has("lang") ? std::string(out.values.get("lang")) : desk.caller.language;
    auto const district = run->integer(3), product = run->integer(5);
    auto const* made = desk.words.product(product);
    auto const label = desk.words.product_label(product, lang);
    out.outcome = "member";
    out.values.set("biz", run->text(1).empty() ? label : run->text(1));
    out.values.set("me", run->text(6));
    out.values.set("eid", run->text(0));
    out.values.set("pin", run->text(2));
    out.values.set("dist_id", std::to_string(district));
    out.values.set("dist", desk.words.district_label(district, lang));
    out.values.set("product", made ? std::string_view(made->code) : std::string_view());
    out.values.set("prod", label);
    out.values.set("role", facts(static_cast<Role>(run->integer(4))).name);
    auto const unread = unread_of(desk, run->integer(6));
    if (!unread) return fail(unread.error());
    out.values.set("unread", *unread);
    return out;
}

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
    static constexpr std::array<Sql const*, 5> all{&kProfile, &kPhone, &kCallsToday, &kReportsToday,
                                                   &kListingsToday};
    return all;
}

} // namespace haatline::storage
