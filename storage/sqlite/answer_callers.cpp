#include "cluster/act.hpp"
#include "cluster/people.hpp"
#include "storage/sqlite/behind.hpp"

#include <array>
#include <optional>

namespace haatline::storage {
namespace {

// The first registered of a person's enterprises. CROSS JOIN pins the order: from the phone to what
// hangs on it.
#define PROFILE(more, and_person, who)                                                             \
    "SELECT e.id, opened(e.name), ifnull(e.pin, ''), e.district, p.role, p.product, h.person, "    \
    "h.relation, "                                                                                 \
    "h.names_ok, " more " FROM person_phone h CROSS JOIN " and_person                              \
    "ownership o ON o.person = h.person CROSS JOIN enterprise e ON e.id = o.enterprise CROSS "     \
    "JOIN enterprise_product p ON p.enterprise = e.id WHERE h.phone = ?1 AND h.until_at IS NULL "  \
    "AND e.status <> 'closed' AND p.product = ifnull(e.product, p.product) " who "LIMIT 1"
constexpr Sql kProfile{"caller.profile", PROFILE("''", "", "")};
// Whether she helps somebody on this phone (?4: only a shared one is looked at), and whether ?3 who
// says to act for her has her leave and is behind this phone too.
#define HERE(who)                                                                                  \
    "EXISTS (SELECT 1 FROM person_phone b WHERE b.phone = h.phone AND b.person = " who             \
    " AND b.until_at IS NULL)"
constexpr Sql kProfileOf{
    "caller.profile_of",
    PROFILE(
        "n.lang, ?4 AND EXISTS (SELECT 1 FROM person_helper g WHERE g.helper = h.person AND "
        "g.until_at IS NULL AND " HERE("g.person") "), ?3 <> 0 AND " HERE(
            "?3") " AND EXISTS "
                  "(SELECT 1 FROM person_helper g WHERE g.person = h.person AND g.helper = ?3 AND "
                  "g.until_at IS NULL)",
        "person n ON n.id = h.person CROSS JOIN ", "AND h.person = ?2 ")};
#undef HERE
#undef PROFILE
constexpr Sql kPhone{"caller.phone",
                     "SELECT CASE p.state WHEN 'active' THEN p.lang ELSE '' END, p.last_seen, "
                     "p.first_seen, (SELECT count(*) FROM person_phone "
                     "h WHERE h.phone = p.e164 AND h.until_at IS NULL) FROM phone p WHERE p.e164 = "
                     "?"};
// Only asked of a number that fell silent: invented members do not.
constexpr Sql kInvented{"caller.invented",
                        "SELECT e.demo FROM person_phone h CROSS JOIN ownership o ON o.person = "
                        "h.person CROSS JOIN enterprise e ON e.id = o.enterprise WHERE h.phone = ? "
                        "AND h.until_at IS NULL LIMIT 1"};
struct Number {
    std::string lang;
    std::optional<TimePoint> last_seen;
    TimePoint first_seen{};
    std::int64_t people = 0;
};

Result<Number> number_of(Desk& desk) {
    Number out;
    Run run(desk.sql[kPhone]);
    if (run->bind(1, desk.phone()).step()) {
        out.lang = run->text(0);
        if (!run->is_null(1)) out.last_seen = TimePoint(Millis(run->integer(1)));
        out.first_seen = TimePoint(Millis(run->integer(2)));
        out.people = run->integer(3);
    }
    if (auto ended = desk.sql.ended(*run, kPhone); !ended) return fail(ended.error());
    return out;
}

Result<bool> invented(Desk& desk) {
    Run run(desk.sql[kInvented]);
    bool const yes = run->bind(1, desk.phone()).step() && run->integer(0) != 0;
    if (auto ended = desk.sql.ended(*run, kInvented); !ended) return fail(ended.error());
    return yes;
}

Result<people::Standing> standing_of(Desk& desk, Number const& number, Values const& with) {
    using people::Standing;
    if (number.people == 0 || with.get("verified") == "yes") return Standing::fresh;
    auto const standing =
        people::standing(number.last_seen, number.first_seen, desk.caller.now, desk.ages);
    if (standing == Standing::fresh) return standing;
    auto const demo = invented(desk);
    if (!demo) return fail(demo.error());
    return *demo ? Standing::fresh : standing;
}

/// What a profile's row says. A name is shown on a shared phone with its owner's leave, or behind
/// her secret number.
void fill(Desk const& desk, Statement& row, bool names, Answer& out) {
    // Labels in the language the caller chose, which may not be the one of the session yet.
    auto const lang =
        out.values.has("lang") ? std::string(out.values.get("lang")) : desk.caller.language;
    auto const district = row.integer(3), product = row.integer(5);
    auto const* made = desk.words.product(product);
    auto const label = desk.words.product_label(product, lang);
    auto const relation = row.text(7);
    auto const biz = row.text(1).empty() ? label : row.text(1);
    out.outcome = "member";
    out.values.set("biz", names ? biz : std::string_view());
    out.values.set("me", row.text(6));
    out.values.set("acting", relation == "own" ? std::string_view() : relation);
    out.values.set("eid", row.text(0));
    out.values.set("pin", row.text(2));
    out.values.set("dist_id", std::to_string(district));
    out.values.set("dist", desk.words.district_label(district, lang));
    out.values.set("product", made ? std::string_view(made->code) : std::string_view());
    out.values.set("prod", label);
    out.values.set("role", facts(static_cast<Role>(row.integer(4))).name);
}

/// Whoever acts for her does so with her leave; without it she is nobody's to act for.
void say_helper(bool allowed, Answer& out) {
    if (allowed) return out.values.set("acting", acts::by_helper);
    out.values.set("helper", "");
    out.values.set("unlocked", "");
    out.values.set("biz", "");
}

/// False when nobody of that description has an enterprise.
Result<bool> profile(Desk& desk, Values const& with, bool shared, std::int64_t person,
                     Answer& out) {
    Sql const& sql = person ? kProfileOf : kProfile;
    Run run(desk.sql[sql]);
    run->bind(1, desk.phone());
    auto const helper = number_in(with, "helper");
    if (person) run->bind(2, person).bind(3, helper).bind(4, shared ? 1 : 0);
    if (!run->step()) {
        if (auto ended = desk.sql.ended(*run, sql); !ended) return fail(ended.error());
        return false;
    }
    if (shared) out.values.set("lang", run->text(9)); // the phone's is whoever's chose last
    bool const names = !shared || run->integer(8) != 0 || with.get("unlocked") == "yes";
    fill(desk, *run, names, out);
    if (person && shared) out.values.set("helps", run->integer(10) != 0 ? "yes" : "");
    if (helper) say_helper(person && run->integer(11) != 0, out);
    auto const unread = unread_of(desk, run->integer(6));
    if (!unread) return fail(unread.error());
    out.values.set("unread", *unread);
    if (auto told = tell_wish(desk, run->integer(6), out); !told) return fail(told.error());
    if (auto told = tell_offer(desk, out); !told) return fail(told.error());
    return true;
}

} // namespace

Result<Answer> caller_profile(Desk& desk, Values const& with) {
    auto const number = number_of(desk);
    if (!number) return fail(number.error());
    auto const standing = standing_of(desk, *number, with);
    if (!standing) return fail(standing.error());

    Answer out;
    if (*standing == people::Standing::lapsed) return Answer{"lapsed", {}, {}, false};
    if (!number->lang.empty()) out.values.set("lang", number->lang);
    if (number->people == 0) {
        out.outcome = "new";
        if (auto told = tell_offer(desk, out); !told) return fail(told.error());
        return out;
    }
    bool const shared = number->people > 1;
    out.values.set("shared", shared ? "yes" : "");
    out.values.set("seen", people::seen_today(number->last_seen, desk.caller.now) ? "yes" : "");

    if (*standing == people::Standing::silent) {
        out.outcome = "silent";
        return out;
    }
    auto person = desk.caller.person;
    if (person) {
        auto const found = profile(desk, with, shared, person, out);
        if (!found) return fail(found.error());
        if (*found) return out;
        person = 0; // she left this phone, or her enterprise is closed
        out.values.set("me", "");
    }
    if (shared) {
        out.outcome = "several";
        return out;
    }
    auto const found = profile(desk, with, shared, person, out);
    if (!found) return fail(found.error());
    if (!*found) out.outcome = "new";
    return out;
}

Result<Answer> caller_persons(Desk& desk, Values const& with) {
    auto const people = behind(desk, desk.phone());
    if (!people) return fail(people.error());
    Answer out;
    for (auto each : *people) {
        if (!each.here) continue;
        if (with.get("silent") == "yes") each.label.clear();
        Values row{{"me", std::to_string(each.person)}};
        row.merge(each.shown());
        out.rows.push_back(std::move(row));
    }
    out.outcome = out.rows.empty() ? "none" : "some";
    cut_page(out, with);
    return out;
}

std::span<Sql const* const> hot_callers() {
    static constexpr std::array<Sql const*, 4> all{&kProfile, &kProfileOf, &kPhone, &kInvented};
    return all;
}

} // namespace haatline::storage
