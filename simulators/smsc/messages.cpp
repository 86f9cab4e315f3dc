#include "simulators/smsc/messages.hpp"

namespace haatline::simulators::smsc {

Message& Messages::add(Message message) {
    if (kept_.size() >= most_) {
        auto const& oldest = kept_.front();
        auto const known = by_id_.find(oldest.id.answered);
        if (known != by_id_.end() && known->second == oldest.number) by_id_.erase(known);
        kept_.pop_front();
    }
    by_id_[message.id.answered] = message.number;
    return kept_.emplace_back(std::move(message));
}

Message* Messages::find(std::string_view id) {
    auto const known = by_id_.find(std::string(id));
    return known == by_id_.end() ? nullptr : numbered(known->second);
}

Message* Messages::numbered(std::uint64_t number) {
    if (kept_.empty() || number < kept_.front().number || number > kept_.back().number)
        return nullptr;
    return &kept_[number - kept_.front().number];
}

} // namespace haatline::simulators::smsc
