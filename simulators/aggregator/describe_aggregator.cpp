#include "simulators/aggregator/command_aggregator.hpp"
#include "simulators/load/command_load.hpp"

#include <CLI/CLI.hpp>

namespace haatline::simulators {

void describe_aggregator(CLI::App& app, AggregatorOptions& options) {
    auto const percent = CLI::Range(0U, 100U);
    app.add_option("--provider", options.provider, "whose format to speak; `haatline adapter list`")
        ->capture_default_str();
    app.add_option("--section", options.section,
                   "ussd, sms or voice: what of the provider is played; default: all that it has")
        ->check(CLI::IsMember({"ussd", "sms", "voice"}));
    app.add_option("--config", options.config,
                   "the gateway's configuration: --provider is then the name of a route in it, "
                   "played with that route's mapping, token, code, settings and secrets")
        ->check(CLI::ExistingFile);
    app.add_option("--url", options.url, "where the gateway listens")->capture_default_str();
    app.add_option("--token", options.token, "secret path token of the route")
        ->capture_default_str();
    app.add_option("--code", options.code, "the service's code")->capture_default_str();
    app.add_option("--phones", options.phones, "phones in use at once")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    app.add_option("--rate", options.rate, "new callers a second at most; 0: as phones come free")
        ->check(CLI::Range(0.0, 100'000.0))
        ->capture_default_str();
    app.add_option("--duration-s,--duration", options.duration_s, "seconds")
        ->check(CLI::Range(1, 86'400))
        ->capture_default_str();
    app.add_option("--seed", options.seed, "of the faults and of the time callers think")
        ->capture_default_str();
    app.add_option("--think-ms", options.think_ms, "between a screen and the answer, e.g. 200-800")
        ->capture_default_str();
    app.add_option("--slow-ms", options.slow_ms, "what the network adds to a request and its reply")
        ->capture_default_str();
    app.add_option("--drop", options.drop, "percent of requests lost, half of them with the reply")
        ->check(percent);
    app.add_option("--duplicate", options.duplicate, "percent sent twice at once")->check(percent);
    app.add_option("--reorder", options.reorder, "percent sent again behind the caller's next one")
        ->check(percent);
    app.add_option("--abandon", options.abandon,
                   "percent of answers instead of which the caller hangs up and dials again")
        ->check(percent);
    app.add_option("--forge", options.forge,
                   "percent of messages and calls beside which a forged one comes, where the route "
                   "has a secret that proves where they come from")
        ->check(percent)
        ->capture_default_str();
    app.add_option("--retry-after-ms", options.retry_after_ms,
                   "a provider that hears nothing sends the same again, three times in all")
        ->check(CLI::Range(10, 600'000))
        ->capture_default_str();
    describe_callers(app, options.story, options.first);
    app.add_option("--connections", options.connections, "at most so many at once")
        ->check(CLI::Range(1, 20'000))
        ->capture_default_str();
    app.add_option("--listen", options.listen,
                   "ADDR:PORT for providers that take the screen by a request of the gateway's own "
                   "(junebug, huawei_sdp); the route must send there");
    app.add_flag("--json", options.json, "one line of JSON instead of text");
    app.footer(
        "Two callers whom nothing disturbs tell the story first; every other one must see the same "
        "screens.\nMessages, delivery reports and calls are held against what the provider's "
        "mapping says; "
        "what nobody answers yet must be told to come back, and comes.\nCallers join: never point "
        "it at a gateway whose members are real.\nExit status 1 when a screen or an answer was "
        "wrong or a request got none.\nExamples:\n  haatline simulate "
        "aggregator --provider comviva --phones 500 --duration 30\n  haatline simulate aggregator "
        "--provider imimobile --drop 2 --duplicate 2 --reorder 2 --abandon 5 --seed 7\n");
}

} // namespace haatline::simulators
