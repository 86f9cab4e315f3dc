#include "base/limits.hpp"
#include "cluster/allowance.hpp"
#include "cluster/reference.hpp"
#include "cluster/ticket.hpp"
#include "storage/sqlite/desk.hpp"

#include <array>

namespace haatline::storage {
namespace {

// Newest first. Another person's on a shared phone is not told, nor what the desk alone works with.
constexpr Sql kMine{
    "ticket.mine",
    "SELECT serial, state, created_at FROM ticket WHERE phone = ?1 AND kind <> 'connect' AND "
    "(person IS NULL OR person = ?2) AND (state <> 'done' OR (done_at > ?3 AND confirmed_at IS "
    "NULL)) ORDER BY created_at DESC LIMIT ?4"};

constexpr Sql kItem{
    "ticket.item",
    "SELECT state, created_at FROM ticket WHERE serial = ?1 AND phone = ?2 AND kind <> 'connect' "
    "AND (person IS NULL OR person = ?3) AND (state <> 'done' OR (done_at > ?4 AND confirmed_at IS "
    "NULL))"};

// Only the index of what is not closed; not on the way of a call.
constexpr Sql kWaiting{"desk.waiting",
                       "SELECT kind, count(*), sum(due_at < ?1), ?1 - min(created_at) FROM ticket "
                       "WHERE state <> 'done' GROUP BY kind"};

} // namespace

Result<Answer> ticket_mine(Desk& desk, Values const& with) {
    auto const from = number_in(with, "offset");
    auto const since = (desk.caller.now - ticket_shown_for).time_since_epoch().count();
    Answer out;
    Run run(desk.sql[kMine]);
    run->bind(1, desk.phone())
        .bind(2, desk.caller.person)
        .bind(3, since)
        .bind(4, from + static_cast<std::int64_t>(limits::list_rows) + 1);
    while (run->step())
        out.rows.push_back({{"ref", reference_text(static_cast<std::uint64_t>(run->integer(0)))},
                            {"day", callers::day_short(TimePoint(Millis(run->integer(2))))},
                            {"ticket_state", std::string(run->text(1))}});
    if (auto ended = desk.sql.ended(*run, kMine); !ended) return fail(ended.error());
    out.outcome = out.rows.empty() ? "none" : "many";
    if (out.rows.size() == 1) {
        out.outcome = "one";
        out.values = out.rows.front();
        out.rows.clear();
        return out;
    }
    cut_page(out, with);
    return out;
}

Result<Answer> ticket_item(Desk& desk, Values const& with) {
    auto const serial = reference_serial(with.get("ref"));
    if (!serial) return Answer{"none", {}, {}, false};
    auto const since = (desk.caller.now - ticket_shown_for).time_since_epoch().count();
    Answer out{"none", {}, {}, false};
    Run run(desk.sql[kItem]);
    run->bind(1, static_cast<std::int64_t>(*serial))
        .bind(2, desk.phone())
        .bind(3, desk.caller.person)
        .bind(4, since);
    if (run->step())
        out = {"some",
               {{"day", callers::day_short(TimePoint(Millis(run->integer(1))))},
                {"ticket_state", std::string(run->text(0))}},
               {},
               false};
    if (auto ended = desk.sql.ended(*run, kItem); !ended) return fail(ended.error());
    return out;
}

Result<Answer> desk_waiting(Desk& desk, Values const&) {
    Answer out;
    Run run(desk.sql[kWaiting]);
    run->bind(1, desk.now());
    while (run->step())
        out.rows.push_back({{"kind", std::string(run->text(0))},
                            {"n", std::string(run->text(1))},
                            {"overdue", std::string(run->text(2))},
                            {"oldest_ms", std::string(run->text(3))}});
    if (auto ended = desk.sql.ended(*run, kWaiting); !ended) return fail(ended.error());
    out.outcome = out.rows.empty() ? "none" : "some";
    return out;
}

std::span<Sql const* const> hot_desk() {
    static constexpr std::array<Sql const*, 2> all{&kMine, &kItem};
    return all;
}

} // namespace haatline::storage
