#include "simulators/aggregator/command_aggregator.hpp"

#include "base/world.hpp"
#include "gateway/app/config.hpp"
#include "gateway/mapping/mapping.hpp"
#include "gateway/net/http_server.hpp"
#include "simulators/aggregator/aggregator.hpp"
#include "simulators/handset/carrier_mapped.hpp"
#include "simulators/load/story.hpp"
#include "simulators/load/strangers.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <optional>

namespace haatline::simulators {
namespace {

constexpr std::int64_t longest_ms = 3'600'000;

int complain(std::string_view what, int status) {
    fmt::print(stderr, "haatline simulate aggregator: {}\n", what);
    return status;
}

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t out = 0;
    auto const [end, ec] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (ec != std::errc{} || end != text.data() + text.size() || out < 0 || out > longest_ms)
        return std::nullopt;
    return out;
}

/// "200-800", or one number.
Result<aggregator::Span> span_of(std::string_view text, std::string_view option) {
    auto const dash = text.find('-');
    auto const least = whole(text.substr(0, dash));
    auto const most = dash == std::string_view::npos ? least : whole(text.substr(dash + 1));
    if (!least || !most || *most < *least)
        return fail(Errc::bad_request,
                    fmt::format("{} is milliseconds, e.g. 300 or 200-800", option));
    return aggregator::Span{Millis(*least), Millis(*most)};
}

/// What a provider says of a screen that it was sent: that it has it.
gateway::RawReply taken(gateway::RawRequest const& request) {
    gateway::RawReply out;
    bool const xml = request.content_type.find("xml") != std::string::npos;
    out.content_type = xml ? "text/xml" : "application/json";
    out.body = xml ? "<ok/>" : "{}";
    return out;
}

Result<aggregator::Plan> plan_of(AggregatorOptions const& options, bool repeats_are_known) {
    aggregator::Plan out;
    out.provider = options.provider;
    out.phones = options.phones;
    out.rate = options.rate;
    out.duration = std::chrono::seconds(options.duration_s);
    out.seed = options.seed;
    auto think = span_of(options.think_ms, "--think-ms");
    auto slow = span_of(options.slow_ms, "--slow-ms");
    if (!think || !slow) return fail(think ? slow.error() : think.error());
    out.faults = {.drop = options.drop,
                  .duplicate = options.duplicate,
                  .reorder = options.reorder,
                  .abandon = options.abandon,
                  .think = *think,
                  .slow = *slow,
                  .retry_after = Millis(options.retry_after_ms),
                  .repeats_are_known = repeats_are_known};
    out.patience = 3 * out.faults.retry_after + out.faults.slow.most + std::chrono::seconds(5);
    auto story = story_in(options.story);
    if (!story) return fail(story.error());
    out.story = std::move(*story);
    auto first = first_stranger(options.first, system_world());
    if (!first) return fail(first.error());
    out.first_number = *first;
    out.busy = busy_words();
    return out;
}

/// Who is played, and what its route is called, knows and keeps secret.
struct Played {
    std::shared_ptr<gateway::mapping::Mapping const> mapping;
    gateway::RouteConfig route;

    Line line_of(Msisdn from) const {
        return {from,       route.token.full(), route.service_code,
                route.name, route.settings,     route.secrets};
    }
};

/// A preset as `serve --demo` has it; with --config the route of that name, secrets and all, so that
/// none of them stands on a command line.
Result<Played> played_by(AggregatorOptions const& options) {
    Played out;
    if (options.config.empty()) {
        auto preset = ussd_preset(options.provider);
        if (!preset)
            return fail(preset.error().code, fmt::format("{}; there are {}", preset.error().detail,
                                                         fmt::join(mapped_ussd_providers(), ", ")));
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
    if (auto playable = plays_ussd(*route->mapping); !playable) return fail(playable.error());
    out.mapping = route->mapping;
    out.route = *route;
    return out;
}

} // namespace

int command_aggregator(AggregatorOptions const& options) {
    auto const played = played_by(options);
    if (!played) return complain(played.error().detail, 2);
    bool const known = knows_repeats(*played->mapping);
    if (!known && (options.drop > 0 || options.duplicate > 0 || options.reorder > 0))
        fmt::print(stderr,
                   "{} marks its requests with nothing, so a repeated one is a new answer: only "
                   "requests are lost, nothing is doubled\n",
                   options.provider);
    auto plan = plan_of(options, known);
    if (!plan) return complain(plan.error().detail, 2);
    gateway::Loop loop;
    auto volley =
        gateway::HttpVolley::open(loop, options.url, {options.connections, plan->patience});
    if (!volley) return complain(volley.error().detail, 2);
    aggregator::Aggregator run(
        std::move(*plan),
        [&](Msisdn from) -> Result<std::unique_ptr<Carrier>> {
            return make_mapped(played->mapping, played->line_of(from), system_world());
        },
        system_world(),
        [&](gateway::ClientRequest request, gateway::HttpVolley::Done done) {
            (*volley)->send(std::move(request), std::move(done));
        },
        [&](std::chrono::nanoseconds delay, std::function<void()> work) {
            loop.after(delay, std::move(work));
        });
    std::unique_ptr<gateway::HttpServer> screens;
    if (!options.listen.empty()) {
        auto listening = gateway::HttpServer::listen(
            loop, options.listen, {}, [&run](gateway::RawRequest request, auto respond) {
                respond(taken(request));
                run.screen_came({200, {}, std::move(request.body)});
            });
        if (!listening) return complain(listening.error().detail, 2);
        screens = std::move(*listening);
    }
    if (auto started = run.start([&] { loop.stop(); }); !started)
        return complain(started.error().detail, 2);
    loop.run();
    if (!run.problem().empty()) return complain(run.problem(), 1);
    fmt::print("{}", options.json ? as_json(run.count()) : as_text(run.count()));
    std::fflush(stdout);
    return run.count().good() ? 0 : 1;
}

} // namespace haatline::simulators
