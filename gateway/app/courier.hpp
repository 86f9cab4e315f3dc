#pragma once

#include "base/result.hpp"
#include "base/world.hpp"
#include "gateway/app/config.hpp"
#include "gateway/app/log.hpp"
#include "gateway/net/http_sender.hpp"

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace haatline::gateway {

/// Takes screens to providers that want them in a request of ours: those of a route only to the hosts that the operator
/// listed for that route.
class Courier {
  public:
    /// Routes without hosts send nothing. @fails Errc::invalid_config naming the entry.
    static Result<std::unique_ptr<Courier>> open(Loop& loop, Clock& clock,
                                                 std::span<RouteConfig const> routes);

    /// `request.path` is the whole address. `told` comes once, later: whether the provider took it (2xx).
    /// A screen is worth nothing a minute later, so there is one try, within what networks wait.
    void send(std::string_view route, ClientRequest request, std::function<void(bool taken)> told);

  private:
    Courier(Loop& loop, Clock& clock) : loop_(loop), clock_(clock) {}
    void warn(std::string const& route, std::string const& why);

    std::map<std::string, std::unique_ptr<HttpSender>, std::less<>> senders_; ///< by route
    Loop& loop_;
    Clock& clock_;
    LogBrake brake_;
};

} // namespace haatline::gateway
