#pragma once

#include "gateway/app/config.hpp"
#include "gateway/app/log.hpp"
#include "gateway/channels/sms/mapped_carrier.hpp"
#include "gateway/net/http_sender.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

class Router;
struct Route;

/// The SMS side of every configured route: its carrier, and its way out to the hosts that its operator listed.
class SmsRoutes {
  public:
    /// Registers with `router`, whose routes are `config`'s; `listener` hears from now on.
    /// @fails Errc::invalid_config naming the route.
    static Result<std::unique_ptr<SmsRoutes>> open(Loop& loop, World& world, Config const& config,
                                                   Router& router, CarrierListener& listener);
    ~SmsRoutes();

    /// Those that send.
    std::vector<Carrier*> carriers() const;
    MappedCarrier* find(std::string_view route) const;
    /// Those whose provider must be asked what became of a message.
    std::vector<MappedCarrier*> polling() const;
    /// The route speaks by another mapping; a mapping that can no longer send leaves the old one in use.
    void use(std::string_view route, std::shared_ptr<mapping::Mapping const> mapping);

  private:
    struct One {
        RouteConfig config;
        std::unique_ptr<HttpSender> sender; ///< none where nothing may go out
        std::unique_ptr<MappedCarrier> carrier;
    };
    SmsRoutes(World& world, std::string public_url)
        : world_(world), public_url_(std::move(public_url)) {}
    Result<void> add(Loop& loop, RouteConfig const& route, CarrierListener& listener);

    World& world_;
    std::string public_url_;
    std::vector<One> all_;
};

} // namespace haatline::gateway
