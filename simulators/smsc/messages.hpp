#pragma once

#include "simulators/smsc/message_id.hpp"
#include "simulators/smsc/receipt.hpp"

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace haatline::simulators::smsc {

/// One accepted submission.
struct Message {
    std::uint64_t number = 0; ///< from 1, in order of coming
    MessageId id;
    std::string account;
    smpp::Address source, destination;
    std::string text; ///< the first octets of it
    State state = State::enroute;
    TimePoint submitted{}, done{};
    std::uint32_t reference = 0;
    std::uint8_t registered_delivery = 0;
};

/// The latest accepted submissions, so many and no more; older ones were never here.
class Messages {
  public:
    explicit Messages(std::size_t most) : most_(most) {}
    Message& add(Message message);
    Message* find(std::string_view id); ///< as it was answered
    Message* numbered(std::uint64_t number);
    std::deque<Message> const& all() const { return kept_; }

  private:
    std::size_t most_;
    std::deque<Message> kept_; ///< numbers rise by one
    std::unordered_map<std::string, std::uint64_t> by_id_;
};

} // namespace haatline::simulators::smsc
