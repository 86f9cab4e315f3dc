#include "cluster/introduction.hpp"

#include <algorithm>
#include <array>

namespace haatline::introduction {
namespace {

// Each in the order of its enum. States and methods are stored by these words: never change one.
constexpr std::array<std::string_view, 7> kStates{"asked",    "seen",    "later",  "accepted",
                                                  "declined", "blocked", "expired"};
constexpr std::array<std::string_view, 5> kReplies{"now", "evening", "share", "no", "block"};
constexpr std::array<std::string_view, 4> kMethods{"none", "now", "evening", "share"};
constexpr std::array<std::string_view, 7> kShown{"waiting", "evening",    "ring",   "number",
                                                 "refused", "unanswered", "nothing"};
constexpr std::array<std::string_view, 4> kReasons{"details", "rude", "money", "fake"};

template <class Enum, std::size_t Count>
std::optional<Enum> named(std::array<std::string_view, Count> const& words, std::string_view name) {
    auto const it = std::find(words.begin(), words.end(), name);
    if (it == words.end()) return std::nullopt;
    return static_cast<Enum>(it - words.begin());
}

template <class Enum, std::size_t Count>
std::string_view word(std::array<std::string_view, Count> const& words, Enum value) {
    return words[static_cast<std::size_t>(value)];
}

constexpr auto none = std::optional<State>();
using S = State;
using Row = std::array<std::optional<State>, kReplies.size()>;

// Rows: what it is now. Columns: now, evening, share, no, block.
constexpr std::array<Row, kStates.size()> kAfter{
    Row{S::accepted, S::later, S::accepted, S::declined, S::blocked}, // asked
    Row{S::accepted, S::later, S::accepted, S::declined, S::blocked}, // seen
    Row{S::accepted, S::later, S::accepted, S::declined, S::blocked}, // later: may say again
    Row{none, none, none, S::declined, S::blocked},                   // accepted: taken back
    Row{none, none, none, S::declined, S::blocked},                   // declined
    Row{none, none, none, S::blocked, S::blocked},                    // blocked
    Row{none, none, none, none, none},                                // expired
};

bool answered_within(Ask const& ask, TimePoint now, std::chrono::hours span) {
    return now < ask.answered_at + span;
}

} // namespace

std::string_view name_of(State state) { return word(kStates, state); }
std::string_view name_of(Reply reply) { return word(kReplies, reply); }
std::string_view name_of(Method method) { return word(kMethods, method); }
std::string_view name_of(Shown shown) { return word(kShown, shown); }
std::optional<State> state_named(std::string_view name) { return named<State>(kStates, name); }
std::optional<Reply> reply_named(std::string_view name) { return named<Reply>(kReplies, name); }
std::optional<Method> method_named(std::string_view name) { return named<Method>(kMethods, name); }

Method method_of(Reply reply) { return method_named(word(kReplies, reply)).value_or(Method::none); }

State standing(Ask const& ask, TimePoint now) {
    bool const open =
        ask.state == State::asked || ask.state == State::seen || ask.state == State::later;
    return open && now >= ask.expires_at ? State::expired : ask.state;
}

std::optional<State> after(State standing, Reply reply) {
    return kAfter[static_cast<std::size_t>(standing)][static_cast<std::size_t>(reply)];
}

Shown shown_to_asker(Ask const& ask, TimePoint now) {
    bool const answered = ask.answered_at != TimePoint{};
    switch (ask.state) {
    case State::later:
        return now < ask.expires_at ? Shown::evening : Shown::nothing;
    case State::accepted:
        if (ask.method == Method::share)
            return days_left(ask, now) > 0 ? Shown::number : Shown::nothing;
        return answered_within(ask, now, told_for) ? Shown::ring : Shown::nothing;
    case State::declined:
        return answered_within(ask, now, told_for) ? Shown::refused : Shown::nothing;
    case State::blocked:
        if (answered) return answered_within(ask, now, told_for) ? Shown::refused : Shown::nothing;
        break;
    case State::asked:
    case State::seen:
    case State::expired:
        break;
    }
    if (now < ask.expires_at) return Shown::waiting;
    return now < ask.expires_at + told_for ? Shown::unanswered : Shown::nothing;
}

Held held_by_asked(Ask const& ask, TimePoint now) {
    switch (standing(ask, now)) {
    case State::asked:
    case State::seen:
    case State::later:
        return Held::request;
    case State::accepted: // as long as the asker reads of it, so long it can be taken back
        return shown_to_asker(ask, now) == Shown::nothing ? Held::nothing : Held::agreed;
    case State::declined:
    case State::blocked:
    case State::expired:
        return Held::nothing;
    }
    return Held::nothing;
}

int days_left(Ask const& ask, TimePoint now) {
    using Days = std::chrono::days;
    auto const left = ask.answered_at + number_shown_for - now;
    return static_cast<int>(std::max(Days(0), std::chrono::ceil<Days>(left)).count());
}

std::optional<std::string_view> report_reason(std::string_view name) {
    auto const it = std::find(kReasons.begin(), kReasons.end(), name);
    if (it == kReasons.end()) return std::nullopt;
    return *it;
}

} // namespace haatline::introduction
