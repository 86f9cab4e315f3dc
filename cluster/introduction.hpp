#pragma once

#include "base/world.hpp"
#include "cluster/allowance.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

/// "Ask to talk": one side asks, the other says yes, later, no or never again. Numbers stay hidden
/// until a yes (reference/domain.md §2 `enquiry`, §4 Contact).
namespace haatline::introduction {

/// `expired` is never stored: it is what an open ask becomes by time.
enum class State : std::uint8_t { asked, seen, later, accepted, declined, blocked, expired };

/// What the one who was asked says: the five digits of `conn.req`, the same on every channel.
enum class Reply : std::uint8_t { now, evening, share, no, block };

/// How they will talk, once there was a yes.
enum class Method : std::uint8_t { none, now, evening, share };

/// A yes or a no stays under the asker's messages as long as an ask stays open.
constexpr auto told_for = callers::ask_open_for;
/// A number that was given is on the asker's screen for a week: long enough to write it down.
constexpr auto number_shown_for = std::chrono::hours(24 * 7);

std::string_view name_of(State state);
std::optional<State> state_named(std::string_view name);
std::string_view name_of(Reply reply);
std::optional<Reply> reply_named(std::string_view name);
std::string_view name_of(Method method);
std::optional<Method> method_named(std::string_view name);

/// How they talk after this reply; `none` for no and block.
Method method_of(Reply reply);

/// One ask as it is stored.
struct Ask {
    State state = State::asked;
    Method method = Method::none;
    TimePoint expires_at{};
    TimePoint answered_at{}; ///< of the last reply; the epoch when there was none. An ask to
                             ///< somebody who had blocked before is stored blocked, unanswered
};

/// What an ask is now: an open one that nobody answered in time has expired. At `expires_at` it
/// has.
State standing(Ask const& ask, TimePoint now);

/// What becomes of an ask by a reply. Nothing: it cannot be answered so any more.
///
/// A reply only ever moves towards protection (asked < seen < later < accepted < declined <
/// blocked), so two phones that answer at once end in the same state whoever was first, and a no
/// stands.
std::optional<State> after(State standing, Reply reply);

/// What the asker reads of it. She never learns that it was seen; a block reads as a no, and asking
/// again after one as an ask that nobody answers.
enum class Shown : std::uint8_t { waiting, evening, ring, number, refused, unanswered, nothing };
Shown shown_to_asker(Ask const& ask, TimePoint now);
std::string_view name_of(Shown shown);

/// What the one who was asked finds under her messages.
enum class Held : std::uint8_t { request, agreed, nothing };
Held held_by_asked(Ask const& ask, TimePoint now);

/// Whole days a shared number will still be shown, rounded up: 7 … 1, then 0.
int days_left(Ask const& ask, TimePoint now);

/// Why somebody is reported: the rows of `report.why`, as the desk reads them.
std::optional<std::string_view> report_reason(std::string_view name);

} // namespace haatline::introduction
