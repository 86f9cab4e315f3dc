#include "cluster/allowance.hpp"
#include "cluster/reference.hpp"
#include "storage/sqlite/desk.hpp"

#include <array>

namespace haatline::storage {
namespace {

constexpr Sql kShown{"privacy.shown",
                     "SELECT 1 FROM consent WHERE person = ?1 AND purpose = "
                     "'list' AND basis = 'consent' AND withdrawn_at IS NULL LIMIT 1"};
constexpr Sql kStopped{"privacy.stopped",
                       "SELECT 1 FROM message_stop WHERE person = ?1 AND until_at IS NULL LIMIT 1"};
constexpr Sql kTopics{"alerts.topics",
                      "SELECT topic FROM subscription WHERE person = ?1 AND until_at IS NULL"};
constexpr Sql kWish{
    "erase.wish",
    "SELECT serial, delete_at FROM erasure WHERE person = ?1 AND undone_at IS NULL LIMIT 1"};

Result<bool> stands(Desk& desk, Sql const& sql) {
    Run run(desk.sql[sql]);
    bool const there = run->bind(1, desk.caller.person).step();
    if (auto ended = desk.sql.ended(*run, sql); !ended) return fail(ended.error());
    return there;
}

} // namespace

Result<Answer> account_privacy(Desk& desk, Values const&) {
    if (desk.caller.person == 0) return Answer{"none", {}, {}, false};
    auto const shown = stands(desk, kShown);
    if (!shown) return fail(shown.error());
    auto const stopped = stands(desk, kStopped);
    if (!stopped) return fail(stopped.error());
    return Answer{
        "some", {{"shown", *shown ? "yes" : ""}, {"quiet", *stopped ? "yes" : ""}}, {}, false};
}

Result<Answer> alerts_mine(Desk& desk, Values const&) {
    if (desk.caller.person == 0) return Answer{"none", {}, {}, false};
    auto const stopped = stands(desk, kStopped);
    if (!stopped) return fail(stopped.error());
    if (*stopped) return Answer{"stopped", {}, {}, false};
    Answer out{"some",
               {{"al_schemes", ""}, {"al_buyers", ""}, {"al_prices", ""}, {"al_training", ""}},
               {},
               false};
    Run run(desk.sql[kTopics]);
    run->bind(1, desk.caller.person);
    while (run->step()) out.values.set("al_" + std::string(run->text(0)), "on");
    if (auto ended = desk.sql.ended(*run, kTopics); !ended) return fail(ended.error());
    return out;
}

/// When it would be erased, or was wished to be: the day on the screen is the day in the database.
Result<Answer> erase_terms(Desk& desk, Values const&) {
    if (desk.caller.person == 0) return Answer{"none", {}, {}, false};
    Run run(desk.sql[kWish]);
    if (run->bind(1, desk.caller.person).step())
        return Answer{"asked",
                      {{"ref", reference_text(static_cast<std::uint64_t>(run->integer(0)))},
                       {"erase_day", callers::day_text(TimePoint(Millis(run->integer(1))))}},
                      {},
                      false};
    if (auto ended = desk.sql.ended(*run, kWish); !ended) return fail(ended.error());
    return Answer{"ok",
                  {{"erase_day", callers::day_text(desk.caller.now + callers::erase_undo_for)}},
                  {},
                  false};
}

Result<void> tell_wish(Desk& desk, std::int64_t person, Answer& out) {
    Run run(desk.sql[kWish]);
    if (run->bind(1, person).step()) {
        out.values.set("erase_day", callers::day_text(TimePoint(Millis(run->integer(1)))));
        out.values.set("ref", reference_text(static_cast<std::uint64_t>(run->integer(0))));
    }
    return desk.sql.ended(*run, kWish);
}

std::span<Sql const* const> hot_privacy() {
    static constexpr std::array<Sql const*, 4> all{&kShown, &kStopped, &kTopics, &kWish};
    return all;
}

} // namespace haatline::storage
