#include "gateway/wire/replay_guard.hpp"

#include "gateway/wire/digest.hpp"

namespace haatline::gateway {

ReplayGuard::ReplayGuard(Millis remember, std::size_t capacity)
    : remember_(remember), capacity_(capacity) {}

bool ReplayGuard::admit(std::string_view scope, std::string_view once, TimePoint now) {
    while (!in_order_.empty() && now - in_order_.front().seen > remember_) forget_oldest();
    auto mark = short_digest({scope, once});
    if (!known_.insert(mark).second) return false;
    in_order_.push_back({std::move(mark), now});
    if (in_order_.size() > capacity_) {
        forget_oldest();
        ++forgotten_early_;
    }
    return true;
}

void ReplayGuard::forget_oldest() {
    known_.erase(in_order_.front().mark);
    in_order_.pop_front();
}

} // namespace haatline::gateway
