#include "gateway/net/http_target.hpp"

#include <fmt/format.h>

namespace haatline::gateway {

Result<HttpTarget> read_target(std::string const& url) {
    constexpr std::string_view scheme = "http://";
    if (!url.starts_with(scheme))
        return fail(Errc::bad_request,
                    fmt::format("'{}' is not an http:// address; write http://ADDR:PORT", url));
    auto rest = url.substr(scheme.size());
    HttpTarget target;
    if (auto const slash = rest.find('/'); slash != std::string::npos) {
        target.base = rest.substr(slash);
        if (target.base.ends_with('/')) target.base.pop_back();
        rest.resize(slash);
    }
    auto const bracket = rest.rfind(']');
    auto const colon = rest.rfind(':');
    if (colon != std::string::npos && (bracket == std::string::npos || colon > bracket)) {
        target.port = rest.substr(colon + 1);
        rest.resize(colon);
    }
    if (rest.size() > 2 && rest.front() == '[' && rest.back() == ']')
        rest = rest.substr(1, rest.size() - 2);
    target.host = rest;
    if (target.host.empty() || target.port.empty())
        return fail(Errc::bad_request,
                    fmt::format("'{}' names no host or port; write http://ADDR:PORT", url));
    return target;
}

} // namespace haatline::gateway
