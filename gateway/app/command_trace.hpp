#pragma once

#include "base/world.hpp"

#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace haatline::gateway {

/// What was typed after `haatline trace`.
struct TraceOptions {
    std::string data = "var", what, by, since, until, format = "text", reveal, as;
    std::size_t most = 50;
};

void describe_trace(CLI::App& trace, std::function<void(std::function<int()>)> chosen);

/// @returns the exit status: 0 found, 1 there is no such message, 2 could not or was refused.
int command_trace(TraceOptions const& options, TimePoint now);

} // namespace haatline::gateway
