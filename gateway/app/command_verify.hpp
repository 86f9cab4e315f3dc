#pragma once

#include "storage/verify.hpp"

#include <string>

namespace haatline::gateway {

/// Prints one line a check, and every fault below it. @returns 0: everything holds, 1: not, 2: could
/// not be read.
int command_verify(std::string const& dir, storage::Heads const& heads);

} // namespace haatline::gateway
