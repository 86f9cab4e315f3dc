#include "storage/sqlite/acting.hpp"

#include "cluster/act.hpp"
#include "storage/sqlite/desk.hpp"

#include <array>

namespace haatline::storage {
namespace {

constexpr Sql kBehind{"acting.person",
                      "SELECT person FROM person_phone WHERE phone = ? AND until_at IS NULL "
                      "LIMIT 1"};

constexpr Sql kLeave{"acting.leave", "SELECT 1 FROM person_helper WHERE person = ? AND helper = ? "
                                     "AND until_at IS NULL LIMIT 1"};
constexpr Sql kActedFor{
    "person_act.add",
    "INSERT INTO person_act (person, at, phone, relation, act, helper) VALUES (?, ?, ?, ?, ?, ?)"};

/// Her leave may have been taken back in the middle of the helper's call.
Result<void> leave_stands(Prepared& sql, std::int64_t person, std::int64_t helper) {
    Run run(sql[kLeave]);
    bool const stands = run->bind(1, person).bind(2, helper).step();
    if (auto ended = sql.ended(*run, kLeave); !ended) return ended;
    if (stands) return {};
    return fail(Errc::conflict, "the leave to act for this person was taken back meanwhile");
}

} // namespace

Result<void> may_act(Prepared& sql, Caller const& caller, Effect const& effect) {
    if (!caller.person || effect.with.get("acting").empty()) return {};
    auto const* told = acts::find(effect.name);
    if (!told) return {};
    auto const helper = number_in(effect.with, "helper");
    if (!told->hers_alone)
        return helper ? leave_stands(sql, caller.person, helper) : Result<void>();
    return fail(
        Errc::bad_request,
        fmt::format("{} is for her alone, on a phone of her own: the flow let somebody else "
                    "come to it",
                    effect.name));
}

Result<void> note_act(Prepared& sql, Caller const& caller, Effect const& effect) {
    auto const as = effect.with.get("acting");
    if (as.empty() || !caller.person || !acts::find(effect.name)) return {};
    auto const noted = change(sql, kActedFor, caller.person, caller.now.time_since_epoch().count(),
                              static_cast<std::int64_t>(caller.phone.number()), as, effect.name,
                              OrNull{number_in(effect.with, "helper")});
    if (!noted) return fail(noted.error());
    return {};
}

Result<std::int64_t> acting_person(Prepared& sql, Caller const& caller) {
    if (caller.person != 0) return caller.person;
    Run run(sql[kBehind]);
    auto const phone = static_cast<std::int64_t>(caller.phone.number());
    auto const person = run->bind(1, phone).step() ? run->integer(0) : 0;
    if (auto ended = sql.ended(*run, kBehind); !ended) return fail(ended.error());
    return person;
}

std::span<Sql const* const> hot_acting() {
    static constexpr std::array<Sql const*, 1> all{&kBehind};
    return all;
}

} // namespace haatline::storage
