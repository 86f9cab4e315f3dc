#include "cluster/alert/standing.hpp"

#include "locales/text/clean.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace haatline::alerts {
namespace {

using S = Standing;

constexpr std::array<std::string_view, standings> kStandings{
    "draft", "submitted", "approved", "sending", "paused", "done", "cancelled", "expired"};
constexpr std::array<std::string_view, 10> kVerbs{"edit",   "submit", "return", "approve",
                                                  "pause",  "resume", "cancel", "begin",
                                                  "finish", "expire"};

constexpr std::array kMoves{
    Move{Verb::edit, S::draft, S::draft, By::desk},
    Move{Verb::submit, S::draft, S::submitted, By::desk},
    Move{Verb::give_back, S::submitted, S::draft, By::desk},
    Move{Verb::approve, S::submitted, S::approved, By::second},
    Move{Verb::begin, S::approved, S::sending, By::gateway},
    Move{Verb::pause, S::approved, S::paused, By::desk},
    Move{Verb::pause, S::sending, S::paused, By::desk},
    // Back to waiting for its time: the gateway begins it again at once when that has come.
    Move{Verb::resume, S::paused, S::approved, By::desk},
    Move{Verb::finish, S::sending, S::done, By::gateway},
    Move{Verb::cancel, S::draft, S::cancelled, By::desk},
    Move{Verb::cancel, S::submitted, S::cancelled, By::desk},
    Move{Verb::cancel, S::approved, S::cancelled, By::desk},
    Move{Verb::cancel, S::sending, S::cancelled, By::desk},
    Move{Verb::cancel, S::paused, S::cancelled, By::desk},
    Move{Verb::expire, S::submitted, S::expired, By::gateway},
    Move{Verb::expire, S::approved, S::expired, By::gateway},
    Move{Verb::expire, S::sending, S::expired, By::gateway},
    Move{Verb::expire, S::paused, S::expired, By::gateway},
};

std::string steps_from(Standing from) {
    std::string out;
    for (auto const& move : kMoves)
        if (move.from == from && move.by != By::gateway)
            out += fmt::format("{}{}", out.empty() ? "" : ", ", name_of(move.verb));
    return out.empty() ? std::string("it is over, write a new one") : "it takes " + out;
}

} // namespace

std::string_view name_of(Standing standing) {
    return kStandings[static_cast<std::size_t>(standing)];
}

std::optional<Standing> standing_named(std::string_view name) {
    auto const it = std::find(kStandings.begin(), kStandings.end(), name);
    if (it == kStandings.end()) return std::nullopt;
    return static_cast<Standing>(it - kStandings.begin());
}

std::string_view name_of(Verb verb) { return kVerbs[static_cast<std::size_t>(verb)]; }

std::optional<Verb> verb_named(std::string_view name) {
    auto const it = std::find(kVerbs.begin(), kVerbs.end(), name);
    if (it == kVerbs.end()) return std::nullopt;
    return static_cast<Verb>(it - kVerbs.begin());
}

std::span<Move const> moves() { return kMoves; }

Result<Standing> moved(Standing from, Verb verb, std::string_view who, Hands const& hands) {
    auto const move = std::find_if(kMoves.begin(), kMoves.end(), [&](Move const& each) {
        return each.from == from && each.verb == verb && (each.by == By::gateway) == who.empty();
    });
    if (move == kMoves.end())
        return fail(Errc::conflict, fmt::format("it is {}, so there is nothing to {}: {}",
                                                name_of(from), name_of(verb), steps_from(from)));
    if (move->by != By::second) return move->to;
    // "Asha" and "asha." are one pair of hands.
    auto const key = text::match_key(who);
    auto const is = [&](std::string_view hand) { return text::match_key(hand) == key; };
    if (is(hands.author) || is(hands.edited_by) || is(hands.submitted_by))
        return fail(Errc::unauthenticated,
                    fmt::format("{} wrote or submitted it: a second person approves it", who));
    return move->to;
}

} // namespace haatline::alerts
