#pragma once

#include "base/world.hpp"
#include "cluster/questions.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

/// What callers leave for people to do: one queue for the desk (decisions.md, "haatline queue").
namespace haatline {

enum class TicketKind : std::uint8_t {
    callback, ///< "a person rings me": key 9 everywhere
    help,     ///< help's six reasons
    report,   ///< somebody reports another member
    secret,   ///< forgot the secret number, or locked it
    number,   ///< a quarantined number says that it is the member's own
    connect   ///< an accepted introduction: ring both and connect them
};

/// When a caller wants to be rung, in Indian time.
enum class Wanted : std::uint8_t { now, morning, evening };

struct TicketFacts {
    TicketKind kind;
    std::string_view name;
    Names outcomes;            ///< the words `haatline queue done` takes, the usual one first
    std::chrono::hours within; ///< due so soon; 0: by the hour the caller chose
};

std::span<TicketFacts const> ticket_kinds();
TicketFacts const& facts(TicketKind kind);
std::optional<TicketKind> ticket_kind_named(std::string_view name);

std::string_view name_of(Wanted wanted);
std::optional<Wanted> wanted_named(std::string_view name);

/// The six reasons of the screen `help`, in its order.
constexpr Names help_reasons = "how_to wrong_info not_paid bank asked_money other";

/// `about` of a ticket whose caller wrote what it is about: her words stand with the step that left it.
constexpr std::string_view ticket_in_own_words = "in own words";

/// The end of the hours in which the caller should have been rung. The desk works 9-20 o'clock.
/// now: two hours later, outside the desk's hours by 11 o'clock; morning: the next 12 o'clock;
/// evening: the next 20 o'clock.
TimePoint due_at(TicketKind kind, Wanted wanted, TimePoint now);

/// How long a finished ticket is still shown to its caller, who may say that it is not solved.
constexpr auto ticket_shown_for = std::chrono::hours(24 * 7);

} // namespace haatline
