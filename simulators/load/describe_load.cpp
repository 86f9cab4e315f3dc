#include "simulators/load/command_load.hpp"

#include <CLI/CLI.hpp>

namespace haatline::simulators {
namespace {

void describe_ussd(CLI::App& app, LoadOptions& options) {
    app.add_option("--url", options.url, "where the gateway listens")->capture_default_str();
    app.add_option("--rate", options.rate, "turns due a second, whatever the gateway does")
        ->check(CLI::Range(0.1, 200'000.0))
        ->capture_default_str();
    app.add_option("--dials", options.dials,
                   "calls due a second, instead of turns: each is played to its end, or until the "
                   "gateway is busy")
        ->check(CLI::Range(0.1, 100'000.0));
    app.add_option("--think-ms", options.think_ms,
                   "between a screen and the answer to it; default: 1000 with --dials, else 0")
        ->check(CLI::Range(0, 600'000));
    app.add_option("--deadline-ms", options.deadline_ms, "a screen that comes later is not goodput")
        ->check(CLI::Range(1, 60'000))
        ->capture_default_str();
    app.add_option("--warm-up", options.warm_up_s, "seconds of the duration that are not counted")
        ->check(CLI::Range(0, 86'400));
    app.add_option("--duration", options.duration_s, "seconds")
        ->check(CLI::Range(1, 86'400))
        ->capture_default_str();
    app.add_option("--callers", options.callers,
                   "dialogues in flight as the run begins; default: each types once a second")
        ->check(CLI::Range(1, 1'000'000));
    app.add_option("--connections", options.connections,
                   "at most so many at once; default: 256, with --dials 1024")
        ->check(CLI::Range(1, 20'000));
    app.add_option("--provider", options.provider, "whose callbacks to speak")
        ->capture_default_str();
    describe_callers(app, options.story, options.first);
    app.add_option("--token", options.token, "secret path token of the route")
        ->capture_default_str();
    app.add_option("--code", options.code, "the service's code")->capture_default_str();
    app.add_option("--disk", options.disk,
                   "folder on the gateway's disk: its own fdatasync is measured beside the stalls");
    app.add_flag("--json", options.json, "one line of JSON instead of text");
    app.footer("Callers join: never point it at a gateway whose members are real.\n"
               "Exit status 1 when any turn was refused, lost or answered with what is no screen.\n"
               "Examples:\n  haatline load ussd --rate 3000 --duration 60 --disk build/demo\n"
               "  haatline load ussd --rate 3000 --callers 10000 --duration 60\n"
               "  haatline load ussd --dials 2000 --think-ms 500 --duration 30 --warm-up 10\n");
}

} // namespace

void describe_callers(CLI::App& app, std::string& story, std::string& first) {
    app.add_option("--story", story,
                   "what each caller does, as for `haatline phone --script`, with {name} for a "
                   "name of her own; default: join in six answers, then search")
        ->check(CLI::ExistingFile);
    app.add_option("--first", first,
                   "number of the first caller; default: a random one of the fictional range "
                   "9005000000-9008999999, so that a second run meets strangers again");
}

void describe_load(CLI::App& app, LoadOptions& options) {
    app.require_subcommand(1);
    auto* ussd = app.add_subcommand(
        "ussd", "callers over a provider's callbacks, by the clock; a line each second on stderr");
    describe_ussd(*ussd, options);
    ussd->callback([&options] { options.what = "ussd"; });
    auto* disk = app.add_subcommand("disk", "4 KiB and fdatasync, again and again");
    disk->add_option("--dir", options.disk, "folder on the disk that is meant; default: this one");
    disk->add_option("--duration", options.duration_s, "seconds")
        ->check(CLI::Range(1, 86'400))
        ->capture_default_str();
    disk->add_flag("--json", options.json, "one line of JSON instead of text");
    disk->callback([&options] { options.what = "disk"; });
}

} // namespace haatline::simulators
