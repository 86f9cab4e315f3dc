#include "gateway/channels/sms/likes.hpp"

#include <fmt/format.h>

namespace haatline::gateway {

std::string Likes::identity(std::string_view like, Millis within, TimePoint now) {
    if (within.count() <= 0) return std::string(like);
    while (!in_order_.empty() && (in_order_.front().second <= now || in_order_.size() >= most_))
        forget_oldest();
    auto const name = std::string(like);
    auto const found = known_.find(name);
    if (found != known_.end() && found->second.until > now) return found->second.identity;
    // Called by the number of its while, so that a process that was started again in the middle calls
    // its like the same.
    Seen seen{fmt::format("{}@{}", like, now.time_since_epoch() / within), now + within};
    in_order_.emplace_back(name, seen.until);
    return known_.insert_or_assign(name, std::move(seen)).first->second.identity;
}

void Likes::forget_oldest() {
    auto const& [name, until] = in_order_.front();
    auto const found = known_.find(name);
    if (found != known_.end() && found->second.until == until) known_.erase(found);
    in_order_.pop_front();
}

} // namespace haatline::gateway
