#pragma once

#include "base/result.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace haatline::alerts {

/// Where an alert stands. The names are stored.
enum class Standing : std::uint8_t {
    draft,     ///< being written
    submitted, ///< waits for a second person; nothing of it changes meanwhile
    approved,  ///< waits for its time
    sending,
    paused,
    done, ///< everybody it was for was tried
    cancelled,
    expired, ///< its validity ended first
};
constexpr std::size_t standings = 8;
std::string_view name_of(Standing standing);
std::optional<Standing> standing_named(std::string_view name);
constexpr bool is_over(Standing standing) { return standing >= Standing::done; }

/// What is done to an alert.
enum class Verb : std::uint8_t {
    edit,
    submit,
    give_back, ///< the second person wants it changed
    approve,
    pause,
    resume,
    cancel,
    begin,  ///< its time came
    finish, ///< nobody is left
    expire,
};
std::string_view name_of(Verb verb);
std::optional<Verb> verb_named(std::string_view name);

/// Who may take a step.
enum class By : std::uint8_t {
    desk,    ///< anybody of the desk
    second,  ///< anybody who neither wrote nor submitted it
    gateway, ///< nobody: time does it
};

struct Move {
    Verb verb;
    Standing from, to;
    By by;
};
std::span<Move const> moves();

/// Who did what to it so far.
struct Hands {
    std::string author;    ///< who wrote it first
    std::string edited_by; ///< who changed it last
    std::string submitted_by;
};

/// Where this step leads. `who`: empty for the gateway itself.
/// @fails Errc::conflict naming where it stands and which steps lead on; Errc::unauthenticated when a
///        second person is needed.
Result<Standing> moved(Standing from, Verb verb, std::string_view who, Hands const& hands);

} // namespace haatline::alerts
