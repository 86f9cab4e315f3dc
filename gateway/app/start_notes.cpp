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

/// What the call that sends messages would put into its requests and this route has not.
void add_sends_without(RouteConfig const& route, std::vector<std::string>& out) {
    auto const* call = route.sms.sends ? route.mapping->call(route.sms.call) : nullptr;
    if (!call) return;
    auto missing = address_settings(*route.mapping, *call);
    std::erase_if(missing, [&](auto const& name) { return route.settings.has(name); });
    for (auto& name : missing) name = "setting " + name;
    auto const see = [&](mapping::Source const& source) {
        bool const older = source.name == "password" && !route.password.full().empty();
        auto name = "secret " + source.name;
        if (source.place == mapping::Place::secret && !older && !route.secrets.has(source.name) &&
            std::find(missing.begin(), missing.end(), name) == missing.end())
            missing.push_back(std::move(name));
    };
    call->url.each_source(see);
    for (auto const* pairs : {&call->headers, &call->query})
        for (auto const& [name, text] : *pairs) text.each_source(see);
    for (auto const& part : call->auth_parts) part.each_source(see);
    call->body.each_source(see);
    if (!missing.empty())
        out.push_back(fmt::format("route={} sends messages without {}: the provider will hardly "
                                  "take them; give it under [route.settings] or [route.secrets]",
                                  route.name, fmt::join(missing, ", ")));
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
        if (route.mapping) { // else nobody read it from a file
            add_not_asked(route, out);
            add_sends_without(route, out);
        }
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
