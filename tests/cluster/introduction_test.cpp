#include "cluster/introduction.hpp"
#include "tests/support/catch.hpp"

#include <vector>

using namespace haatline;
using namespace haatline::introduction;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint kAsked{Millis(1'790'000'000'000)};
constexpr auto kDay = std::chrono::hours(24);

std::vector<State> const kStored{State::asked,    State::seen,     State::later,
                                 State::accepted, State::declined, State::blocked};
std::vector<Reply> const kReplies{Reply::now, Reply::evening, Reply::share, Reply::no,
                                  Reply::block};

Ask ask_in(State state, Method method = Method::none, TimePoint answered = {}) {
    return {state, method, kAsked + callers::ask_open_for, answered};
}

std::string after_all(State state) {
    std::string out;
    for (auto const reply : kReplies) {
        auto const to = after(state, reply);
        out += (out.empty() ? "" : " ") + std::string(to ? name_of(*to) : "-");
    }
    return out;
}

/// One reply after another on two phones; what cannot be said any more changes nothing.
State both(State state, Reply first, Reply second) {
    state = after(state, first).value_or(state);
    return after(state, second).value_or(state);
}

} // namespace

TEST_CASE("each reply to an ask leads where the table says") {
    CHECK(after_all(State::asked) == "accepted later accepted declined blocked");
    CHECK(after_all(State::seen) == "accepted later accepted declined blocked");
    CHECK(after_all(State::later) == "accepted later accepted declined blocked");
    CHECK(after_all(State::accepted) == "- - - declined blocked");
    CHECK(after_all(State::declined) == "- - - declined blocked");
    CHECK(after_all(State::blocked) == "- - - blocked blocked");
    CHECK(after_all(State::expired) == "- - - - -");
}

TEST_CASE("two phones that answer at once end in the same state, whoever was first") {
    for (auto const state : kStored)
        for (auto const one : kReplies)
            for (auto const other : kReplies) {
                INFO(name_of(state) << ": " << name_of(one) << ", " << name_of(other));
                CHECK(both(state, one, other) == both(state, other, one));
            }
}

TEST_CASE("no reply ever undoes a no or a block") {
    for (auto const reply : kReplies) {
        CHECK(after(State::declined, reply).value_or(State::declined) >= State::declined);
        CHECK(after(State::blocked, reply).value_or(State::blocked) == State::blocked);
    }
}

TEST_CASE("an open ask expires at its thirtieth day, not a millisecond earlier") {
    auto const end = kAsked + callers::ask_open_for;
    for (auto const open : {State::asked, State::seen, State::later}) {
        CHECK(standing(ask_in(open), end - 1ms) == open);
        CHECK(standing(ask_in(open), end) == State::expired);
    }
    for (auto const closed : {State::accepted, State::declined, State::blocked})
        CHECK(standing(ask_in(closed), end + 400 * kDay) == closed);
}

TEST_CASE(
    "the asker reads the same of an ask that waits, was seen, or went to one who blocked her") {
    auto const end = kAsked + callers::ask_open_for;
    for (auto const state : {State::asked, State::seen, State::blocked}) {
        INFO(name_of(state));
        CHECK(shown_to_asker(ask_in(state), end - 1ms) == Shown::waiting);
        CHECK(shown_to_asker(ask_in(state), end) == Shown::unanswered);
        CHECK(shown_to_asker(ask_in(state), end + told_for - 1ms) == Shown::unanswered);
        CHECK(shown_to_asker(ask_in(state), end + told_for) == Shown::nothing);
    }
}

TEST_CASE("a block reads as a no") {
    auto const answered = kAsked + kDay;
    for (auto const state : {State::declined, State::blocked}) {
        CHECK(shown_to_asker(ask_in(state, Method::none, answered), answered) == Shown::refused);
        CHECK(shown_to_asker(ask_in(state, Method::now, answered), answered + told_for - 1ms) ==
              Shown::refused);
        CHECK(shown_to_asker(ask_in(state, Method::none, answered), answered + told_for) ==
              Shown::nothing);
    }
}

TEST_CASE("a shared number is shown for seven days and no longer") {
    auto const answered = kAsked + kDay;
    auto const shared = ask_in(State::accepted, Method::share, answered);
    CHECK(shown_to_asker(shared, answered) == Shown::number);
    CHECK(days_left(shared, answered) == 7);
    CHECK(days_left(shared, answered + kDay + 1ms) == 6);
    CHECK(days_left(shared, answered + 7 * kDay - 1ms) == 1);
    CHECK(shown_to_asker(shared, answered + 7 * kDay - 1ms) == Shown::number);
    CHECK(shown_to_asker(shared, answered + 7 * kDay) == Shown::nothing);
    CHECK(days_left(shared, answered + 400 * kDay) == 0);
}

TEST_CASE("a yes is shown to both sides for a month, a later until the ask ends") {
    auto const answered = kAsked + kDay;
    auto const yes = ask_in(State::accepted, Method::now, answered);
    CHECK(shown_to_asker(yes, answered + told_for - 1ms) == Shown::ring);
    CHECK(held_by_asked(yes, answered + told_for - 1ms) == Held::agreed);
    CHECK(held_by_asked(yes, answered + told_for) == Held::nothing);
    auto const later = ask_in(State::later, Method::evening, answered);
    CHECK(shown_to_asker(later, answered) == Shown::evening);
    CHECK(held_by_asked(later, answered) == Held::request);
    CHECK(shown_to_asker(later, kAsked + callers::ask_open_for) == Shown::nothing);
    CHECK(held_by_asked(later, kAsked + callers::ask_open_for) == Held::nothing);
    for (auto const over : {State::declined, State::blocked})
        CHECK(held_by_asked(ask_in(over, Method::none, answered), answered) == Held::nothing);
}

TEST_CASE("states, replies, methods and reasons are read back by their names, and no other word") {
    for (auto const state : kStored) CHECK(state_named(name_of(state)) == state);
    for (auto const reply : kReplies) CHECK(reply_named(name_of(reply)) == reply);
    for (auto const method : {Method::none, Method::now, Method::evening, Method::share})
        CHECK(method_named(name_of(method)) == method);
    for (auto const* word : {"details", "rude", "money", "fake"})
        CHECK(report_reason(word) == word);
    CHECK_FALSE(state_named("Asked"));
    CHECK_FALSE(reply_named("yes"));
    CHECK_FALSE(method_named(""));
    CHECK_FALSE(report_reason("'; DROP TABLE report"));
    CHECK(method_of(Reply::evening) == Method::evening);
    CHECK(method_of(Reply::no) == Method::none);
    CHECK(method_of(Reply::block) == Method::none);
}
