#pragma once

#include "cluster/msisdn.hpp"
#include "simulators/handset/handset.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace haatline::simulators {

/// A message as the phone shows it.
struct Text {
    std::string from, text;
    unsigned parts = 1; ///< messages it travelled in
    bool operator==(Text const&) const = default;
};

/// A phone that writes and reads SMS, by the doors of the web phone (gateway/phone/phone_messages.hpp):
/// to the service's own code, whatever it is. Owns no sockets and prints nothing.
class TextPhone {
  public:
    TextPhone(Msisdn from, Send send) : from_(from), send_(std::move(send)) {}

    /// The gateway has it on disk. @fails Errc::not_found where the gateway carries no messages to such
    /// a phone, Errc::unavailable when it cannot keep it, Errc::bad_request for what is no message.
    Result<void> write(std::string_view text);
    /// What came since the last look, oldest first. @fails as above, and Errc::invalid_data for an
    /// answer that is none.
    Result<std::vector<Text>> look();

  private:
    Msisdn from_;
    Send send_;
    std::uint64_t after_ = 0; ///< the last message that was read
};

} // namespace haatline::simulators
