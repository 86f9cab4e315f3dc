#include "cluster/allowance.hpp"
#include "cluster/ticket.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

/// An hour of some Indian day.
TimePoint clock(int hour, int minute = 0) {
    return callers::day_start(TimePoint(Millis(1'790'000'000'000))) + hours(hour) + minutes(minute);
}

} // namespace

TEST_CASE("every kind of ticket has a name and outcomes, and is read back by its name") {
    for (auto const& row : ticket_kinds()) {
        CHECK(ticket_kind_named(row.name) == row.kind);
        CHECK(&facts(row.kind) == &row);
        CHECK(has_name(row.outcomes, "no_answer"));
    }
    CHECK(ticket_kinds().size() == 6);
    CHECK_FALSE(ticket_kind_named("party"));
    CHECK_FALSE(ticket_kind_named(""));
    for (auto const wanted : {Wanted::now, Wanted::morning, Wanted::evening})
        CHECK(wanted_named(name_of(wanted)) == wanted);
    CHECK_FALSE(wanted_named("tonight"));
}

TEST_CASE("who wants a call now is rung within two hours of the desk's day") {
    auto const due = [](TimePoint now) { return due_at(TicketKind::callback, Wanted::now, now); };
    CHECK(due(clock(10, 30)) == clock(12, 30));
    CHECK(due(clock(9)) == clock(11));
    CHECK(due(clock(19, 59)) == clock(21, 59));
    CHECK(due(clock(8, 59)) == clock(11));   // before work
    CHECK(due(clock(20)) == clock(24 + 11)); // after it
    CHECK(due(clock(0)) == clock(11));
}

TEST_CASE("a morning and an evening are the next ones that have not passed") {
    auto const due = [](Wanted wanted, TimePoint now) {
        return due_at(TicketKind::help, wanted, now);
    };
    CHECK(due(Wanted::morning, clock(8)) == clock(12));
    CHECK(due(Wanted::morning, clock(11, 59)) == clock(12));
    CHECK(due(Wanted::morning, clock(12)) == clock(24 + 12));
    CHECK(due(Wanted::evening, clock(12)) == clock(20));
    CHECK(due(Wanted::evening, clock(20)) == clock(24 + 20));
}

TEST_CASE("what is not a call to the caller has its own number of hours") {
    CHECK(due_at(TicketKind::report, Wanted::now, clock(23)) == clock(47));
}
