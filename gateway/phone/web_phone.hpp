#pragma once

#include "gateway/app/config.hpp"
#include "gateway/net/http.hpp"

#include <map>
#include <string>
#include <string_view>

namespace haatline::gateway {

/// Answers GET /phone/…: a feature phone in a web page, from files inside the binary. The page speaks
/// to the gateway over the providers' own callbacks; this room only hands out files and tells which
/// routes there are.
class WebPhone {
  public:
    explicit WebPhone(Config const& config);

    /// Whether `path` is this room's to answer.
    static bool owns(std::string_view path);
    RawReply answer(RawRequest const& request) const;

  private:
    struct Page {
        std::string_view type;
        std::string_view body;
    };

    bool enabled_;
    std::string routes_; ///< what routes.json says
    std::map<std::string, Page, std::less<>> pages_;
};

} // namespace haatline::gateway
