#include "gateway/app/admission.hpp"

namespace haatline::gateway {
namespace {

using std::chrono::nanoseconds;

/// So few are let in however long a turn takes: by them one sees when the disk is back, and on a slow
/// disk (0.6 s a commit on a worn SD card) nobody is refused who would share the next commit.
constexpr std::size_t few_turns = 64;

/// Of a pace, half is kept for who is in a call.
Refusal new_call_at(Meter const& meter, Pace const& pace, nanoseconds now, Refusal reason) {
    return meter.fits(pace, now, pace.burst / 2) ? Refusal::none : reason;
}

} // namespace

Admission::Admission(AdmissionLimits limits, std::uint64_t key)
    : limits_(limits), numbers_(key), waits_(limits.crowd) {}

Admission::Gate Admission::gate(std::size_t route, Pace const& pace, nanoseconds now) {
    if (route >= routes_.size()) routes_.resize(route + 1);
    if (waits_.in_work() >= limits_.turns_max) return {Refusal::full, Refusal::full};
    if (far_behind(now)) return {Refusal::behind, Refusal::behind};
    if (!routes_[route].fits(pace, now)) return {Refusal::route, Refusal::route};
    if (!all_.fits(limits_.all, now)) return {Refusal::all, Refusal::all};
    Gate out;
    out.new_call = new_call_at(routes_[route], pace, now, Refusal::route);
    if (out.new_call != Refusal::none) return out;
    out.new_call = new_call_at(all_, limits_.all, now, Refusal::all);
    if (out.new_call == Refusal::none && behind(now)) out.new_call = Refusal::new_call;
    // Who takes little is not made to wait for who takes much, until the last room is gone.
    bool const room = waits_.in_work() < limits_.turns_max - limits_.turns_max / 8;
    if (out.new_call != Refusal::none && room && shares_.below(route, now)) return {};
    return out;
}

void Admission::began(std::size_t route, Pace const& pace, nanoseconds now) {
    if (route >= routes_.size()) routes_.resize(route + 1);
    routes_[route].take(pace, now);
    all_.take(limits_.all, now);
    shares_.took(route, now);
    waits_.began(now);
}

bool Admission::far_behind(nanoseconds now) const {
    return waits_.in_work() >= few_turns && wait(now) > limits_.answer_wait;
}

bool Admission::behind(nanoseconds now) const {
    if (waits_.standing()) return true;
    if (waits_.in_work() >= limits_.turns_max - limits_.turns_max / 4) return true;
    return waits_.in_work() >= few_turns && waits_.house(now) > limits_.new_call_wait;
}

Admission::Level Admission::level(nanoseconds now) const {
    if (waits_.in_work() >= limits_.turns_max || far_behind(now)) return Level::shut;
    return behind(now) ? Level::no_new_calls : Level::open;
}

} // namespace haatline::gateway
