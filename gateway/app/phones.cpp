#include "gateway/app/phones.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace haatline::gateway {

Marks Marks::of(std::string_view dialogue, std::string_view identity) {
    std::hash<std::string_view> const hash;
    auto const first = hash(dialogue);
    // A turn without an identity has no retries: it must not look like another one's.
    return {first, identity.empty() ? 0 : (hash(identity) ^ (first * 0x9E3779B97F4A7C15ULL)) | 1};
}

void Phone::ensure_read(Marker const& marker) {
    if (unread.empty()) return;
    std::string const state = std::move(unread);
    unread.clear();
    if (auto const ok = read_phone_state(state, *this, marker); !ok) session = {};
    session.last += unread_moved;
    session.started += unread_moved;
    last += unread_moved;
    unread_moved = {};
}

void Phone::move_along(Millis by) {
    for (auto& each : answered) each.at += by;
    if (!unread.empty()) {
        unread_moved += by;
        last += by;
        return;
    }
    for (auto* at : {&last, &session.last, &session.started})
        if (*at != TimePoint{}) *at += by;
}

void Phones::move_along(Millis by) {
    for (auto& phone : order_) phone.move_along(by);
}

void Phones::forget(std::vector<std::uint64_t> const& numbers) {
    for (auto const number : numbers) {
        Phone* known = find(number);
        if (!known) continue;
        known->wipe();
        known->forget = known->busy;
    }
}

void Phone::wipe() {
    forget = false;
    dialogue.clear();
    text = {};
    unread.clear();
    answered.clear();
    session = {};
    ended = true;
    stored = false;
    loaded = true;
}

bool Phone::resumable(TimePoint now) const {
    return !session.ended && !session.screen.empty() && now - session.last < limits::resume_window;
}

Phone* Phones::find(std::uint64_t number) {
    auto const it = by_number_.find(number);
    return it == by_number_.end() ? nullptr : &*it->second;
}

Phone& Phones::at(std::uint64_t number) {
    if (Phone* known = find(number)) return *known;
    auto const it = order_.emplace(order_.end());
    it->number = number;
    by_number_.emplace(number, it);
    return *it;
}

void Phones::touched(Phone& phone, std::uint64_t seq) {
    phone.last_seq = seq;
    order_.splice(order_.end(), order_, by_number_.at(phone.number));
}

Phones::PutDown Phones::put_down(TimePoint now, std::uint64_t head_seq, std::uint64_t span_max,
                                 Millis idle_max, std::size_t count_max) {
    PutDown out;
    bool forgot = false;
    for (std::size_t i = 0; i < count_max && !order_.empty(); ++i) {
        Phone& oldest = order_.front();
        bool const silent = now - oldest.last > idle_max;
        bool const far_back = oldest.last_seq + span_max < head_seq;
        // A retry may still come, unless the log grew so fast that a start would take too long.
        bool const may_be_asked_again = now - oldest.last < limits::provider_retry_window &&
                                        oldest.last_seq + 2 * span_max >= head_seq;
        if (!(silent || (far_back && !may_be_asked_again)) || oldest.busy ||
            !oldest.waiting.empty())
            break;
        oldest.ensure_read(marker_);
        if (oldest.resumable(now))
            out.snapshots.push_back({oldest.number,
                                     phone_state_json(oldest.dialogue, oldest.text, oldest.ended,
                                                      oldest.program, oldest.session),
                                     oldest.last});
        else if (oldest.stored)
            out.snapshots.push_back({oldest.number, {}, {}}); // or an old dialogue would come back
        by_number_.erase(oldest.number);
        order_.pop_front();
        forgot = true;
    }
    // Events before the oldest phone still in memory are needed by nobody: each event holds its
    // phone's whole state.
    if (!forgot) return out;
    // Those who left nothing (a late answer) have no event to wait for.
    auto const first = std::find_if(order_.begin(), order_.end(),
                                    [](Phone const& phone) { return phone.last_seq > 0; });
    out.covered_seq = first == order_.end() ? head_seq : first->last_seq - 1;
    return out;
}

} // namespace haatline::gateway
