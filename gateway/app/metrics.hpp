#pragma once

#include "gateway/app/admission.hpp"
#include "gateway/app/reply_guard.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

struct HttpCounters;

/// Counts of durations or sizes under fixed upper bounds, as Prometheus wants them.
class Histogram {
  public:
    explicit Histogram(std::span<double const> bounds)
        : bounds_(bounds), counts_(bounds.size() + 1) {}

    void add(double value);
    std::span<double const> bounds() const { return bounds_; }
    std::span<std::uint64_t const> counts() const {
        return counts_;
    } ///< not cumulative; the last is "over all bounds"
    double sum() const { return sum_; }
    std::uint64_t count() const { return count_; }

  private:
    std::span<double const> bounds_;
    std::vector<std::uint64_t> counts_;
    double sum_ = 0;
    std::uint64_t count_ = 0;
};

/// How a turn ended, one counter a route. The order is the one of `outcome_names` in metrics.cpp.
enum class TurnOutcome : std::uint8_t {
    screen,  ///< the caller reads the next screen
    ended,   ///< the caller reads a last screen
    retry,   ///< a provider's second sending got the stored reply
    late,    ///< belonged to a dialogue that was over
    hangup,  ///< the network told that the caller is gone
    busy,    ///< overload or a store that does not answer
    refused, ///< unreadable: 400 naming the field
    fault,   ///< ours
};
constexpr std::size_t turn_outcomes = 8;

/// Everything /metrics shows. Plain integers, touched on the loop's thread only.
class Metrics {
  public:
    struct RouteCounts {
        std::string name;
        std::array<std::uint64_t, turn_outcomes> turns{};
        std::uint64_t replies_lost =
            0; ///< the connection was gone before the reply could be written
        std::array<std::uint64_t, refusals> refused{}; ///< of those that were busy: why
        std::uint64_t unknown_fields = 0; ///< sent by the provider, in no mapping: ignored
    };

    Metrics();

    std::vector<RouteCounts> routes; ///< by Route::id; the router fills in the names
    void count(std::size_t route, TurnOutcome outcome) {
        ++routes[route].turns[static_cast<std::size_t>(outcome)];
    }
    void refuse(std::size_t route, Refusal why) {
        count(route, TurnOutcome::busy);
        ++routes[route].refused[static_cast<std::size_t>(why)];
    }
    Histogram turn_seconds; ///< from the whole request read to the reply handed to the kernel
    Histogram commit_steps; ///< steps in one commit, filled on the loop's thread from `on_commit`

    /// What waits at the desk, a row a kind; looked at every `House::desk_looked_at_every`.
    struct Waiting {
        std::string kind;
        std::uint64_t tickets = 0, overdue = 0;
        double oldest_seconds = 0; ///< since it was asked; 0 when nothing waits
    };
    std::vector<Waiting> desk;

    /// What the register of commercial messages said; nothing where it is not asked.
    struct Dlt {
        std::uint64_t templates = 0, passed = 0, later = 0;
        std::map<std::string, std::uint64_t, std::less<>> refused; ///< by reason
        std::map<std::string, int, std::less<>> idle_days;         ///< by header
    };
    std::optional<Dlt> dlt;

    std::array<std::uint64_t, silences> sms_silent{};  ///< messages without an answer, by reason
    std::uint64_t sms_answered = 0;                    ///< answers written down
    std::map<std::string_view, std::uint64_t> notices; ///< by name, see cluster/harvest.hpp
    std::uint64_t forbidden = 0; ///< wrong token, unknown route, address not in the list
    std::uint64_t not_found = 0;
    std::uint64_t turns_in_flight = 0;
    double wait_seconds = 0;     ///< of a callback that comes now
    unsigned overload_level = 0; ///< Admission::Level
    std::uint64_t dialogues_live = 0;
    std::uint64_t enterprises = 0;
    std::uint64_t steps_committed = 0, steps_failed = 0, steps_overtaken = 0;
    std::uint64_t journal_queue = 0; ///< steps on their way to the disk
    std::map<std::string, std::uint64_t, std::less<>> upkeep_rows; ///< by job of the store's upkeep
    std::uint64_t upkeep_rounds = 0, upkeep_failed = 0;
    bool ready = false; ///< what /readyz answers
    std::string not_ready_because = "starting";
    std::string trouble; ///< why nothing can be kept now; empty: all is well

    /// Prometheus text format 0.0.4. Names are listed in docs/metrics.md.
    std::string text(HttpCounters const& http, std::uint64_t resident_bytes,
                     double uptime_seconds) const;
};

} // namespace haatline::gateway
