#include "simulators/world/network.hpp"

#include <algorithm>

namespace haatline::simulators::world {
namespace {

// Networks close a dialogue after about 30 s (limits::provider_retry_window); three tries of at most
// nine seconds stay below it.
constexpr int tries_max = 3;

gateway::ClientReply as_received(gateway::RawReply const& reply) {
    gateway::ClientReply out{reply.status, {}, reply.body};
    for (auto [name, value] : reply.headers) {
        for (char& c : name)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        out.headers.emplace_back(std::move(name), value);
    }
    return out;
}

} // namespace

void Network::serve(std::deque<Handset>& handsets, std::function<bool()> faults) {
    handsets_ = &handsets;
    faults_ = std::move(faults);
}

void Network::reach(gateway::House* house) {
    house_ = house;
    ++life_;
}

void Network::cut() {
    for (auto const& passage : std::exchange(inside_, {})) {
        passage->callback->waiting = 0;
        stage_.timeline.after(Millis(10), [this, passage] { again(passage, passage->tries); });
    }
}

std::size_t Network::at_the_gateway() const { return inside_.size(); }

Millis Network::on_the_way() {
    auto& chance = stage_.chance;
    return chance.percent(weather_.delayed) ? chance.between(200, 5'000) : chance.between(5, 120);
}

void Network::send(CallbackPtr callback) {
    auto const passage = std::make_shared<Passage>();
    passage->callback = std::move(callback);
    attempt(passage);
}

void Network::attempt(PassagePtr const& passage) {
    auto& chance = stage_.chance;
    int const mine = ++passage->tries;
    if (chance.percent(weather_.dropped))
        stage_.story.say("  callback {} is lost on the way", passage->callback->number);
    else
        carry(passage, on_the_way(), false);
    if (chance.percent(weather_.doubled)) {
        passage->doubled = true;
        carry(passage, on_the_way(), true);
    }
    stage_.timeline.after(chance.between(7'000, 9'000),
                          [this, passage, mine] { again(passage, mine); });
}

void Network::again(PassagePtr const& passage, int after_try) {
    auto const& callback = *passage->callback;
    if (passage->done || passage->tries != after_try) return;
    // Without a message id the same bytes are the next answer once the reply was handed over.
    if (passage->tries == tries_max || (!callback.exact() && callback.handed_over)) {
        passage->done = true;
        return (*handsets_)[callback.handset].lost(callback);
    }
    stage_.story.say("  callback {} is sent again", callback.number);
    attempt(passage);
}

void Network::carry(PassagePtr const& passage, Millis delay, bool copy) {
    stage_.timeline.after(delay, [this, passage, copy] {
        auto const& callback = *passage->callback;
        if (!callback.exact() && (callback.handed_over || passage->done)) return;
        if (copy) stage_.story.say("  callback {} arrives twice", callback.number);
        arrive(passage);
    });
}

void Network::arrive(PassagePtr const& passage) {
    if (!house_) {
        // Refused at once, tried again a little later.
        int const mine = passage->tries;
        stage_.timeline.after(stage_.chance.between(500, 2'500),
                              [this, passage, mine] { again(passage, mine); });
        return;
    }
    (*handsets_)[passage->callback->handset].saw_a_copy(*passage->callback);
    stage_.notary.arrived(passage->callback);
    inside_.push_back(passage);
    house_->router().take(passage->callback->raw,
                          [this, passage, life = life_](gateway::RawReply reply) {
                              if (life == life_) leave(passage, std::move(reply));
                          });
}

/// A reply leaves the gateway.
void Network::leave(PassagePtr const& passage, gateway::RawReply reply) {
    auto& chance = stage_.chance;
    auto& callback = *passage->callback;
    if (auto const it = std::find(inside_.begin(), inside_.end(), passage); it != inside_.end())
        inside_.erase(it);
    auto const& handset = (*handsets_)[callback.handset];
    // What is said to a hang-up nobody reads.
    auto const heard =
        callback.hangup() ? Result<Heard>(Heard{}) : handset.carrier().read(as_received(reply));
    if (!heard)
        return stage_.story.broken("the reply to callback {} cannot be read: {}", callback.number,
                                   heard.error().detail);
    stage_.story.say("  callback {} is replied to", callback.number);
    stage_.notary.replied(callback, reply, *heard);

    bool const lost = chance.percent(weather_.replies_lost) && !passage->doubled;
    bool const noticed = lost && (!callback.exact() || chance.percent(50));
    if (lost) stage_.story.say("  the reply to callback {} is lost", callback.number);
    if (!noticed) callback.handed_over = true;
    if (reply.sent) reply.sent(!noticed);
    if (lost) {
        if (noticed) again(passage, passage->tries);
        return;
    }
    // As it is when the reply leaves: by the time it is read another gateway may be up.
    stage_.timeline.after(on_the_way(), [this, passage, heard = *heard, faults = faults_()] {
        bring(passage, heard, faults);
    });
}

void Network::bring(PassagePtr const& passage, Heard const& heard, bool faults) {
    if (passage->done) return;
    passage->done = true;
    auto& handset = (*handsets_)[passage->callback->handset];
    if (handset.may_judge()) stage_.notary.read(*passage->callback, heard, faults);
    handset.heard(*passage->callback, heard);
}

} // namespace haatline::simulators::world
