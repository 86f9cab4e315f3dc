#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace CLI {
class App;
}

namespace haatline::simulators {

struct LoadOptions {
    std::string what; ///< "ussd" or "disk"
    std::string url = "http://127.0.0.1:8080";
    std::string provider = "africastalking";
    std::string token = "demo";
    std::string code = "*789#";
    std::string story; ///< file; empty: the built-in one
    std::string disk;  ///< folder to probe beside the load, or alone
    std::string first; ///< number of the first caller; empty: somewhere in the fictional range
    double rate = 100;
    double dials = 0;  ///< calls due a second, instead of turns
    int think_ms = -1; ///< -1: 1000 when calls are due, none when turns are
    int deadline_ms = 5'000;
    int warm_up_s = 0;
    int duration_s = 10;
    std::size_t callers = 0;     ///< 0: as many as turns a second
    std::size_t connections = 0; ///< 0: 256, or 1024 when calls are due
    bool json = false;
};

/// `haatline load ussd` and `haatline load disk`.
/// @returns the exit status: 0, or 1 when a turn went wrong or nobody answered.
int command_load(LoadOptions const& options);

/// What each caller does, and the number of the first: for every tool that plays many.
void describe_callers(CLI::App& app, std::string& story, std::string& first);

/// Puts both subcommands on `app`; which one was named stands in `options.what`.
void describe_load(CLI::App& app, LoadOptions& options);

} // namespace haatline::simulators
