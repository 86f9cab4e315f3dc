#pragma once

#include "gateway/channels/sms/carrier.hpp"
#include "gateway/net/loop.hpp"

#include <cstdint>
#include <deque>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

namespace haatline::gateway {

/// The network of the phone in the web page: whatever is sent arrives there, and nowhere else. For demonstrations
/// and for trying menus; no real telephone hears of it.
class DemoCarrier final : public Carrier {
  public:
    struct Message {
        std::uint64_t id = 0; ///< grows
        std::string from, text;
        std::uint32_t parts = 1;
        TimePoint at{};
    };

    DemoCarrier(Loop& loop, Clock& clock, std::string header)
        : loop_(loop), clock_(clock), header_(std::move(header)) {}

    void tell(CarrierListener& listener) { listener_ = &listener; }
    /// What a phone has read, newest last, behind message `after`.
    std::vector<Message> inbox(Msisdn phone, std::uint64_t after) const;
    /// A message the page's user wrote. `stored`: it is on disk and will be answered.
    void write(Msisdn from, std::string to, std::string text, CarrierListener::Stored stored);

    std::string_view name() const override { return "phone"; }
    bool up() const override { return listener_ != nullptr; }
    std::size_t window() const override { return 1000; }
    std::size_t room() const override { return 1000; }
    void submit(std::vector<Outgoing> messages) override;
    bool writes(std::string_view) const override { return true; }
    void drain(TimePoint) override {}

    static constexpr std::size_t messages_max = 30;   ///< kept of a phone
    static constexpr std::size_t phones_max = 10'000; ///< the one that was silent longest goes

  private:
    struct Box {
        std::uint64_t phone;
        std::deque<Message> messages;
    };
    Box& box_of(std::uint64_t phone);

    Loop& loop_;
    Clock& clock_;
    std::string header_;
    CarrierListener* listener_ = nullptr;
    std::list<Box> boxes_; ///< oldest activity first
    std::unordered_map<std::uint64_t, std::list<Box>::iterator> by_phone_;
    std::uint64_t last_id_ = 0;
};

} // namespace haatline::gateway
