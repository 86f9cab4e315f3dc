#include "simulators/handset/command_phone.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace haatline::simulators {

void describe_phone(CLI::App& app, PhoneOptions& options) {
    app.add_option("--url", options.url, "where the gateway listens")->capture_default_str();
    app.add_option("--provider", options.provider, "whose callbacks to speak")
        ->capture_default_str();
    app.add_option("--from", options.from, "the calling number; an unknown one is a new caller")
        ->capture_default_str();
    app.add_option("--lang", options.language, "dial with this language's suffix, e.g. hi");
    app.add_option("--script", options.script,
                   "play inputs from a file (- is standard input) and print the screens plainly");
    app.add_flag("--sms", options.sms, "write and read messages: a line is one (--demo only)");
    app.add_option("--code", options.code, "the service's code")->capture_default_str();
    app.add_option("--token", options.token, "secret path token of the route")
        ->capture_default_str();
    app.add_option("--columns", options.columns, "letters in a row of the screen")
        ->check(CLI::Range(8, 80))
        ->capture_default_str();
    app.add_option("--septets", options.septets, "septets a screen may cost")
        ->check(CLI::Range(1, 182))
        ->capture_default_str();
    app.add_option("--ucs2-units", options.ucs2_units,
                   "units a screen with native letters may cost")
        ->check(CLI::Range(1, 80))
        ->capture_default_str();
    app.footer(
        "On the phone:  type an answer · *789# dials (again), *789*22# deep-dials · ! hangs up "
        "· Ctrl-D leaves\n"
        "In a script:   dial *789#, one answer a line, > text (literally), hangup, # comment\n"
        "Examples:\n  haatline phone --provider comviva --lang hi\n"
        "  haatline phone --script call.txt --from 9876543211\n");
}

} // namespace haatline::simulators
