#pragma once

#include "base/world.hpp"
#include "gateway/app/config.hpp"

namespace haatline::gateway {

struct ServeOptions {
    Config config;
    bool demo = false;
    int demo_size = 10'000; ///< enterprises
    bool new_pepper =
        false; ///< a new key for secret numbers, though those that are set never fit it
};

/// Runs the gateway until SIGTERM or SIGINT. Prints `ready http://ADDR:PORT` on standard output
/// once calls are answered.
/// @returns the process's exit status; what went wrong is on standard error, with the remedy.
int serve(ServeOptions options, World& world);

} // namespace haatline::gateway
