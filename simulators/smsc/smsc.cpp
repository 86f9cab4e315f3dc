#include "simulators/smsc/smsc.hpp"

#include <algorithm>

namespace haatline::simulators::smsc {
namespace {

constexpr std::size_t waiting_phones_most = 1'000'000;

} // namespace

Smsc::Smsc(Plan plan, World& world, PduLog log, After after)
    : plan_(std::move(plan)), world_(world), log_(std::move(log)), after_(std::move(after)),
      chance_(plan_.seed), messages_(plan_.messages_most), phones_(plan_.texts_most),
      witness_(plan_.witnessed_most), begun_(world.clock.steady()) {
    for (auto const& account : plan_.accounts)
        holders_.push_back(std::make_unique<Holder>(account));
}

Smsc::~Smsc() {
    *here_ = false;
    for (auto const& [number, session] : std::exchange(sessions_, {})) session->wire().cut();
}

void Smsc::admit(gateway::StreamPtr wire) {
    if (away_) return wire->reset();
    ++count_.links;
    auto const session = std::make_shared<Session>(*this, std::move(wire), ++links_);
    sessions_[session->number()] = session;
    session->begin();
}

Holder* Smsc::holder_of(std::string_view system_id) {
    auto const known = std::find_if(holders_.begin(), holders_.end(), [&](auto const& each) {
        return each->account.system_id == system_id;
    });
    return known == holders_.end() ? nullptr : known->get();
}

void Smsc::bound_now(Session& session) {
    ++count_.binds;
    auto& holder = *session.holder();
    holder.links.push_back(&session);
    count_.bound_most = std::max<std::uint64_t>(count_.bound_most, bound());
    pump(holder);
}

std::size_t Smsc::bound() const {
    std::size_t out = 0;
    for (auto const& holder : holders_) out += holder->links.size();
    return out;
}

void Smsc::gone(Session& session) {
    if (!*here_) return;
    if (auto* const holder = session.holder()) {
        std::erase(holder->links, &session);
        pump(*holder);
    }
    sessions_.erase(session.number());
}

void Smsc::log(Session const& session, Way way, std::string_view octets) {
    if (!log_.wanted()) return;
    auto const* const holder = session.holder();
    log_.add(pdu_line(world_.clock.now(), session.number(),
                      holder ? std::string_view(holder->account.system_id) : std::string_view{},
                      way, octets));
}

void Smsc::after(std::chrono::nanoseconds delay, std::function<void()> work) {
    after_(delay, [here = here_, work = std::move(work)] {
        if (*here) work();
    });
}

void Smsc::queue(Holder& holder, Delivery delivery) {
    if (holder.waiting.size() >= plan_.waiting_most) {
        ++count_.deliveries_lost;
        return;
    }
    holder.waiting.push_back(std::move(delivery));
    pump(holder);
}

/// To the account's receiving links in turn, as long as one has room.
void Smsc::pump(Holder& holder) {
    while (!holder.waiting.empty()) {
        Session* free = nullptr;
        for (std::size_t tried = 0; tried < holder.links.size() && !free; ++tried) {
            auto* const link = holder.links[holder.next_link++ % holder.links.size()];
            if (link->room() > 0) free = link;
        }
        if (!free) return;
        auto delivery = std::move(holder.waiting.front());
        holder.waiting.pop_front();
        using Kind = Delivery::Kind;
        auto const kind = delivery.kind;
        if (delivery.tries > 0)
            ++count_.delivered_again;
        else
            ++(kind == Kind::receipt ? count_.receipts
               : kind == Kind::mo    ? count_.mo
                                     : count_.ussd);
        // From here on a phone waits for its reply. Receipts go the way of phones and wait for none.
        if (kind != Kind::receipt && wrote_.size() < waiting_phones_most)
            wrote_.try_emplace(delivery.pdu.source.digits, world_.clock.steady());
        free->deliver(std::move(delivery));
    }
}

void Smsc::again(Holder& holder, Delivery delivery) {
    after(plan_.again_after.pick(chance_),
          [this, &holder, delivery = std::move(delivery)] { queue(holder, delivery); });
}

Count const& Smsc::count() {
    count_.seconds = static_cast<double>((world_.clock.steady() - begun_).count()) / 1e9;
    return count_;
}

std::size_t Smsc::for_each_link(std::function<void(Session&)> const& act) {
    std::vector<std::shared_ptr<Session>> links;
    for (auto const& [number, session] : sessions_)
        if (session->sends() || session->receives()) links.push_back(session);
    for (auto const& session : links) act(*session);
    return links.size();
}

std::size_t Smsc::raw(std::string const& octets) {
    return for_each_link([&](Session& session) { session.send_octets(octets); });
}

Result<void> Smsc::receipts_as(std::string_view name) {
    if (name == "every") {
        plan_.receipts = nullptr;
        return {};
    }
    auto const chosen = receipt_style(name);
    if (!chosen) return fail(chosen.error());
    plan_.receipts = *chosen;
    return {};
}

} // namespace haatline::simulators::smsc
