#include "simulators/aggregator/command_aggregator.hpp"

#include "base/world.hpp"
#include "gateway/mapping/mapping.hpp"
#include "gateway/net/http_server.hpp"
#include "simulators/aggregator/played.hpp"
#include "simulators/aggregator/traffic.hpp"
#include "simulators/handset/carrier_mapped.hpp"
#include "simulators/load/story.hpp"
#include "simulators/load/strangers.hpp"

#include <fmt/format.h>

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

Result<aggregator::Faults> faults_of(AggregatorOptions const& options) {
    auto const think = span_of(options.think_ms, "--think-ms");
    auto const slow = span_of(options.slow_ms, "--slow-ms");
    if (!think || !slow) return fail(think ? slow.error() : think.error());
    return aggregator::Faults{.drop = options.drop,
                              .duplicate = options.duplicate,
                              .reorder = options.reorder,
                              .abandon = options.abandon,
                              .forge = options.forge,
                              .think = *think,
                              .slow = *slow,
                              .retry_after = Millis(options.retry_after_ms)};
}

/// What both kinds of play have in common.
template <class Plan>
Result<Plan> plan_of(AggregatorOptions const& options) {
    Plan out;
    out.phones = options.phones;
    out.rate = options.rate;
    out.duration = std::chrono::seconds(options.duration_s);
    out.seed = options.seed;
    auto faults = faults_of(options);
    if (!faults) return fail(faults.error());
    out.faults = *faults;
    out.patience = 3 * out.faults.retry_after + out.faults.slow.most + std::chrono::seconds(5);
    auto first = first_stranger(options.first, system_world());
    if (!first) return fail(first.error());
    out.first_number = *first;
    return out;
}

Result<aggregator::Plan> dialogues_of(AggregatorOptions const& options,
                                      aggregator::Played const& played) {
    auto out = plan_of<aggregator::Plan>(options);
    if (!out) return out;
    out->provider = options.provider;
    out->faults.repeats_are_known = knows_repeats(*played.mapping);
    auto const& faults = out->faults;
    if (played.ussd && !faults.repeats_are_known &&
        (faults.drop > 0 || faults.duplicate > 0 || faults.reorder > 0))
        fmt::print(stderr,
                   "{} marks its requests with nothing, so a repeated one is a new answer: only "
                   "requests are lost, nothing is doubled\n",
                   options.provider);
    auto story = story_in(options.story);
    if (!story) return fail(story.error());
    out->story = std::move(*story);
    out->busy = busy_words();
    return out;
}

Result<aggregator::TrafficPlan> traffic_of(AggregatorOptions const& options,
                                           aggregator::Played const& played) {
    auto out = plan_of<aggregator::TrafficPlan>(options);
    if (!out) return out;
    out->mapping = played.mapping;
    out->line = played.line_of({});
    out->scenes = played.scenes;
    out->texts = {"MAKE PICKLE"};
    // A sentence in every script there is a language for.
    for (auto& words : busy_words()) out->texts.push_back(std::move(words));
    return out;
}

} // namespace

int command_aggregator(AggregatorOptions const& options) {
    auto const played = aggregator::played_by(options);
    if (!played) return complain(played.error().detail, 2);
    auto dialogues = dialogues_of(options, *played);
    auto traffic = traffic_of(options, *played);
    if (!dialogues || !traffic)
        return complain(dialogues ? traffic.error().detail : dialogues.error().detail, 2);
    gateway::Loop loop;
    auto volley =
        gateway::HttpVolley::open(loop, options.url, {options.connections, traffic->patience});
    if (!volley) return complain(volley.error().detail, 2);
    auto const fire = [&](gateway::ClientRequest request, gateway::HttpVolley::Done done) {
        (*volley)->send(std::move(request), std::move(done));
    };
    auto const after = [&](std::chrono::nanoseconds delay, std::function<void()> work) {
        loop.after(delay, std::move(work));
    };
    int playing = 0;
    auto const on_end = [&] {
        if (--playing == 0) loop.stop();
    };
    aggregator::Aggregator run(
        std::move(*dialogues),
        [&](Msisdn from) -> Result<std::unique_ptr<Carrier>> {
            return make_mapped(played->mapping, played->line_of(from), system_world());
        },
        system_world(), fire, after);
    aggregator::Traffic beside(std::move(*traffic), system_world(), fire, after);
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
    playing = (played->ussd ? 1 : 0) + (played->scenes.empty() ? 0 : 1);
    if (played->ussd)
        if (auto started = run.start(on_end); !started) return complain(started.error().detail, 2);
    if (!played->scenes.empty()) beside.start(on_end);
    loop.run();
    if (!run.problem().empty()) return complain(run.problem(), 1);
    auto count = run.count();
    count.add(beside.count());
    bool const shown = !played->ussd || count.screens > 0;
    bool const told = played->scenes.empty() || !count.events.empty();
    fmt::print("{}", options.json ? as_json(count) : as_text(count));
    std::fflush(stdout);
    return count.good() && shown && told ? 0 : 1;
}

} // namespace haatline::simulators
