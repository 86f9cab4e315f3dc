#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace haatline::simulators::world {

/// Protections that can be switched off, one at a time, to prove that the world would notice.
enum class Spoil : std::uint8_t {
    none,
    reply_before_commit,  ///< the journal says "on disk" when a step is only queued
    disk_lies,            ///< a sync does nothing
    no_retry_memory,      ///< the dispatcher forgets what it replied
    effects_twice,        ///< each effect is carried out two times
    effects_apart,        ///< a step's effects and its event are two transactions
    failures_hushed,      ///< a commit that the disk refused is told as done
    answers_crossed,      ///< a question is answered for whoever asked before
    snapshots_lost,       ///< dialogues put down are forgotten
    log_cut,              ///< a start does not read the newest step
    replies_altered,      ///< a start reads replies with a letter more
    numbers_logged,       ///< the log names a caller
    questions_unanswered, ///< now and then an answer never comes back
    numbers_shown,        ///< a list names everybody by a number of the village
    erasures_forgotten    ///< nobody looks for erasures that are due
};

struct SpoilRow {
    Spoil spoil;
    std::string_view name;
};
std::span<SpoilRow const> spoils();
std::optional<Spoil> spoil_named(std::string_view name);

} // namespace haatline::simulators::world
