#include "gateway/outbox/outbox.hpp"

#include <algorithm>

/// The outbox and its carriers: what may leave, on disk as handed, and out as the window has room.
namespace haatline::gateway {
namespace {

namespace outbox = storage::outbox;
using outbox::State;
constexpr std::array kClasses{outbox::Class::caller, outbox::Class::service, outbox::Class::bulk};

} // namespace

/// What a carrier takes now: never more than its window, counting all whose result is not on disk.
std::size_t Outbox::room(Route const& route) const {
    if (draining_ || !route.carrier->up()) return 0;
    auto const window = route.carrier->window();
    return window <= route.unsettled ? 0
                                     : std::min(route.carrier->room(), window - route.unsettled);
}

/// How many more may be written as handed: what it takes now, and one window ahead of that.
std::size_t Outbox::ahead(Route const& route) const {
    if (draining_ || !route.carrier->up()) return 0;
    auto const most = route.carrier->window() + room(route),
               has = route.handing + route.ready.size();
    return most <= has ? 0 : most - has;
}

/// Where there is room now; the first that is up has the alerts to itself, and ahead of its window what finds no room.
Outbox::Route* Outbox::route_for(Class cls) {
    for (auto& route : routes_) {
        if (room(route) > route.handing + route.ready.size()) return &route;
        if (cls == Class::bulk && route.carrier->up()) break;
    }
    for (auto& route : routes_)
        if (route.carrier->up()) return ahead(route) > 0 ? &route : nullptr;
    return nullptr;
}

void Outbox::pump() {
    if (!journal_ || pumping_) return;
    pumping_ = true;
    for (auto& route : routes_) release(route);
    for (auto const cls : kClasses)
        for (auto* route = route_for(cls); route && fill(*route, cls);) route = route_for(cls);
    write_ended();
    read_ahead();
    pumping_ = false;
}

/// Hands as much of a class to a route as it takes. @returns false when nothing of the class is left.
bool Outbox::fill(Route& route, Class cls) {
    auto const most = std::min(ahead(route), options_.hand_max);
    auto const now = world_.clock.now();
    std::vector<ToGo> all;
    while (all.size() < most) {
        auto parcel = lines_.next(cls);
        if (!parcel) break;
        if (auto ready = weigh(std::move(parcel), route, now)) all.push_back(std::move(ready));
    }
    if (all.empty()) return false;
    hand_over(route, std::move(all));
    return true;
}

/// Whether it may leave, and how; nobody: it does not.
ToGo Outbox::weigh(Held held, Route& route, TimePoint now) {
    auto& parcel = *held;
    outbox::Outcome outcome;
    outcome.parcel = parcel.id;
    if (parcel.valid_until <= now) {
        outcome.state = State::expired;
        outcome.reason = parcel.tries > 0 ? "absent" : "time_band";
    } else if (!parcel.barred.empty()) {
        outcome.state = State::cancelled;
        outcome.reason = parcel.barred;
    } else if (may_run && parcel.campaign != 0 && !may_run(parcel.campaign)) {
        lines_.let_go(parcel, false);
        lines_.drop_campaign(parcel.campaign);
        return nullptr;
    } else {
        auto made = maker_(parcel, *route.carrier, now);
        if (auto* ready = std::get_if<Made>(&made)) {
            ready->message.again = parcel.tries > 0;
            if (parcel.tries > 0) ++counters_.again;
            parcel.route = route.carrier->name();
            return std::make_unique<Leaving>(
                Leaving{std::move(ready->message), std::move(held), std::move(ready->facts)});
        }
        outcome = unmade(parcel, made);
    }
    end_here(std::move(held), std::move(outcome));
    return nullptr;
}

/// What becomes of one that may not leave, or not yet; an hour beyond its validity never comes.
outbox::Outcome Outbox::unmade(Parcel const& parcel, Making const& making) {
    outbox::Outcome out;
    out.parcel = parcel.id;
    if (auto const* later = std::get_if<NotNow>(&making)) {
        out.state = later->until >= parcel.valid_until ? State::expired : State::resting;
        out.again_at = later->until;
        out.reason = later->reason;
        return out;
    }
    auto const& no = std::get<MayNot>(making);
    out.state = State::refused;
    out.reason = no.reason;
    std::uint64_t left_out = 0;
    if (refused_brake_.lets(world_.clock.steady(), left_out))
        spdlog::warn("a message is refused here parcel={} reason={} why=\"{}\" left_out={}",
                     parcel.id, no.reason, no.why, left_out);
    return out;
}

bool Outbox::stopped_since(Msisdn to, std::uint64_t begun) const {
    auto const found = stopped_.find(to.number());
    return found != stopped_.end() && found->second.serial > begun;
}

void Outbox::hand_over(Route& route, std::vector<ToGo> all) {
    outbox::Hand hand;
    hand.route = route.carrier->name();
    hand.at = world_.clock.now();
    hand.parcels.reserve(all.size());
    for (auto const& one : all) {
        hand.parcels.push_back(one->parcel->id);
        if (one->parcel->subject == 0 && one->parcel->tries == 0)
            hand.first_tries.push_back(one->parcel->id);
    }
    route.handing += all.size();
    auto const kept = std::make_shared<std::vector<ToGo>>(std::move(all));
    auto* const to = &route;
    write(std::move(hand), [this, to, kept, begun = stops_](auto const& done) {
        to->handing -= kept->size();
        if (done) return handed(*to, std::move(*kept), (*done)->gone, begun);
        for (auto one = kept->rbegin(); one != kept->rend(); ++one)
            lines_.put_back(std::move((*one)->parcel));
    });
}

/// On disk as handed: from here on it may leave.
void Outbox::handed(Route& route, std::vector<ToGo> all, std::vector<std::int64_t> const& gone,
                    std::uint64_t begun) {
    std::vector<ToGo>
        stopped; // she said so while this was written: the disk says what may still go
    for (auto& one : all) {
        if (std::find(gone.begin(), gone.end(), one->parcel->id) != gone.end()) {
            lines_.let_go(*one->parcel, true);
            continue;
        }
        ++one->parcel->tries;
        if (stopped_since(one->parcel->to, begun))
            stopped.push_back(std::move(one));
        else
            route.ready.add(std::move(one));
    }
    take_back(route, std::move(stopped));
    // It went down, or all of us do, while this was written.
    if (draining_ || !route.carrier->up()) take_back(route, route.ready.take_all());
    pump();
}

/// As many as the carrier takes now.
void Outbox::release(Route& route) {
    std::vector<Outgoing> messages;
    std::vector<ToGo> held; // an alert that was paused or cancelled since it was handed
    auto const now = world_.clock.now();
    for (auto most = room(route); messages.size() < most;) {
        auto one = route.ready.next();
        if (!one) break;
        if (one->parcel->campaign != 0 && may_run && !may_run(one->parcel->campaign)) {
            held.push_back(std::move(one));
            continue;
        }
        auto const id = one->parcel->id;
        auto const [at, is_new] = under_way_.try_emplace(id, std::move(one));
        if (!is_new) continue; // a carrier has it: never to two
        ++route.unsettled;
        ++counters_.unsettled;
        auto& leaving = *at->second;
        if (leaving.parcel->valid_until <= now) {
            outbox::Outcome outcome;
            outcome.parcel = id;
            outcome.state = State::expired;
            outcome.reason = "time_band";
            settle(std::string(route.carrier->name()), {outcome});
            continue;
        }
        ++counters_.handed;
        messages.push_back(std::move(leaving.message));
    }
    if (!messages.empty()) route.carrier->submit(std::move(messages));
    take_back(route, std::move(held));
}

/// Back into their lines, as if they had never been handed: none of them has left.
void Outbox::take_back(Route& route, std::vector<ToGo> all) {
    if (all.empty()) return;
    std::vector<outbox::Outcome> outcomes;
    for (auto& one : all) {
        outbox::Outcome outcome;
        outcome.parcel = one->parcel->id;
        outcome.state = State::waiting;
        outcome.counts = false;
        under_way_.emplace(outcome.parcel, std::move(one));
        outcomes.push_back(std::move(outcome));
    }
    route.unsettled += all.size();
    counters_.unsettled += all.size();
    settle(std::string(route.carrier->name()), std::move(outcomes));
}

} // namespace haatline::gateway
