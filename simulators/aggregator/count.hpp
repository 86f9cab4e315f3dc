#pragma once

#include "simulators/load/latencies.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace haatline::simulators::aggregator {

/// What a message or call, or something told of it, came to.
enum class Outcome : std::uint8_t { taken, come_back, acknowledged, refused, wrong };
/// As reports write them; in the order of `Outcome`.
constexpr std::array<std::string_view, 5> outcome_names{"taken", "told to come back",
                                                        "acknowledged", "refused", "wrong"};

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
    std::map<std::string, std::array<std::uint64_t, outcome_names.size()>>
        events; ///< of messages and calls, "sms mo": how many had each outcome
    std::map<std::string, std::uint64_t> wrong; ///< by kind
    std::map<std::string, std::string>
        examples;        ///< the first of each kind: what was expected, what came
    Latencies latencies; ///< from the last sending of a request to its reply

    std::uint64_t wrong_in_all() const;
    /// Nothing wrong, nothing unanswered, and something was shown or told.
    bool good() const {
        return wrong_in_all() == 0 && unanswered == 0 && (screens > 0 || !events.empty());
    }
    void add_event(std::string const& name, Outcome outcome) {
        ++events[name][static_cast<std::size_t>(outcome)];
    }
    /// What was played beside it, of the same provider.
    void add(Count const& other);
    void add_wrong(std::string const& kind, std::string const& example);
};

std::string as_text(Count const& count);
std::string as_json(Count const& count); ///< one line

} // namespace haatline::simulators::aggregator
