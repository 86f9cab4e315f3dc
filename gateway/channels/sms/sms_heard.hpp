#pragma once

#include "gateway/channels/sms/carrier.hpp"
#include "gateway/mapping/hear.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace haatline::gateway {

/// A message from a phone, and for how long its like is the same message.
struct HeardMessage {
    Arrived message;
    Millis like_within{}; ///< 0: its identity is an id
};

/// What one request tells of messages.
struct SmsHeard {
    std::vector<ReceiptNews> receipts;
    std::vector<HeardMessage> messages;
    std::size_t unreadable = 0; ///< items of a list that were left out
};

/// A report's fields in our words, of a callback or of a poll's answer.
ReceiptNews receipt_of(mapping::Sheet const& sheet);
/// Whether nothing can follow: every state but `accepted`.
bool is_final_state(std::string_view state);

/// Reads a request for a section of channel sms. Of a list, what can be read counts: one number of a foreign
/// plan must not hold up ninety-nine reports.
/// @fails Errc::bad_request when nothing of it can be read.
Result<SmsHeard> hear_sms(mapping::Section const& section, mapping::RequestView const& view,
                          mapping::Ear const& ear, std::vector<mapping::Heard>& events);

} // namespace haatline::gateway
