#include "gateway/app/start_notes.hpp"

#include "gateway/mapping/guard.hpp"
#include "gateway/mapping/mapping.hpp"

#include <fmt/ranges.h>

#include <algorithm>

namespace haatline::gateway {
namespace {

/// What a provider could prove and this route cannot ask.
void add_not_asked(RouteConfig const& route, std::vector<std::string>& out) {
    mapping::RouteFacts facts;
    facts.settings = route.mapping->settings;
    facts.settings.merge(route.settings);
    if (!route.user.empty()) facts.settings.set("user", route.user);
    facts.secrets = route.secrets;
    if (!route.password.full().empty()) facts.secrets.set("password", route.password.full());
    auto const names = mapping::not_asked_for(*route.mapping, facts);
    if (!names.empty())
        out.push_back(fmt::format(
            "route={} asks for no {}: whoever knows the token and comes from an allowed address is "
            "believed; give it under [route.secrets] when the provider has agreed on one",
            route.name, fmt::join(names, ", ")));
}

mapping::Call const* screens_of(mapping::Mapping const& mapping) {
    for (auto const& section : mapping.in)
        if (section.channel == mapping::Channel::ussd && section.later)
            return mapping.call(*section.later);
    return nullptr;
}

/// The settings of a call's address that have no value of their own: what must be set beside `send_to`.
std::vector<std::string> address_settings(mapping::Mapping const& mapping,
                                          mapping::Call const& call) {
    std::vector<std::string> out;
    call.url.each_source([&](mapping::Source const& source) {
        if (source.place == mapping::Place::setting && mapping.settings.get(source.name).empty())
            out.push_back(source.name);
    });
    return out;
}

} // namespace

std::vector<RouteConfig const*> routes_without_screens(Config const& config) {
    std::vector<RouteConfig const*> out;
    for (auto const& route : config.routes)
        if (route.mapping && route.send_to.empty() && screens_of(*route.mapping))
            out.push_back(&route);
    return out;
}

std::vector<std::string> start_notes(Config const& config, bool demo) {
    std::vector<std::string> out;
    auto const dark = routes_without_screens(config);
    if (demo) {
        std::vector<std::string_view> names;
        for (auto const* route : dark) names.push_back(route->name);
        if (!names.empty())
            out.push_back(
                fmt::format("--demo shows no screens on {}: these providers take them by a request "
                            "of ours, and "
                            "a demo has no address of theirs; serve with --config and set send_to",
                            fmt::join(names, ", ")));
        return out;
    }
    for (auto const& route : config.routes)
        if (route.mapping) add_not_asked(route, out); // else nobody read it from a file
    for (auto const* route : dark) {
        auto const* call = screens_of(*route->mapping);
        out.push_back(fmt::format(
            "route={} shows no screens: {} takes them by a request of ours, and none may go out; "
            "set "
            "send_to = \"HOST\" (the provider's, with :PORT where it is not the usual one){}{}",
            route->name, route->mapping->provider,
            call && !address_settings(*route->mapping, *call).empty() ? " and [route.settings] "
                                                                      : "",
            call ? fmt::format("{}", fmt::join(address_settings(*route->mapping, *call), ", "))
                 : std::string()));
    }
    return out;
}

} // namespace haatline::gateway
