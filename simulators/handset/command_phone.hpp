#pragma once

#include <cstddef>
#include <string>

namespace CLI {
class App;
}

namespace haatline::simulators {

struct PhoneOptions {
    std::string url = "http://127.0.0.1:8080";
    std::string provider = "africastalking";
    std::string from = "9876543210"; ///< outside the demo owners' numbers, so a new caller
    std::string language;            ///< dials with the suffix that sets it
    std::string script;              ///< file of inputs; "-" is standard input
    std::string code = "*789#";
    bool sms = false; ///< writes and reads messages instead of calling
    std::string token = "demo";
    std::size_t columns = 20;
    std::size_t septets = 160; ///< what the picture counts against
    std::size_t ucs2_units = 80;
};

/// `haatline phone`: a handset in the terminal, or the inputs of a script with the screens printed
/// plainly.
/// @returns the process's exit status: 0, or 1 when the gateway cannot be reached or answered what
/// is not a reply.
int command_phone(PhoneOptions const& options);

/// Puts the options of `haatline phone` on `app`; they are written to `options` when it parses.
void describe_phone(CLI::App& app, PhoneOptions& options);

} // namespace haatline::simulators
