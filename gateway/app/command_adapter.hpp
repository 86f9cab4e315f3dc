#pragma once

#include <string>
#include <vector>

namespace haatline::gateway {

struct AdapterOptions {
    std::vector<std::string> files; ///< of `adapter test`; empty: every preset in the binary
    bool json = false;
    bool quiet = false; ///< only failures and the sum
};

/// `haatline adapter list`: the presets, one a line.
int command_adapter_list(AdapterOptions const& options);
/// `haatline adapter test [FILE…]`: runs their self-tests.
/// @returns the exit status: 0 all passed, 1 some failed, 2 a file cannot be read as a mapping.
int command_adapter_test(AdapterOptions const& options);

} // namespace haatline::gateway
