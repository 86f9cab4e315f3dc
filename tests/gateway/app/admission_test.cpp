#include "gateway/app/admission.hpp"
#include "tests/support/catch.hpp"

using namespace haatline::gateway;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::nanoseconds start = 1000s;
constexpr Pace unbounded{};
constexpr Admission::Gate open{};
constexpr Admission::Gate no_new_calls{Refusal::new_call, Refusal::none};

AdmissionLimits limits(std::size_t turns_max = 1000) {
    AdmissionLimits out;
    out.turns_max = turns_max;
    return out;
}

void begin(Admission& admission, int turns, std::size_t route = 0,
           std::chrono::nanoseconds now = start) {
    for (int i = 0; i < turns; ++i) admission.began(route, unbounded, now);
}

void let_the_line_stand(Admission& admission) {
    for (auto before = 500ms; before >= 0ms; before -= 100ms)
        admission.looked(start - before, 30ms, 100);
}

} // namespace

TEST_CASE("a calm house is open to everybody") {
    Admission admission(limits(), 1);
    CHECK(admission.gate(0, unbounded, start) == open);
    CHECK(admission.level(start) == Admission::Level::open);
    begin(admission, 700);
    CHECK(admission.gate(0, unbounded, start) == open);
}

TEST_CASE("when callbacks stand in line nobody begins a call, and whoever is in one goes on") {
    Admission admission(limits(), 1);
    let_the_line_stand(admission);
    CHECK(admission.gate(0, unbounded, start) == no_new_calls);
    CHECK(admission.level(start) == Admission::Level::no_new_calls);
    admission.looked(start + 20ms, 1ms, 100);
    CHECK(admission.gate(0, unbounded, start + 20ms) == open);
}

TEST_CASE(
    "a disk that stands still stops new calls first, answers later, and neither once it moves") {
    Admission admission(limits(), 1);
    begin(admission, 100);
    CHECK(admission.gate(0, unbounded, start + 900ms) == open);
    CHECK(admission.gate(0, unbounded, start + 2s) == no_new_calls);
    CHECK(admission.gate(0, unbounded, start + 6s) ==
          Admission::Gate{Refusal::behind, Refusal::behind});
    CHECK(admission.level(start + 6s) == Admission::Level::shut);
    admission.ended(start + 6s, 6s, true);
    CHECK(admission.gate(0, unbounded, start + 6s) == open);
}

TEST_CASE("a few callers are let in however slow the disk is: by them one sees when it is back") {
    Admission admission(limits(), 1);
    begin(admission, 63);
    CHECK(admission.gate(0, unbounded, start + 1h) == open);
    begin(admission, 1, 0, start + 1h);
    CHECK(admission.gate(0, unbounded, start + 1h) ==
          Admission::Gate{Refusal::behind, Refusal::behind});
}

TEST_CASE("the last quarter of the room is for those in a call, and then it is full") {
    Admission admission(limits(8), 1);
    begin(admission, 5);
    CHECK(admission.gate(0, unbounded, start) == open);
    begin(admission, 1);
    CHECK(admission.gate(0, unbounded, start) == no_new_calls);
    begin(admission, 2);
    CHECK(admission.gate(0, unbounded, start) == Admission::Gate{Refusal::full, Refusal::full});
    CHECK(admission.hangup_may());
    Admission narrow(limits(1), 1);
    CHECK(narrow.gate(0, unbounded, start) == open);
}

TEST_CASE("a route that floods leaves the others their share") {
    Admission admission(limits(), 1);
    begin(admission, 500, 0);
    begin(admission, 50, 1);
    let_the_line_stand(admission);
    CHECK(admission.gate(0, unbounded, start) == no_new_calls);
    CHECK(admission.gate(1, unbounded, start) == open);
    CHECK(admission.gate(2, unbounded, start) == open); // somebody's first call
    begin(admission, 325, 0);
    CHECK(admission.gate(1, unbounded, start) == no_new_calls); // the last eighth is nobody's share
}

TEST_CASE("a route keeps its pace: new calls stop at half of it, answers at all of it") {
    Admission admission(limits(), 1);
    auto const pace = Pace::per_second(10);
    for (int i = 0; i < 5; ++i) {
        CHECK(admission.gate(3, pace, start) == open);
        admission.began(3, pace, start);
    }
    CHECK(admission.gate(3, pace, start) == Admission::Gate{Refusal::route, Refusal::none});
    for (int i = 0; i < 5; ++i) admission.began(3, pace, start);
    CHECK(admission.gate(3, pace, start) == Admission::Gate{Refusal::route, Refusal::route});
    CHECK(admission.gate(4, unbounded, start) == open);
    CHECK(admission.gate(3, pace, start + 1s) == open);
}

TEST_CASE("the house keeps the pace that was set for it") {
    auto bounded = limits();
    bounded.all = Pace::per_second(4);
    Admission admission(bounded, 1);
    begin(admission, 2);
    CHECK(admission.gate(0, unbounded, start) == Admission::Gate{Refusal::all, Refusal::none});
    begin(admission, 2);
    CHECK(admission.gate(0, unbounded, start) == Admission::Gate{Refusal::all, Refusal::all});
    CHECK(admission.gate(0, unbounded, start + 1s) == open);
}

TEST_CASE("one number that floods is told to slow down, its neighbour is not") {
    auto bounded = limits();
    bounded.number = Pace::per_minute(60, 3);
    Admission admission(bounded, 1);
    for (int i = 0; i < 3; ++i) CHECK(admission.number_may(919'876'543'210, start));
    CHECK_FALSE(admission.number_may(919'876'543'210, start));
    CHECK(admission.number_may(919'876'543'211, start));
    CHECK(admission.number_may(919'876'543'210, start + 1s));
}

TEST_CASE("every reason has a name") {
    for (std::size_t i = 1; i < refusals; ++i) CHECK_FALSE(refusal_names[i].empty());
    CHECK(refusal_names[static_cast<std::size_t>(Refusal::given_up)] == "given_up");
}
