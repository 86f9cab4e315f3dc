#pragma once

#include "simulators/handset/carrier.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace haatline::simulators {

/// The way to the gateway: `HttpClient` in the command, a function in tests.
using Send = std::function<Result<gateway::ClientReply>(CarrierRequest const&)>;

/// A phone that can be dialled with, typed on and hung up. Owns no sockets and prints nothing.
class Handset {
  public:
    Handset(std::unique_ptr<Carrier> carrier, Send send)
        : carrier_(std::move(carrier)), send_(std::move(send)) {}

    /// Begins a dialogue, hanging up a running one first. @fails Errc::bad_request for what is not
    /// a code (*…#).
    Result<Heard> dial(std::string_view code);
    /// @fails Errc::conflict when no dialogue is open.
    Result<Heard> answer(std::string_view text);
    /// Tells the network that the caller is gone; nothing to tell when no dialogue is open.
    Result<void> hang_up();

    bool in_call() const { return in_call_; }
    std::string session() const { return carrier_->session(); }

  private:
    Result<Heard> turn(Result<CarrierRequest> const& request);

    std::unique_ptr<Carrier> carrier_;
    Send send_;
    bool in_call_ = false;
};

/// "*…#": what a phone sends as a code instead of as an answer.
bool is_code(std::string_view text);

} // namespace haatline::simulators
