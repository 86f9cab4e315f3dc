#include "gateway/app/router.hpp"

#include "gateway/wire/token.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

namespace haatline::gateway {
namespace {

constexpr std::string_view inbound = "/in/";
constexpr std::string_view form = "application/x-www-form-urlencoded";
constexpr std::size_t rest_segments_max = 4;

ProviderOptions options_of(RouteConfig const& config) {
    ProviderOptions out;
    out.service_code = config.service_code;
    out.session_ttl = config.session_ttl;
    out.answer_gap = config.answer_gap;
    out.user = config.user;
    out.password = config.password.full();
    out.accept_get = config.accept_get;
    return out;
}

/// Takes the next "/"-separated piece off `path`.
std::string_view next_segment(std::string_view& path) {
    auto const end = path.find('/');
    auto const segment = path.substr(0, end);
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end + 1);
    return segment;
}

Result<std::vector<std::string>> segments(std::string_view rest) {
    std::vector<std::string> out;
    while (!rest.empty()) {
        auto segment = percent_decode(next_segment(rest), false);
        if (!segment || out.size() == rest_segments_max)
            return fail(Errc::bad_request, "the path cannot be read");
        out.push_back(std::move(*segment));
    }
    return out;
}

/// Where a request's fields stand: in the query of a GET, in the form of a POST.
Result<Fields> fields_of(RawRequest const& request) {
    if (request.method == "GET") return Fields::parse(request.query);
    if (!request.content_type.empty() && request.content_type != form)
        return fail(Errc::bad_request, fmt::format("the content type is not {}", form));
    return Fields::parse(request.body);
}

/// Resident memory as the kernel counts it; 0 where /proc is not to be read.
std::uint64_t resident_bytes() {
    std::ifstream file("/proc/self/statm");
    std::uint64_t all = 0, resident = 0;
    file >> all >> resident;
    return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

RawReply short_page(unsigned status, std::string body) {
    RawReply out;
    out.status = status;
    out.body = std::move(body);
    return out;
}

} // namespace

Result<std::unique_ptr<Router>> Router::make(Config const& config, World& world, Metrics& metrics,
                                             TurnTaker on_turn) {
    std::unique_ptr<Router> router(new Router(config, world, metrics, std::move(on_turn)));
    for (auto const& each : config.routes) {
        auto provider = make_provider(each.provider, options_of(each));
        if (!provider)
            return fail(
                Errc::invalid_config,
                fmt::format("route '{}' names provider '{}', which does not exist; there are {}",
                            each.name, each.provider, fmt::join(provider_names(), ", ")));
        router->routes_.push_back({router->routes_.size(), each, std::move(provider)});
        metrics.routes.push_back({each.name, {}, 0});
    }
    return router;
}

Router::Router(Config const& config, World& world, Metrics& metrics, TurnTaker on_turn)
    : phone_(config), trusted_proxies_(config.trusted_proxies), world_(world), metrics_(metrics),
      on_turn_(std::move(on_turn)), started_(world.clock.steady()) {}

Route const* Router::find(std::string_view name) const {
    for (auto const& route : routes_)
        if (route.name() == name) return &route;
    return nullptr;
}

void Router::take(RawRequest request, Respond respond) {
    if (WebPhone::owns(request.path)) return respond(phone_.answer(request, world_.clock.now()));
    if (!std::string_view(request.path).starts_with(inbound)) return respond(page(request.path));
    std::string_view rest;
    auto const* const route = admitted(request, rest);
    if (!route) return respond(forbidden());
    take_turn(*route, request, rest, std::move(respond));
}

/// The route a request may enter by, or null: the reasons look alike from outside.
Route const* Router::admitted(RawRequest const& request, std::string_view& rest) const {
    rest = std::string_view(request.path).substr(inbound.size());
    auto const* const route = find(next_segment(rest));
    auto const token = next_segment(rest);
    if (!route || !same_secret(route->config.token.full(), token)) return nullptr;
    if (route->config.allow_cidrs.empty()) return route;
    auto const caller = caller_address(request.peer, request.forwarded_for, trusted_proxies_);
    return caller && any_holds(route->config.allow_cidrs, *caller) ? route : nullptr;
}

void Router::take_turn(Route const& route, RawRequest const& request, std::string_view rest,
                       Respond respond) {
    auto const began = world_.clock.steady();
    auto const pieces = segments(rest);
    if (!pieces) return respond(refused(route, pieces.error()));
    auto const fields = fields_of(request);
    if (!fields) return respond(refused(route, fields.error()));
    auto callback = route.provider->read(request, *fields, *pieces);
    if (!callback) return respond(refused(route, callback.error()));
    on_turn_({&route, std::move(*callback),
              [this, &route, began, respond = std::move(respond)](TurnReply reply) {
                  finish(route, began, std::move(reply), respond);
              }});
}

void Router::finish(Route const& route, std::chrono::nanoseconds began, TurnReply reply,
                    Respond const& respond) {
    bool const screen = reply.kind == TurnReply::Kind::screen;
    auto raw = screen ? route.provider->reply(reply.screen)
                      : route.provider->hung_up(reply.kind == TurnReply::Kind::hung_up_known);
    raw.sent = [this, id = route.id, began, told = std::move(reply.sent)](bool written) {
        auto const took = std::chrono::duration<double>(world_.clock.steady() - began);
        metrics_.turn_seconds.add(took.count());
        if (!written) ++metrics_.routes[id].replies_lost;
        if (told) told(written);
    };
    respond(std::move(raw));
}

RawReply Router::forbidden() {
    ++metrics_.forbidden;
    std::uint64_t left_out = 0;
    // Neither the token tried nor the address: whoever looks for them finds them in a proxy's log.
    if (forbidden_brake_.lets(world_.clock.steady(), left_out))
        spdlog::warn(
            "forbidden: wrong token, unknown route or address not in allow_cidrs left_out={}",
            left_out);
    return short_page(403, {});
}

RawReply Router::refused(Route const& route, Error const& error) {
    metrics_.count(route.id, TurnOutcome::refused);
    std::uint64_t left_out = 0;
    if (refused_brake_.lets(world_.clock.steady(), left_out))
        spdlog::warn("refused route={} error={} detail={} left_out={}", route.name(),
                     error.about().name, error.detail, left_out);
    return route.provider->refuse(error);
}

RawReply Router::page(std::string_view path) {
    if (path == "/healthz") return short_page(200, "ok\n");
    if (path == "/readyz") {
        if (!metrics_.ready) return short_page(503, metrics_.not_ready_because + '\n');
        if (!metrics_.trouble.empty()) return short_page(503, metrics_.trouble + '\n');
        return short_page(200, "ready\n");
    }
    if (path == "/metrics") {
        auto const up = std::chrono::duration<double>(world_.clock.steady() - started_);
        auto out = short_page(
            200, metrics_.text(http_ ? *http_ : HttpCounters{}, resident_bytes(), up.count()));
        out.content_type = "text/plain; version=0.0.4; charset=utf-8";
        return out;
    }
    ++metrics_.not_found;
    return short_page(404, {});
}

} // namespace haatline::gateway
