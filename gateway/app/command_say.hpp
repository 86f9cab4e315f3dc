#pragma once

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace haatline::gateway {

/// What was typed after `haatline say`.
struct SayOptions {
    std::string value;
    std::string as = "number";
    std::string language = "en"; ///< or "all"
    std::string locales_dir;     ///< empty: those in the binary
    int group = 0;
    bool clips = false, json = false;
};

/// Describes the command on the command line; `chosen` is handed what gives the exit status.
void describe_say(CLI::App& say, std::function<void(std::function<int()>)> chosen);

/// Says a value in one language or in all: the sentence and the clips it is made of. With `clips`
/// the list to record, as CSV.
/// @returns 0, 1 when the value cannot be said, 2 for a language or a folder that is not there.
int command_say(SayOptions const& options);

} // namespace haatline::gateway
