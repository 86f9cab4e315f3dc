#include "storage/sqlite/acting.hpp"
#include "storage/sqlite/asks.hpp"
#include "storage/sqlite/desk.hpp"

#include <array>

namespace haatline::storage {
namespace {

constexpr Sql kListed{
    "talk.listed", "SELECT 1 FROM enterprise WHERE id = ? AND listed = 1 AND status <> 'closed'"};
constexpr Sql kOwn{"talk.own", "SELECT 1 FROM ownership WHERE person = ? AND enterprise = ?"};
// Of the asker on all her phones, and of everybody who is or was on this one: an ask is found by who
// asked, never by a number.
constexpr Sql kAsksToday{
    "talk.today",
    "SELECT ifnull(sum(q.from_person = ?1) >= ?4 OR sum(q.from_phone = ?3) >= ?5, 0) FROM "
    "person_phone h CROSS JOIN enquiry q INDEXED BY enquiry_from ON q.from_person = h.person AND "
    "q.asked_at >= ?2 AND q.asked_at < ?2 + 86400000 WHERE h.phone = ?3"};

Result<Answer> only(std::string outcome) { return Answer{std::move(outcome), {}, {}, false}; }

} // namespace

Result<Answer> talk_allowed(Desk& desk, Values const& with) {
    auto const peer = number_in(with, "peer");
    auto const person = acting_person(desk.sql, desk.caller);
    if (!person) return fail(person.error());

    auto const own = first(desk.sql, kOwn, *person, peer);
    if (!own) return fail(own.error());
    if (*own || peer == number_in(with, "eid")) return only("self");

    auto const listed = first(desk.sql, kListed, peer);
    if (!listed) return fail(listed.error());
    if (!*listed) return only("gone");

    auto const stopped = blocked_by_self(desk.sql, *person, peer);
    if (!stopped) return fail(stopped.error());
    if (*stopped) return only("stopped");

    auto const asked = asked_already(desk.sql, *person, peer, desk.caller.now);
    if (!asked) return fail(asked.error());
    if (*asked) return only("asked");

    auto const today = callers::day_start(desk.caller.now).time_since_epoch().count();
    auto const used = first(desk.sql, kAsksToday, *person, today, desk.phone(), callers::asks_a_day,
                            callers::asks_a_day_of_number);
    if (!used) return fail(used.error());
    return only(used->value_or(0) != 0 ? "limit" : "ok");
}

std::span<Sql const* const> hot_talk() {
    static constexpr std::array<Sql const*, 3> all{&kListed, &kOwn, &kAsksToday};
    return all;
}

} // namespace haatline::storage
