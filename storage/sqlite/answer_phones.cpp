#include "cluster/allowance.hpp"
#include "cluster/line.hpp"
#include "storage/sqlite/desk.hpp"

#include <array>

namespace haatline::storage {
namespace {

constexpr Sql kLines{"account.lines",
                     "SELECT phone, relation, opened(label), names_ok, EXISTS (SELECT 1 FROM "
                     "person_phone o WHERE o.phone = h.phone AND o.person <> ?1 AND o.until_at IS "
                     "NULL) FROM person_phone h WHERE person = ?1 AND until_at IS NULL"};
constexpr Sql kWaiting{"account.phones_waiting",
                       "SELECT serial, phone FROM phone_ask WHERE person = ?1 AND asked_at >= ?2 "
                       "AND state = 'asked' AND expires_at > ?3"};
constexpr Sql kAskedToday{"phone.asked_today",
                          "SELECT count(*) FROM phone_ask WHERE person = ?1 AND asked_at >= ?2"};
constexpr Sql kAskedIt{"phone.asked_it",
                       "SELECT state, expires_at FROM phone_ask WHERE person = ?1 AND asked_at >= "
                       "?2 AND phone = ?3"};
constexpr Sql kGuarded{"phone.guarded", "SELECT secret <> '' FROM person WHERE id = ?1"};
constexpr Sql kOffer{"phone.offer", "SELECT serial, from_phone FROM phone_ask WHERE phone = ?1 AND "
                                    "state = 'asked' AND expires_at > ?2 ORDER BY serial LIMIT 1"};

std::int64_t millis(TimePoint at) { return at.time_since_epoch().count(); }

std::string tail_of(std::int64_t phone) { return lines::tail(static_cast<std::uint64_t>(phone)); }

Result<int> count(Desk& desk, Sql const& sql, std::int64_t since) {
    Run run(desk.sql[sql]);
    auto const found = run->bind(1, desk.caller.person).bind(2, since).step() ? run->integer(0) : 0;
    if (auto ended = desk.sql.ended(*run, sql); !ended) return fail(ended.error());
    return static_cast<int>(found);
}

Result<std::vector<Values>> lines_of(Desk& desk) {
    std::vector<Values> out;
    Run run(desk.sql[kLines]);
    run->bind(1, desk.caller.person);
    while (run->step()) {
        auto const phone = run->integer(0);
        out.push_back({{"line", std::to_string(phone)},
                       {"kin", phone == desk.phone() ? "this" : std::string(run->text(1))},
                       {"tail", tail_of(phone)},
                       {"ask", ""},
                       {"others", run->integer(4) != 0 ? "yes" : ""},
                       {"label", std::string(run->text(2))},
                       {"names", run->integer(3) != 0 ? "yes" : ""}});
    }
    if (auto ended = desk.sql.ended(*run, kLines); !ended) return fail(ended.error());
    return out;
}

Result<void> add_waiting(Desk& desk, std::vector<Values>& out) {
    Run run(desk.sql[kWaiting]);
    run->bind(1, desk.caller.person)
        .bind(2, millis(desk.caller.now - callers::phone_ask_open_for))
        .bind(3, desk.now());
    while (run->step())
        out.push_back({{"line", ""},
                       {"kin", "waits"},
                       {"tail", tail_of(run->integer(1))},
                       {"ask", std::to_string(run->integer(0) + 1)},
                       {"others", ""},
                       {"label", ""},
                       {"names", ""}});
    return desk.sql.ended(*run, kWaiting);
}

/// What became of the last time this person asked this number: nothing, `asked`, or `refused`.
Result<std::string> asked_before(Desk& desk, std::int64_t number) {
    std::string out;
    Run run(desk.sql[kAskedIt]);
    run->bind(1, desk.caller.person)
        .bind(2, millis(desk.caller.now - callers::phone_ask_again_after))
        .bind(3, number);
    while (run->step()) {
        if (run->text(0) == "no") out = "refused";
        if (run->text(0) == "asked" && run->integer(1) > desk.now()) out = "asked";
    }
    if (auto ended = desk.sql.ended(*run, kAskedIt); !ended) return fail(ended.error());
    return out;
}

/// Whether she has a secret number, which is what keeps a phone of somebody else's from being hers.
Result<bool> guarded(Desk& desk) {
    Run run(desk.sql[kGuarded]);
    bool const yes = run->bind(1, desk.caller.person).step() && run->integer(0) != 0;
    if (auto ended = desk.sql.ended(*run, kGuarded); !ended) return fail(ended.error());
    return yes;
}

Answer says(std::string_view outcome) { return {std::string(outcome), {}, {}, false}; }

} // namespace

Result<Answer> account_phones(Desk& desk, Values const& with) {
    auto rows = lines_of(desk);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return says("none");
    if (auto added = add_waiting(desk, *rows); !added) return fail(added.error());
    Answer out{"some", {}, std::move(*rows), false};
    cut_page(out, with);
    return out;
}

/// Says nothing of the number itself: whether it is a member's must not be learnt by typing it.
Result<Answer> phone_allowed(Desk& desk, Values const& with) {
    auto const number = number_in(with, "new_phone");
    auto const rows = lines_of(desk);
    if (!rows) return fail(rows.error());
    if (rows->empty()) return says("none");
    for (auto const& row : *rows)
        if (number_in(row, "line") == number) return says("own");
    auto const before = asked_before(desk, number);
    if (!before) return fail(before.error());
    if (!before->empty()) return says(*before);
    if (rows->size() >= static_cast<std::size_t>(callers::phones_most)) return says("full");
    auto const today = count(desk, kAskedToday, millis(callers::day_start(desk.caller.now)));
    if (!today) return fail(today.error());
    if (*today >= callers::phone_asks_a_day) return says("limit");
    if (with.get("relation").empty() || with.get("relation") == lines::own) return says("ok");
    auto const safe = guarded(desk);
    if (!safe) return fail(safe.error());
    return says(*safe ? "ok" : "secret");
}

Result<Answer> phone_droppable(Desk& desk, Values const& with) {
    auto const line = number_in(with, "line");
    bool there = false, other_own = false;
    Run run(desk.sql[kLines]);
    run->bind(1, desk.caller.person);
    while (run->step()) {
        bool const meant = run->integer(0) == line;
        there = there || meant;
        other_own = other_own || (!meant && run->text(1) == lines::own);
    }
    if (auto ended = desk.sql.ended(*run, kLines); !ended) return fail(ended.error());
    return says(!there ? "none" : other_own ? "ok" : "last");
}

Result<void> tell_offer(Desk& desk, Answer& out) {
    Run run(desk.sql[kOffer]);
    if (run->bind(1, desk.phone()).bind(2, desk.now()).step()) {
        out.values.set("offer", std::to_string(run->integer(0) + 1));
        out.values.set("tail", tail_of(run->integer(1)));
    }
    return desk.sql.ended(*run, kOffer);
}

std::span<Sql const* const> hot_phones() {
    static constexpr std::array<Sql const*, 5> all{&kWaiting, &kAskedToday, &kAskedIt, &kGuarded,
                                                   &kOffer};
    return all;
}

} // namespace haatline::storage
