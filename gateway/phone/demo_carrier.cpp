#include "gateway/phone/demo_carrier.hpp"

#include "locales/coding/sms_plan.hpp"

#include <fmt/format.h>

namespace haatline::gateway {

std::vector<DemoCarrier::Message> DemoCarrier::inbox(Msisdn phone, std::uint64_t after) const {
    std::vector<Message> out;
    auto const found = by_phone_.find(phone.number());
    if (found == by_phone_.end()) return out;
    for (auto const& message : found->second->messages)
        if (message.id > after) out.push_back(message);
    return out;
}

void DemoCarrier::write(Msisdn from, std::string to, std::string text,
                        CarrierListener::Stored stored) {
    if (!listener_) return stored(false);
    Arrived message;
    message.from = from;
    message.to = std::move(to);
    message.text = std::move(text);
    listener_->arrived(*this, std::move(message), std::move(stored));
}

DemoCarrier::Box& DemoCarrier::box_of(std::uint64_t phone) {
    auto const found = by_phone_.find(phone);
    if (found != by_phone_.end()) {
        boxes_.splice(boxes_.end(), boxes_, found->second);
        return *found->second;
    }
    if (boxes_.size() >= phones_max) {
        by_phone_.erase(boxes_.front().phone);
        boxes_.pop_front();
    }
    boxes_.push_back({phone, {}});
    by_phone_.emplace(phone, std::prev(boxes_.end()));
    return boxes_.back();
}

/// Taken at once, and read at once: the answers come in the next round of the loop, as a network's would.
void DemoCarrier::submit(std::vector<Outgoing> messages) {
    std::vector<Submitted> results;
    std::vector<ReceiptNews> news;
    for (auto& message : messages) {
        auto const plan = coding::plan_sms(message.text, {});
        auto const parts = plan ? static_cast<std::uint32_t>(plan->parts.size()) : 1U;
        auto& box = box_of(message.to.number());
        if (box.messages.size() >= messages_max) box.messages.pop_front();
        box.messages.push_back({++last_id_, message.sender.empty() ? header_ : message.sender,
                                std::move(message.text), parts, clock_.now()});
        auto& result = results.emplace_back();
        result.parcel = message.parcel;
        result.ids = {fmt::format("phone-{}", message.parcel)};
        result.segments = parts;
        auto& receipt = news.emplace_back();
        receipt.id = result.ids.front();
        receipt.state = "delivered";
    }
    loop_.post([this, results = std::move(results), news = std::move(news)]() mutable {
        listener_->submitted(*this, std::move(results));
        listener_->receipts(*this, std::move(news), [](bool) {});
    });
}

} // namespace haatline::gateway
