#include "gateway/outbox/ready.hpp"

#include <iterator>

namespace haatline::gateway {

void Ready::add(ToGo one) {
    by_class_[static_cast<std::size_t>(one->parcel->cls)].push_back(std::move(one));
}

ToGo Ready::next() {
    for (auto& line : by_class_) {
        if (line.empty()) continue;
        ToGo out = std::move(line.front());
        line.pop_front();
        return out;
    }
    return nullptr;
}

std::size_t Ready::size() const {
    std::size_t out = 0;
    for (auto const& line : by_class_) out += line.size();
    return out;
}

template <class Which>
std::vector<ToGo> Ready::take(Which which) {
    std::vector<ToGo> out;
    for (auto& line : by_class_) {
        std::deque<ToGo> kept;
        for (auto& one : line)
            if (which(one))
                out.push_back(std::move(one));
            else
                kept.push_back(std::move(one));
        line = std::move(kept);
    }
    return out;
}

std::vector<ToGo> Ready::take_recipient(Msisdn to) {
    return take([&](ToGo const& one) { return one->parcel->to == to; });
}

std::vector<ToGo> Ready::take_campaign(std::int64_t campaign) {
    return take([&](ToGo const& one) { return one->parcel->campaign == campaign; });
}

std::vector<ToGo> Ready::take_all() {
    return take([](ToGo const&) { return true; });
}

} // namespace haatline::gateway
