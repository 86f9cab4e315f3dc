#pragma once

#include "gateway/app/config.hpp"
#include "gateway/mapping/mapping.hpp"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace haatline::gateway {

/// The network's side of any provider that is a mapping, for a page that cannot read mappings: which
/// callback comes next in a dialogue, and what the provider would show of our reply. Pure: a question
/// brings its whole dialogue with it, so nothing is kept between two.
class Players {
  public:
    /// `routes` are borrowed.
    explicit Players(std::span<RouteConfig const> routes) : routes_(routes) {}

    /// Whether the route's provider says how its USSD dialogues are played, all in one exchange.
    bool plays(RouteConfig const& route);
    /// One question in JSON: {"route", "from", "session", "transaction", "dialled", "said": […],
    /// "hang_up"} asks for the last callback of that dialogue; with "reply": {"status", "headers":
    /// [[name, value], …], "body"} it asks what the caller would see.
    /// @returns {"method", "path", "headers", "body"} or {}, where there is no such callback;
    /// {"text", "ended"}.
    /// @fails Errc::bad_request for a question that cannot be read; else why it cannot be played.
    Result<std::string> answer(std::string_view question, TimePoint now);

  private:
    std::shared_ptr<mapping::Mapping const> mapping_of(std::string const& provider);

    std::span<RouteConfig const> routes_;
    /// Read when first asked for: most gateways never play.
    std::map<std::string, std::shared_ptr<mapping::Mapping const>, std::less<>> mappings_;
};

} // namespace haatline::gateway
