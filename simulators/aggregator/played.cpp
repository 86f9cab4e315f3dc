#include "simulators/aggregator/played.hpp"

#include "gateway/mapping/presets.hpp"
#include "simulators/handset/carrier_mapped.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace haatline::simulators::aggregator {
namespace {

namespace mapping = gateway::mapping;

std::vector<mapping::Channel> channels_of(std::string_view section) {
    std::vector<mapping::Channel> out;
    for (std::size_t i = 0; i < mapping::channel_names.size(); ++i)
        if (section.empty() || section == mapping::channel_names[i])
            out.push_back(static_cast<mapping::Channel>(i));
    return out;
}

/// @returns whether there is anything of these sections to play.
bool choose(Played& out, std::string_view section) {
    auto const channels = channels_of(section);
    bool const ussd =
        std::find(channels.begin(), channels.end(), mapping::Channel::ussd) != channels.end();
    out.ussd = ussd && plays_ussd(*out.mapping);
    out.scenes = scenes_of(*out.mapping, channels);
    return out.ussd || !out.scenes.empty();
}

std::vector<std::string_view> names_playing(std::string_view section) {
    std::vector<std::string_view> out;
    for (auto const& preset : mapping::presets()) {
        Played each;
        auto known = preset_of(mapping::provider_of(preset));
        if (!known) continue;
        each.mapping = std::move(*known);
        if (choose(each, section)) out.push_back(mapping::provider_of(preset));
    }
    return out;
}

Result<Played> route_of(AggregatorOptions const& options) {
    Played out;
    if (options.config.empty()) {
        auto preset = preset_of(options.provider);
        if (!preset)
            return fail(preset.error().code,
                        fmt::format("{}; there are {}", preset.error().detail,
                                    fmt::join(names_playing(options.section), ", ")));
        out.mapping = std::move(*preset);
        out.route.name = options.provider;
        out.route.token = Secret(options.token);
        out.route.service_code = options.code;
        return out;
    }
    auto const config = gateway::read_config(options.config);
    if (!config) return fail(config.error());
    auto const& routes = config->routes;
    auto const route = std::find_if(routes.begin(), routes.end(), [&](auto const& each) {
        return each.name == options.provider;
    });
    if (route == routes.end())
        return fail(Errc::not_found,
                    fmt::format("{} has no route named '{}': name one by --provider",
                                options.config, options.provider));
    out.mapping = route->mapping;
    out.route = *route;
    if (!config->public_url.empty())
        out.url = fmt::format("{}/in/{}/{}", config->public_url, route->name, route->token.full());
    // Two keys of a route are older than its settings.
    if (!route->user.empty()) out.route.settings.set("user", route->user);
    if (!route->password.full().empty()) out.route.secrets.set("password", route->password.full());
    return out;
}

} // namespace

Line Played::line_of(Msisdn from) const {
    return {from, route.token.full(), route.service_code, route.name, route.settings, route.secrets,
            url};
}

Result<Played> played_by(AggregatorOptions const& options) {
    auto out = route_of(options);
    if (!out || choose(*out, options.section)) return out;
    auto const& what = options.section;
    return fail(Errc::unsupported,
                fmt::format("{} says nothing of how {} is played", out->mapping->provider,
                            what == "sms"     ? "a message"
                            : what == "voice" ? "a call"
                            : what == "ussd"  ? "a USSD dialogue"
                                              : "anything"));
}

} // namespace haatline::simulators::aggregator
