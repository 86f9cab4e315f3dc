#pragma once

#include "gateway/app/config.hpp"
#include "gateway/net/http.hpp"
#include "gateway/phone/players.hpp"

#include <map>
#include <string>
#include <string_view>

namespace haatline::gateway {

/// Answers GET /phone/…: a feature phone in a web page, from files inside the binary. The page speaks
/// to the gateway over the providers' own callbacks; this room only hands out files and tells which
/// routes there are, and how a provider that is a mapping would speak (POST /phone/play).
class WebPhone {
  public:
    explicit WebPhone(Config const& config);
    WebPhone(WebPhone const&) = delete; // the players look at its routes

    /// Whether `path` is this room's to answer.
    static bool owns(std::string_view path);
    RawReply answer(RawRequest const& request, TimePoint now);
    /// The route is played by another mapping from now on.
    void use(std::string_view route, std::shared_ptr<mapping::Mapping const> mapping);

  private:
    RawReply play(RawRequest const& request, TimePoint now);
    std::string const& routes();

    struct Page {
        std::string_view type;
        std::string_view body;
    };

    PhoneConfig config_;
    std::vector<RouteConfig> configured_;
    Players players_;
    std::string routes_; ///< what routes.json says, once somebody asked
    std::map<std::string, Page, std::less<>> pages_;
};

} // namespace haatline::gateway
