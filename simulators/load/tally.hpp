#pragma once

#include "simulators/load/latencies.hpp"
#include "simulators/load/load_caller.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace haatline::simulators {

/// What a run came to.
struct Tally {
    double rate_wanted = 0;
    double seconds = 0;           ///< from the first intended turn to the last answer or the end
    std::uint64_t intended = 0;   ///< turns the schedule asked for
    std::uint64_t answered = 0;   ///< good screens (and good answers to hang-ups)
    std::uint64_t unanswered = 0; ///< still out when the patience after the end ran out
    std::uint64_t in_time = 0;    ///< good screens that came while it counted, by their deadline
    std::uint64_t busy = 0;       ///< told to dial again, in the provider's format
    std::uint64_t callers = 0;    ///< that took part
    std::size_t in_call_most = 0; ///< at once, when calls were due and not turns
    std::uint64_t stories = 0;    ///< played to their end
    std::map<std::string, std::uint64_t> errors; ///< by kind
    Latencies latencies; ///< from the moment a turn was due, so that waiting for the gateway counts
    Latencies busy_latencies;
    Latencies lateness; ///< how long after that moment the turn left us: the generator's own delay
    std::uint64_t queued = 0; ///< turns that found no free connection
    /// Longest silence while turns waited for an answer.
    std::chrono::nanoseconds longest_stall{};
    std::uint64_t stalls = 0;      ///< silences over 50 ms
    std::optional<Latencies> disk; ///< fdatasync beside it, when asked for

    std::chrono::milliseconds deadline{0};
    double counted_seconds = 0; ///< without the warm-up

    void count(LoadCaller::Judged const& judged, std::chrono::nanoseconds took);
    std::uint64_t errors_in_all() const; ///< to be told "busy" is none
    /// Screens by their deadline, a second: what callers had of the gateway.
    double goodput() const {
        return counted_seconds > 0 ? static_cast<double>(in_time) / counted_seconds : 0;
    }
    double achieved() const { return seconds > 0 ? static_cast<double>(answered) / seconds : 0; }
    /// Why these figures say more of the generator than of the gateway; empty when they do not.
    std::string doubt() const;
};

/// For people: a few lines.
std::string as_text(Tally const& tally);
/// One line of JSON.
std::string as_json(Tally const& tally);
/// The line of each second: since the last one.
std::string progress_line(int second, Latencies const& latencies, std::uint64_t errors,
                          std::size_t out);

} // namespace haatline::simulators
