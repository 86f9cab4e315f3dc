#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace CLI {
class App;
}

namespace haatline::simulators {

struct WorldCommand {
    std::string seeds = "1-100"; ///< "17" or "1-1000"
    std::size_t steps = 120;     ///< callbacks a world
    bool keep_going = false; ///< a line for each broken promise, instead of the first one's story
    bool verbose = false;    ///< tell each world's story, not only that of a broken promise
    std::string spoil = "none"; ///< a protection to switch off, to see that it is missed
};

void describe_world(CLI::App& app, WorldCommand& command);
/// Runs the worlds of all seeds. @returns 0 when every promise was kept, 1 at the first that was
/// not (its story is printed), 2 for options that cannot be read.
int command_world(WorldCommand const& command);

} // namespace haatline::simulators
