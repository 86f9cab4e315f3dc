#pragma once

#include "base/world.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace CLI {
class App;
}

namespace haatline::gateway {

/// What was typed after `haatline queue list|show|take|done`.
struct QueueOptions {
    std::string data = "var";
    std::string kind, state = "waiting", as, reveal, over, outcome;
    std::string number; ///< of a ticket, as printed
    int most = 100;
    bool json = false;
};

/// Describes the four commands on the command line; `chosen` is handed the one that was typed, as
/// what gives the exit status: 0 done, 1 refused with the reason on standard error.
void describe_queue(CLI::App& queue, std::function<void(std::function<int()>)> chosen);

int queue_list_command(QueueOptions const& options, TimePoint now);
int queue_show_command(QueueOptions const& options, TimePoint now);
int queue_take_command(QueueOptions const& options, TimePoint now);
int queue_done_command(QueueOptions const& options, TimePoint now);

} // namespace haatline::gateway
