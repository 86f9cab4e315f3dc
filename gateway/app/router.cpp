#include "gateway/app/router.hpp"

#include "gateway/channels/sms/sms_heard.hpp"
#include "gateway/wire/fields.hpp"
#include "gateway/wire/token.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <fstream>

namespace haatline::gateway {
namespace {

constexpr std::string_view inbound = "/in/", reports = "/dlr/";

} // namespace

ProviderOptions provider_options(RouteConfig const& config, std::string const& public_url) {
    ProviderOptions out;
    out.service_code = config.service_code;
    out.session_ttl = config.session_ttl;
    out.answer_gap = config.answer_gap;
    out.user = config.user;
    out.password = config.password.full();
    out.accept_get = config.accept_get;
    out.settings = config.settings;
    out.secrets = config.secrets;
    out.next_secrets = config.next_secrets;
    if (!public_url.empty())
        out.url = public_url + std::string(inbound) + config.name + '/' + config.token.full();
    return out;
}

namespace {

/// Takes the next "/"-separated piece off `path`.
std::string_view next_segment(std::string_view& path) {
    auto const end = path.find('/');
    auto const segment = path.substr(0, end);
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end + 1);
    return segment;
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
        auto mapping = each.mapping;
        if (!mapping) { // a configuration that nobody read from a file
            auto loaded = read_mapping(each.provider, each.mapping_file);
            if (!loaded)
                return fail(Errc::invalid_config,
                            fmt::format("route '{}': {}", each.name, loaded.error().detail));
            mapping = std::move(*loaded);
        }
        router->routes_.push_back(
            {router->routes_.size(), each,
             make_mapped(std::move(mapping), provider_options(each, config.public_url))});
        metrics.routes.emplace_back().name = each.name;
    }
    return router;
}

Router::Router(Config const& config, World& world, Metrics& metrics, TurnTaker on_turn)
    : phone_(config), public_url_(config.public_url), trusted_proxies_(config.trusted_proxies),
      world_(world), metrics_(metrics), on_turn_(std::move(on_turn)),
      started_(world.clock.steady()) {}

Route const* Router::find(std::string_view name) const {
    for (auto const& route : routes_)
        if (route.name() == name) return &route;
    return nullptr;
}

void Router::take(RawRequest request, Respond respond) {
    for (auto const& [path, handler] : served_)
        if (request.path == path) return handler(std::move(request), std::move(respond));
    if (api_ && std::string_view(request.path).starts_with("/api/"))
        return api_(std::move(request), std::move(respond));
    if (WebPhone::owns(request.path)) return respond(phone_.answer(request, world_.clock.now()));
    std::string_view const path = request.path;
    bool const at_dlr = path.starts_with(reports);
    if (!at_dlr && !path.starts_with(inbound)) return respond(page(request.path));
    auto rest = path.substr((at_dlr ? reports : inbound).size());
    auto const* const route = admitted(request, rest);
    if (!route) return respond(forbidden());
    take_turn(*route, request, rest, at_dlr, std::move(respond));
}

/// The route a request may enter by, or null: the reasons look alike from outside.
Route const* Router::admitted(RawRequest const& request, std::string_view& rest) const {
    auto const* const route = find(next_segment(rest));
    auto const token = next_segment(rest);
    if (!route || !same_secret(route->config.token.full(), token)) return nullptr;
    if (route->config.allow_cidrs.empty()) return route;
    auto const caller = caller_address(request.peer, request.forwarded_for, trusted_proxies_);
    return caller && any_holds(route->config.allow_cidrs, *caller) ? route : nullptr;
}

void Router::take_turn(Route const& route, RawRequest const& request, std::string_view rest,
                       bool at_dlr, Respond respond) {
    auto const began = world_.clock.steady();
    auto const pieces = path_segments(rest);
    if (!pieces) return respond(refused(route, pieces.error()));
    auto const now = world_.clock.now();
    Listening listening;
    listening.recall = [&](std::string_view session) {
        return book_.find(route.dialogue_key(session), now);
    };
    listening.now = now;
    listening.trusted_proxies = trusted_proxies_;
    listening.at_dlr = at_dlr;
    auto callback = route.provider->read(request, *pieces, listening);
    if (!callback) return respond(refused(route, callback.error()));
    metrics_.routes[route.id].unknown_fields += callback->unknown_fields;
    if (!callback->stores.empty())
        book_.remember(route.dialogue_key(callback->session), std::move(callback->stores),
                       now + route.config.session_ttl);
    if (callback->kind == Callback::Kind::notice)
        return respond(route.provider->acknowledge(callback->echo));
    if (callback->kind == Callback::Kind::messages)
        return take_messages(route, std::move(*callback), std::move(respond));
    if (callback->kind == Callback::Kind::turn && route.provider->answers_later(callback->echo))
        return take_turn_and_send(route, std::move(*callback), std::move(respond));
    auto echo = callback->echo;
    on_turn_({&route, std::move(*callback),
              [this, &route, provider = route.provider, began, echo = std::move(echo),
               respond = std::move(respond)](TurnReply reply) {
                  finish(route, *provider, began, std::move(reply), echo, respond);
              }});
}

/// Answered once all of it is on disk; if any of it is not, the provider comes again with all.
void Router::take_messages(Route const& route, Callback callback, Respond respond) {
    if (callback.fault) return respond(refused(route, *callback.fault, &callback.echo));
    auto* const carrier = listener_ ? carrier_of_(route) : nullptr;
    if (!carrier)
        return respond(refused(route, {Errc::unavailable, "nobody takes messages here yet"}));
    struct Waiting {
        std::size_t left = 0;
        bool all = true;
    };
    auto const& sms = *callback.sms;
    auto const waiting = std::make_shared<Waiting>();
    waiting->left = sms.messages.size() + (sms.receipts.empty() ? 0 : 1);
    auto const stored = [this, &route, waiting, provider = route.provider, echo = callback.echo,
                         respond = std::move(respond)](bool good) {
        waiting->all = waiting->all && good;
        if (--waiting->left > 0) return;
        if (waiting->all) return respond(provider->acknowledge(echo));
        respond(refused(route, {Errc::unavailable, "messages could not be kept"}));
    };
    if (!sms.receipts.empty()) listener_->receipts(*carrier, sms.receipts, stored);
    for (auto const& each : sms.messages) {
        auto message = each.message;
        if (!message.identity.empty())
            message.identity = likes_.identity(route.name() + ':' + message.identity,
                                               each.like_within, world_.clock.now());
        listener_->arrived(*carrier, std::move(message), stored);
    }
}

/// The callback is acknowledged at once; the screen travels by a request of ours, in the order of the number's turns.
void Router::take_turn_and_send(Route const& route, Callback callback, Respond respond) {
    auto const began = world_.clock.steady();
    auto echo = callback.echo;
    respond(route.provider->acknowledge(echo));
    on_turn_(
        {&route, std::move(callback),
         [this, &route, provider = route.provider, began, echo = std::move(echo)](TurnReply reply) {
             auto request = provider->later(reply.screen, echo, world_.clock.now());
             auto const told = [this, &route, began, sent = std::move(reply.sent)](bool delivered) {
                 auto const took = std::chrono::duration<double>(world_.clock.steady() - began);
                 metrics_.turn_seconds.add(took.count());
                 if (!delivered) ++metrics_.routes[route.id].replies_lost;
                 if (sent) sent(delivered);
             };
             if (!request || !courier_) return told(false);
             courier_(route, std::move(*request), told);
         }});
}

void Router::finish(Route const& route, UssdProvider const& provider,
                    std::chrono::nanoseconds began, TurnReply reply, Echo const& echo,
                    Respond const& respond) {
    if (reply.kind == TurnReply::Kind::forbidden) {
        ++metrics_.forbidden;
        return respond(provider.refuse({Errc::unauthenticated, "a signature seen before"}));
    }
    bool const screen = reply.kind == TurnReply::Kind::screen;
    auto raw = screen ? provider.reply(reply.screen, echo)
                      : provider.hung_up(reply.kind == TurnReply::Kind::hung_up_known, echo);
    raw.sent = [this, id = route.id, began, told = std::move(reply.sent)](bool written) {
        auto const took = std::chrono::duration<double>(world_.clock.steady() - began);
        metrics_.turn_seconds.add(took.count());
        if (!written) ++metrics_.routes[id].replies_lost;
        if (told) told(written);
    };
    respond(std::move(raw));
}

void Router::use(std::string_view name, std::shared_ptr<mapping::Mapping const> mapping) {
    for (auto& route : routes_) {
        if (route.name() != name) continue;
        route.config.mapping = mapping;
        use(name, make_mapped(mapping, provider_options(route.config, public_url_)));
    }
    phone_.use(name, mapping);
}

void Router::use(std::string_view name, std::shared_ptr<UssdProvider const> provider) {
    for (auto& route : routes_)
        if (route.name() == name) route.provider = provider;
}

void Router::remember(std::string const& dialogue, std::uint64_t phone, TimePoint at) {
    Values known;
    known.set("phone", Msisdn::from_number(phone).full());
    book_.remember(dialogue, std::move(known), at + std::chrono::minutes(10));
}

void Router::serve_sms(CarrierListener& listener, CarrierOf carrier_of) {
    listener_ = &listener;
    carrier_of_ = std::move(carrier_of);
}

void Router::tidy_up() { book_.tidy_up(world_.clock.now()); }

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

RawReply Router::refused(Route const& route, Error const& error, Echo const* echo) {
    metrics_.count(route.id, TurnOutcome::refused);
    std::uint64_t left_out = 0;
    if (refused_brake_.lets(world_.clock.steady(), left_out))
        spdlog::warn("refused route={} error={} detail={} left_out={}", route.name(),
                     error.about().name, error.detail, left_out);
    return echo ? route.provider->refuse_messages(error, *echo) : route.provider->refuse(error);
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
        for (auto const& add : more_metrics_) add(out.body);
        out.content_type = "text/plain; version=0.0.4; charset=utf-8";
        return out;
    }
    ++metrics_.not_found;
    return short_page(404, {});
}

} // namespace haatline::gateway
