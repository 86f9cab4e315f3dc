#pragma once

#include "base/world.hpp"
#include "cluster/alert/hours.hpp"
#include "cluster/msisdn.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// What the gateway's own writer does for alerts; each is one row of its next commit (outbox::Change).
namespace haatline::storage::campaigns {

/// The next recipients of one alert become parcels: at most `max`.
struct Feed {
    std::int64_t campaign = 0;
    std::size_t max = 1'024;
    TimePoint now{};
    /// Of this alert so many may wait for a carrier at once; what waits already takes its room.
    std::size_t ahead = 4'096;
    /// Whoever feeds knows that no more than this waits, as far as nothing came back from a carrier: it is counted
    /// only where that could fill the room.
    std::size_t waiting_at_most = SIZE_MAX;
};
struct Fed {
    std::size_t written = 0;   ///< parcels
    std::size_t looked_at = 0; ///< subscribers
    std::int64_t cursor = 0;
    bool all_written = false;
    std::size_t waiting = 0; ///< with what was written now; counted no further than `ahead`
    std::size_t waiting_at_most =
        SIZE_MAX;         ///< for the next Feed; where the count ended at `ahead`, nobody knows
    bool sending = false; ///< false: it was paused or ended meanwhile, nothing was written
};

/// Once a second: begins what is due, ends what is over, and tells what there is to do.
struct Tend {
    TimePoint now{};
    std::vector<std::int64_t> tried; ///< trials that are in the outbox by now
};
struct Running {
    std::int64_t id = 0;
    bool paused = false;
    alerts::Hours hours;
    std::uint32_t per_second = 0;
    bool all_written = false;
    TimePoint valid_until{};
    std::string mark;
};
struct Trial {
    std::int64_t id = 0, campaign = 0;
    Msisdn to;
    std::string language, body, category;
    TimePoint valid_until{};
};
struct Tended {
    std::vector<Running> running; ///< sending or paused
    std::vector<Trial> trials;    ///< there until `tried` names them
    std::size_t let_go = 0;       ///< alerts whose parcels may leave again
    std::size_t begun = 0, finished = 0, expired = 0;
};

} // namespace haatline::storage::campaigns
