#pragma once

#include "simulators/load/latencies.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace haatline::simulators::aggregator {

/// What a run came to.
struct Count {
    std::string provider;
    double seconds = 0;
    std::uint64_t callers = 0; ///< people who dialled
    std::uint64_t calls = 0;   ///< dialogues
    std::uint64_t stories = 0; ///< played to their end
    std::uint64_t screens = 0, ends = 0, busy = 0;
    std::uint64_t requests = 0, retries = 0, duplicates = 0, late_copies = 0;
    std::uint64_t lost_requests = 0, lost_replies = 0;
    std::uint64_t abandoned = 0,
                  resumed = 0;    ///< hung up in the middle; found the same screen again
    std::uint64_t unanswered = 0; ///< requests that no try was answered
    std::map<std::string, std::uint64_t> wrong; ///< by kind
    std::map<std::string, std::string>
        examples;        ///< the first of each kind: what was expected, what came
    Latencies latencies; ///< from the last sending of a request to its reply

    std::uint64_t wrong_in_all() const;
    /// Nothing wrong, nothing unanswered, and something was shown.
    bool good() const { return wrong_in_all() == 0 && unanswered == 0 && screens > 0; }
    void add_wrong(std::string const& kind, std::string const& example);
};

std::string as_text(Count const& count);
std::string as_json(Count const& count); ///< one line

} // namespace haatline::simulators::aggregator
