#include "gateway/channels/sms/status_polls.hpp"

#include <algorithm>

namespace haatline::gateway {
namespace {

/// Most messages are delivered within seconds; a handset that is off is asked for each half an hour.
constexpr Millis first_pause = std::chrono::seconds(15);
constexpr Millis longest_pause = std::chrono::minutes(30);
/// A report may be a while behind the message's own end.
constexpr Millis after_validity = std::chrono::hours(1);

} // namespace

void StatusPolls::line_up(std::string const& id, Poll& poll, TimePoint at) {
    poll.at = at;
    line_.emplace(at, id);
}

void StatusPolls::take_out(std::string const& id, Poll const& poll) {
    auto const [begin, end] = line_.equal_range(poll.at);
    auto const found =
        std::find_if(begin, end, [&](auto const& each) { return each.second == id; });
    if (found != end) line_.erase(found);
}

void StatusPolls::add(std::string id, TimePoint until, TimePoint now) {
    add(std::move(id), until, now, first_pause);
}

void StatusPolls::take_up(std::string id, TimePoint until, TimePoint now) {
    add(std::move(id), until, now, Millis(0));
}

void StatusPolls::add(std::string id, TimePoint until, TimePoint now, Millis first) {
    auto const [at, is_new] = known_.try_emplace(id, Poll{until + after_validity, {}, first_pause});
    if (!is_new) return;
    line_up(at->first, at->second, now + first);
    if (known_.size() <= most_) return;
    auto const last = std::prev(line_.end());
    known_.erase(last->second);
    line_.erase(last);
}

std::string StatusPolls::next(TimePoint now) {
    while (!line_.empty() && line_.begin()->first <= now) {
        auto const id = line_.begin()->second;
        line_.erase(line_.begin());
        auto const found = known_.find(id);
        if (found == known_.end()) continue;
        if (found->second.until < now) {
            known_.erase(found);
            continue;
        }
        found->second.pause = std::min(found->second.pause * 2, longest_pause);
        line_up(id, found->second, now + found->second.pause);
        return id;
    }
    return {};
}

TimePoint StatusPolls::due() const {
    return line_.empty() ? TimePoint::max() : line_.begin()->first;
}

void StatusPolls::done(std::string_view id) {
    auto const found = known_.find(id);
    if (found == known_.end()) return;
    take_out(found->first, found->second);
    known_.erase(found);
}

} // namespace haatline::gateway
