#pragma once

#include "base/result.hpp"
#include "base/world.hpp"
#include "gateway/app/log.hpp"
#include "gateway/net/http_sender.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace haatline::gateway {

/// Takes screens to providers that want them in a request of ours, to the hosts that the operator listed.
class Courier {
  public:
    /// `hosts`: as `EgressList` reads them. @fails Errc::invalid_config naming the entry.
    static Result<std::unique_ptr<Courier>> open(Loop& loop, Clock& clock,
                                                 std::span<std::string const> hosts);

    /// `request.path` is the whole address. `told` comes once, later: whether the provider took it (2xx).
    /// A screen is worth nothing a minute later, so there is one try, within what networks wait.
    void send(std::string_view route, ClientRequest request, std::function<void(bool taken)> told);

  private:
    Courier(std::unique_ptr<HttpSender> sender, Clock& clock)
        : sender_(std::move(sender)), clock_(clock) {}
    void warn(std::string const& route, std::string const& why);

    std::unique_ptr<HttpSender> sender_;
    Clock& clock_;
    LogBrake brake_;
};

} // namespace haatline::gateway
