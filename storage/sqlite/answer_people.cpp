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
constexpr Sql kAsksToday{
    "talk.today",
    "SELECT count(*) FROM (SELECT 1 FROM enquiry WHERE from_phone = ? AND asked_at >= ? "
    "LIMIT ?)"};
constexpr Sql kOpenAsk{
    "talk.open",
    "SELECT 1 FROM enquiry WHERE from_phone = ? AND to_enterprise = ? AND expires_at > ? "
    "AND state = 'asked' LIMIT 1"};
constexpr Sql kOwn{
    "talk.own", "SELECT 1 FROM person_phone h CROSS JOIN ownership o ON o.person = h.person WHERE "
                "h.phone = ? AND o.enterprise = ? LIMIT 1"};
constexpr Sql kCallsToday{"callback.today",
                          "SELECT count(*) FROM (SELECT 1 FROM ticket WHERE phone = ? AND "
                          "created_at >= ? AND kind IN ('callback', 'help') LIMIT ?)"};
constexpr Sql kListingsToday{"listing.today",
                             "SELECT count(*) FROM (SELECT 1 FROM listing WHERE phone = ? AND "
                             "created_at >= ? LIMIT ?)"};

Result<bool> any(Desk& desk, Sql const& sql, std::int64_t a, std::int64_t b) {
    Run run(desk.sql[sql]);
    bool const there = run->bind(1, a).bind(2, b).step();
    if (auto ended = desk.sql.ended(*run, sql); !ended) return fail(ended.error());
    return there;
}

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
    return out;
}

Result<Answer> talk_allowed(Desk& desk, Values const& with) {
    auto const peer = number_in(with, "peer");
    auto const own = any(desk, kOwn, desk.phone(), peer);
    if (!own) return fail(own.error());
    if (*own || peer == number_in(with, "eid")) return Answer{"self", {}, {}, false};

    Run open(desk.sql[kOpenAsk]);
    bool const asked = open->bind(1, desk.phone()).bind(2, peer).bind(3, desk.now()).step();
    if (auto ended = desk.sql.ended(*open, kOpenAsk); !ended) return fail(ended.error());
    if (asked) return Answer{"asked", {}, {}, false};
    return allowed(desk, kAsksToday, callers::asks_a_day);
}

Result<Answer> callback_allowed(Desk& desk, Values const&) {
    return allowed(desk, kCallsToday, callers::callbacks_a_day);
}
Result<Answer> listing_allowed(Desk& desk, Values const&) {
    return allowed(desk, kListingsToday, callers::listings_a_day);
}

std::span<Sql const* const> hot_people() {
    static constexpr std::array<Sql const*, 7> all{
        &kProfile, &kPhone, &kAsksToday, &kOpenAsk, &kOwn, &kCallsToday, &kListingsToday};
    return all;
}

} // namespace haatline::storage
