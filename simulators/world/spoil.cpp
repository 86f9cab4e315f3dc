#include "simulators/world/spoil.hpp"

#include <algorithm>
#include <array>

namespace haatline::simulators::world {
namespace {

constexpr std::array rows{
    SpoilRow{Spoil::none, "none"},
    SpoilRow{Spoil::reply_before_commit, "reply-before-commit"},
    SpoilRow{Spoil::disk_lies, "disk-lies"},
    SpoilRow{Spoil::no_retry_memory, "no-retry-memory"},
    SpoilRow{Spoil::effects_twice, "effects-twice"},
    SpoilRow{Spoil::effects_apart, "effects-apart"},
    SpoilRow{Spoil::failures_hushed, "failures-hushed"},
    SpoilRow{Spoil::answers_crossed, "answers-crossed"},
    SpoilRow{Spoil::snapshots_lost, "snapshots-lost"},
    SpoilRow{Spoil::log_cut, "log-cut"},
    SpoilRow{Spoil::replies_altered, "replies-altered"},
    SpoilRow{Spoil::numbers_logged, "numbers-logged"},
    SpoilRow{Spoil::questions_unanswered, "questions-unanswered"},
    SpoilRow{Spoil::numbers_shown, "numbers-shown"},
    SpoilRow{Spoil::erasures_forgotten, "erasures-forgotten"},
};

} // namespace

std::span<SpoilRow const> spoils() { return rows; }

std::optional<Spoil> spoil_named(std::string_view name) {
    auto const it =
        std::find_if(rows.begin(), rows.end(), [&](auto const& row) { return row.name == name; });
    if (it == rows.end()) return std::nullopt;
    return it->spoil;
}

} // namespace haatline::simulators::world
