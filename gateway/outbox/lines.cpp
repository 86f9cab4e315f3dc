#include "gateway/outbox/lines.hpp"

#include <algorithm>
#include <utility>

namespace haatline::gateway {

Lines::Line& Lines::line(Class cls, std::int64_t campaign) {
    return lines_[static_cast<std::size_t>(cls)][campaign];
}

void Lines::add(Class cls, std::int64_t campaign, std::int64_t after, std::vector<Parcel> parcels) {
    auto& to = line(cls, campaign);
    // Meanwhile something before it came back: then the next read begins anew.
    if (!to.anew && to.read_up_to == after && !parcels.empty()) to.read_up_to = parcels.back().id;
    if (after == 0 && !to.anew) to.passed.clear();
    for (auto& parcel : parcels) {
        auto const hers = key(parcel.to, parcel.cls);
        if (held_.count(parcel.id) > 0) continue;
        if (parcel.behind) to.passed.insert(hers);
        if (to.passed.count(hers) > 0) continue;
        held_.insert(parcel.id);
        auto held = std::make_unique<Parcel>(std::move(parcel));
        if (auto const busy = busy_.find(hers); busy != busy_.end())
            stand_behind(to, busy->second, std::move(held));
        else
            to.parcels.push_back(std::move(held));
    }
}

Held Lines::next_of(Line& from) {
    while (!from.parcels.empty()) {
        Held parcel = std::move(from.parcels.front());
        from.parcels.pop_front();
        auto const [busy, fresh] = busy_.try_emplace(key(parcel->to, parcel->cls));
        if (fresh) return parcel;
        stand_behind(from, busy->second, std::move(parcel));
    }
    return nullptr;
}

void Lines::stand_behind(Line& line, Busy& busy, Held parcel) {
    auto const hers = key(parcel->to, parcel->cls);
    if (busy.behind.size() < behind_max && line.passed.count(hers) == 0)
        return busy.behind.push_back(std::move(parcel));
    line.passed.insert(hers);
    held_.erase(parcel->id);
}

bool Lines::was_passed(Key recipient, Class cls) const {
    auto const& lines = lines_[static_cast<std::size_t>(cls)];
    return std::any_of(lines.begin(), lines.end(),
                       [&](auto const& each) { return each.second.passed.count(recipient) > 0; });
}

void Lines::pass_over(Key recipient, Class cls) {
    for (auto& [campaign, line] : lines_[static_cast<std::size_t>(cls)]) {
        std::erase_if(line.parcels, [&](Held const& parcel) {
            bool const hers = key(parcel->to, parcel->cls) == recipient;
            if (hers) held_.erase(parcel->id);
            return hers;
        });
        line.passed.insert(recipient);
    }
}

Held Lines::next(Class cls) {
    auto& lines = lines_[static_cast<std::size_t>(cls)];
    // The campaign behind the one that was served last, once around.
    auto at = lines.upper_bound(served_last_);
    for (std::size_t i = 0; i < lines.size(); ++i, ++at) {
        if (at == lines.end()) at = lines.begin();
        if (auto parcel = next_of(at->second)) {
            if (cls == Class::bulk) served_last_ = at->first;
            return parcel;
        }
    }
    return nullptr;
}

void Lines::take_in_hand(Parcel const& parcel) {
    held_.insert(parcel.id);
    busy_.try_emplace(key(parcel.to, parcel.cls));
}

bool Lines::recipient_is_busy(Msisdn to, Class cls) const { return busy_.count(key(to, cls)) > 0; }

void Lines::let_go(Parcel const& parcel, bool over) {
    held_.erase(parcel.id);
    auto const at = key(parcel.to, parcel.cls);
    std::vector<Held> behind;
    if (auto const busy = busy_.find(at); busy != busy_.end()) {
        behind = std::move(busy->second.behind);
        busy_.erase(busy);
    }
    if (!over) { // hers are read again when it is their turn, in their order
        for (auto const& each : behind) held_.erase(each->id);
        pass_over(at, parcel.cls);
        return read_anew(parcel.cls);
    }
    if (behind.empty() && was_passed(at, parcel.cls)) return read_anew(parcel.cls);
    for (auto each = behind.rbegin(); each != behind.rend(); ++each)
        line((*each)->cls, (*each)->campaign).parcels.push_front(std::move(*each));
}

void Lines::put_back(Held parcel) {
    auto const at = key(parcel->to, parcel->cls);
    auto behind = std::move(busy_[at].behind);
    busy_.erase(at);
    for (auto each = behind.rbegin(); each != behind.rend(); ++each)
        line((*each)->cls, (*each)->campaign).parcels.push_front(std::move(*each));
    auto& front = line(parcel->cls, parcel->campaign).parcels;
    front.push_front(std::move(parcel));
}

void Lines::drop_campaign(std::int64_t campaign) {
    auto& lines = lines_[static_cast<std::size_t>(Class::bulk)];
    if (auto const at = lines.find(campaign); at != lines.end()) {
        for (auto const& parcel : at->second.parcels) held_.erase(parcel->id);
        lines.erase(at);
    }
    for (auto& [recipient, busy] : busy_)
        std::erase_if(busy.behind, [&](Held const& parcel) {
            bool const of_it = parcel->campaign == campaign;
            if (of_it) held_.erase(parcel->id);
            return of_it;
        });
}

void Lines::drop_recipient(Msisdn to) {
    auto const hers = [&](Held const& parcel) {
        bool const is = parcel->to == to;
        if (is) held_.erase(parcel->id);
        return is;
    };
    for (auto cls : {Class::caller, Class::service, Class::bulk}) {
        for (auto& [campaign, line] : lines_[static_cast<std::size_t>(cls)])
            std::erase_if(line.parcels, hers);
        if (auto const busy = busy_.find(key(to, cls)); busy != busy_.end())
            std::erase_if(busy->second.behind, hers);
        pass_over(key(to, cls), cls);
        read_anew(cls); // what may still go is read again
    }
}

std::size_t Lines::size(Class cls) const {
    std::size_t out = 0;
    for (auto const& [campaign, line] : lines_[static_cast<std::size_t>(cls)])
        out += line.parcels.size();
    return out;
}

std::size_t Lines::size(std::int64_t campaign) const {
    auto const& lines = lines_[static_cast<std::size_t>(Class::bulk)];
    auto const at = lines.find(campaign);
    return at == lines.end() ? 0 : at->second.parcels.size();
}

std::int64_t Lines::read_on(Class cls, std::int64_t campaign) {
    auto& of = line(cls, campaign);
    of.anew = false;
    return of.read_up_to;
}

void Lines::read_anew(Class cls) {
    wishes_[static_cast<std::size_t>(cls)] = true;
    for (auto& [campaign, line] : lines_[static_cast<std::size_t>(cls)]) {
        line.read_up_to = 0;
        line.anew = true;
    }
}

bool Lines::take_wish(Class cls) {
    return std::exchange(wishes_[static_cast<std::size_t>(cls)], false);
}

void Lines::look_again() {
    for (auto const cls : {Class::caller, Class::service, Class::bulk}) {
        auto const& lines = lines_[static_cast<std::size_t>(cls)];
        if (std::any_of(lines.begin(), lines.end(),
                        [](auto const& each) { return !each.second.passed.empty(); }))
            read_anew(cls);
    }
}

} // namespace haatline::gateway
