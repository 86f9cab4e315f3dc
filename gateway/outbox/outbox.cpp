#include "gateway/outbox/outbox.hpp"

#include "gateway/outbox/retry.hpp"

#include <algorithm>
#include <array>

namespace haatline::gateway {
namespace {

namespace outbox = storage::outbox;
using outbox::State;

/// Tokens of ours in the journal both we and the dispatcher write to.
constexpr std::uint64_t token_mark = std::uint64_t{1} << 63;
constexpr std::array kClasses{outbox::Class::caller, outbox::Class::service, outbox::Class::bulk};
constexpr auto at(outbox::Class cls) { return static_cast<std::size_t>(cls); }

/// States of a receipt, as carriers word them.
State state_named(std::string_view name) {
    for (auto const state : {State::delivered, State::undelivered, State::refused, State::expired})
        if (outbox::name_of(state) == name) return state;
    return State::accepted;
}

} // namespace

Outbox::Outbox(Asker& asker, World& world, Maker maker, OutboxOptions options)
    : asker_(asker), world_(world), maker_(std::move(maker)), options_(options),
      next_token_(token_mark) {
    more_.fill(true);
}

void Outbox::add(Carrier& carrier) { routes_.push_back({&carrier, 0, 0, {}}); }

void Outbox::begin(storage::Journal& journal) {
    journal_ = &journal;
    write_surely(outbox::Recover{world_.clock.now()}, [this](auto const& done) {
        counters_.again += (*done)->woken;
        pump();
    });
}

void Outbox::put(std::vector<outbox::NewParcel> parcels, OnPut told) {
    std::array<bool, outbox::classes> some{};
    TimePoint earliest = TimePoint::max();
    for (auto const& parcel : parcels) {
        some[at(parcel.cls)] = true;
        if (parcel.not_before != TimePoint()) earliest = std::min(earliest, parcel.not_before);
    }
    write(outbox::Put{std::move(parcels), world_.clock.now()},
          [this, told = std::move(told), some, earliest](auto done) {
              if (done) {
                  rests_until(earliest);
                  for (auto const cls : kClasses) more_[at(cls)] = more_[at(cls)] || some[at(cls)];
                  if (some[at(Class::bulk)]) campaign_grew();
                  pump();
              }
              told(std::move(done));
          });
}

Outbox::Route* Outbox::route_named(std::string_view name) {
    for (auto& route : routes_)
        if (route.carrier->name() == name) return &route;
    return nullptr;
}

void Outbox::commit(outbox::Change change, OnPut told) {
    bool const feeds = std::holds_alternative<storage::campaigns::Feed>(change) ||
                       std::holds_alternative<storage::campaigns::Tend>(change);
    write(std::move(change), [this, feeds, told = std::move(told)](auto done) {
        if (done && feeds && ((*done)->put > 0 || (*done)->woken > 0)) {
            campaign_grew();
            pump();
        }
        told(std::move(done));
    });
}

std::string Outbox::place_for_answer(Msisdn to, std::string_view came_by) {
    if (!journal_ || lines_.recipient_is_busy(to, Class::caller)) return {};
    if (places_.count(to.number()) > 0) return {}; // one at a time
    auto* route = route_named(came_by);
    if (!route || room(*route) == 0) route = route_for(Class::caller);
    if (!route) return {};
    ++route->unsettled;
    ++counters_.unsettled;
    return places_.emplace(to.number(), route->carrier->name()).first->second;
}

void Outbox::no_answer(Msisdn to) {
    auto const place = places_.find(to.number());
    if (place == places_.end()) return;
    if (auto* const kept = route_named(place->second); kept && kept->unsettled > 0) {
        --kept->unsettled;
        --counters_.unsettled;
    }
    places_.erase(place);
}

void Outbox::born(outbox::Done const& done) {
    if (done.put > done.born.size())
        for (auto const cls : {Class::caller, Class::service}) more_[at(cls)] = true;
    for (auto const& parcel : done.born) {
        auto* const route = route_named(parcel.route);
        if (!route) continue;
        places_.erase(parcel.to.number()); // its place is this parcel's now
        lines_.take_in_hand(parcel);
        auto made = maker_(parcel, *route->carrier, world_.clock.now());
        auto& leaving = *under_way_.emplace(parcel.id, std::make_unique<Leaving>()).first->second;
        leaving.parcel = std::make_unique<Parcel>(parcel);
        ++counters_.handed;
        if (auto* ready = std::get_if<Made>(&made)) {
            leaving.facts = std::move(ready->facts);
            std::vector<Outgoing> one;
            one.push_back(std::move(ready->message));
            route->carrier->submit(std::move(one));
            continue;
        }
        settle(parcel.route, {unmade(parcel, made)});
    }
    pump();
}

void Outbox::submitted(Carrier& carrier, std::vector<Submitted> results) {
    std::vector<outbox::Outcome> outcomes, late;
    outcomes.reserve(results.size());
    auto const now = world_.clock.now();
    for (auto const& result : results) {
        auto const found = under_way_.find(result.parcel);
        if (found == under_way_.end()) { // told twice, or after it counted as unknown
            if (result.what != Submitted::What::accepted) continue;
            late.push_back(settled(result, {}, now, 0));
            late.back().paise = result.segments * carrier.price_paise();
            continue;
        }
        if (result.what == Submitted::What::slow_down) ++counters_.throttled;
        if (result.what == Submitted::What::retry) ++counters_.retried;
        // Of what was not taken whole, the parts that were.
        auto const billed = result.what == Submitted::What::accepted
                                ? result.segments
                                : static_cast<std::uint32_t>(result.ids.size());
        counters_.segments += billed;
        auto outcome = settled(result, *found->second->parcel, now, world_.random.next());
        outcome.paise = billed * carrier.price_paise();
        outcome.facts = std::move(found->second->facts);
        outcomes.push_back(std::move(outcome));
    }
    if (!outcomes.empty()) settle(std::string(carrier.name()), std::move(outcomes));
    // It waits for another try, which the disk refuses from now on; or it is on its way again, and has two names.
    if (!late.empty())
        write_surely(outbox::Outcomes{std::string(carrier.name()), std::move(late), now},
                     [this](auto const&) {
                         for (auto const cls : kClasses) waits_again(cls);
                         pump();
                     });
}

/// The result goes to the disk; only then the window has room again.
void Outbox::settle(std::string const& route, std::vector<outbox::Outcome> outcomes) {
    auto const kept = std::make_shared<std::vector<Held>>();
    auto const states = std::make_shared<std::vector<State>>();
    for (auto const& outcome : outcomes) {
        auto const found = under_way_.find(outcome.parcel);
        if (found == under_way_.end()) continue;
        if (outcome.state == State::resting) rests_until(outcome.again_at);
        count(outcome, *found->second->parcel);
        kept->push_back(std::move(found->second->parcel));
        states->push_back(outcome.state);
        under_way_.erase(found);
    }
    write_surely(outbox::Outcomes{route, std::move(outcomes), world_.clock.now()},
                 [this, route, kept, states](auto const&) {
                     if (auto* const from = route_named(route))
                         from->unsettled -= std::min(from->unsettled, kept->size());
                     counters_.unsettled -=
                         std::min<std::uint64_t>(counters_.unsettled, kept->size());
                     for (std::size_t i = 0; i < kept->size(); ++i) {
                         bool const over = (*states)[i] >= State::accepted;
                         auto const& parcel = *(*kept)[i];
                         lines_.let_go(parcel, over);
                         // Those behind one that was tried before were passed over when the line was read.
                         if (!over || parcel.tries > 1) waits_again(parcel.cls);
                     }
                     pump();
                 });
}

/// Ended or put to rest without having been handed over.
void Outbox::end_here(Held parcel, outbox::Outcome outcome) {
    count(outcome, *parcel);
    if (outcome.state == State::resting) rests_until(outcome.again_at);
    auto leaving = std::make_unique<Leaving>();
    leaving->parcel = std::move(parcel);
    under_way_.emplace(outcome.parcel, std::move(leaving));
    ended_here_.push_back(std::move(outcome));
}

void Outbox::write_ended() {
    if (ended_here_.empty()) return;
    auto const kept = std::make_shared<std::vector<Held>>();
    for (auto const& outcome : ended_here_)
        if (auto const found = under_way_.find(outcome.parcel); found != under_way_.end()) {
            kept->push_back(std::move(found->second->parcel));
            under_way_.erase(found);
        }
    write_surely(outbox::Outcomes{{}, std::exchange(ended_here_, {}), world_.clock.now()},
                 [this, kept](auto const&) {
                     for (auto const& parcel : *kept) {
                         lines_.let_go(*parcel, true);
                         if (parcel->tries > 0) waits_again(parcel->cls);
                     }
                     pump();
                 });
}

void Outbox::receipts(Carrier& carrier, std::vector<ReceiptNews> news, Stored stored) {
    outbox::Receipts all;
    auto const now = world_.clock.now();
    for (auto& each : news) {
        outbox::Receipt receipt;
        receipt.route = carrier.name();
        receipt.id = std::move(each.id);
        receipt.also = std::move(each.also);
        receipt.reference = each.reference;
        receipt.to = each.to;
        receipt.of_part = each.of_part;
        receipt.state = state_named(each.state);
        receipt.reason = std::move(each.reason);
        receipt.raw_code = std::move(each.raw_code);
        receipt.at = now;
        all.each.push_back(std::move(receipt));
    }
    counters_.receipts += all.each.size();
    write(std::move(all), [this, stored = std::move(stored)](auto const& done) {
        if (done) {
            counters_.receipts_parked += (*done)->parked;
            counters_.receipts_late += (*done)->late;
            if ((*done)->freed > 0) // those behind were passed over
                for (auto const cls : kClasses) waits_again(cls);
        }
        stored(done.has_value());
    });
}

void Outbox::arrived(Carrier& carrier, Arrived message, Stored stored) {
    if (!arrived_) return stored(false);
    arrived_(carrier, std::move(message), std::move(stored));
}

void Outbox::changed(Carrier& carrier) {
    for (auto& route : routes_)
        if (route.carrier == &carrier && !carrier.up()) take_back(route, route.ready.take_all());
    pump();
}

void Outbox::stop(Msisdn to) {
    stopped_.insert_or_assign(to.number(), Stop{++stops_, world_.clock.steady()});
    lines_.drop_recipient(to);
    for (auto& route : routes_) take_back(route, route.ready.take_recipient(to));
}

void Outbox::hold_campaign(std::int64_t campaign) {
    lines_.drop_campaign(campaign);
    for (auto& route : routes_) take_back(route, route.ready.take_campaign(campaign));
}

void Outbox::cancel_campaign(std::int64_t campaign, std::function<void(Result<std::size_t>)> told) {
    hold_campaign(campaign);
    outbox::Cancel cancel;
    cancel.campaign = campaign;
    cancel.at = world_.clock.now();
    write(std::move(cancel), [this, campaign, told = std::move(told)](auto const& done) {
        if (!done) return told(fail(done.error()));
        // Some thousands at a time, so that no answer waits for a long commit.
        if ((*done)->cancelled >= 5000)
            return cancel_campaign(campaign, [told, n = (*done)->cancelled](auto more) {
                told(more ? Result<std::size_t>(*more + n) : more);
            });
        told((*done)->cancelled);
    });
}

void Outbox::count(outbox::Outcome const& outcome, Parcel const& parcel) {
    ++counters_.ended[at(parcel.cls)][static_cast<std::size_t>(outcome.state)];
}

void Outbox::drain(TimePoint by) {
    draining_ = true;
    for (auto& route : routes_) {
        take_back(route, route.ready.take_all());
        route.carrier->drain(by);
    }
}

bool Outbox::idle() const { return under_way_.empty() && written_.empty() && unwritten_.empty(); }

} // namespace haatline::gateway
