#pragma once

#include "cluster/alert/pace.hpp"
#include "storage/outbox.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace haatline::gateway {

/// Keeps each alert that is being sent a little ahead of the routes: a few thousand messages written, no
/// more, however many millions it is for. Fair between alerts, within each one's pace and hours. On the
/// loop's thread; what it must not forget is on disk, so a restart goes on where the last commit stood.
class Campaigns {
  public:
    /// What it needs of the house: a change of the outbox, told once it is committed (or failed).
    using Told = std::function<void(Result<storage::outbox::Done> const&)>;
    using Commit = std::function<void(storage::outbox::Change, Told)>;

    struct Limits {
        std::size_t ahead = 4'096; ///< that wait for a carrier, of all alerts together
        std::size_t chunk =
            1'024; ///< of one commit: three to four milliseconds of the writer's time
    };

    explicit Campaigns(Commit commit) : Campaigns(std::move(commit), Limits()) {}
    Campaigns(Commit commit, Limits limits) : commit_(std::move(commit)), limits_(limits) {}

    /// Once a second, and when somebody changed an alert: what is due begins, what is over ends.
    void tick(TimePoint wall, std::chrono::nanoseconds steady);
    /// As often as the routes may run dry in between (every 20 ms): writes more where there is room. Costs
    /// nothing while no alert is being sent.
    void look(TimePoint wall, std::chrono::nanoseconds steady);

    /// Whether what waits of it may leave: the outbox asks for messages it has read ahead.
    bool may_run(std::int64_t campaign, TimePoint wall) const;

    struct Seen {
        std::size_t sending = 0, paused = 0, waiting = 0;
        std::uint64_t written = 0, looked_at = 0, failed = 0;
    };
    Seen seen() const;

  private:
    struct Line {
        alerts::Pace pace;
        alerts::Hours hours;
        TimePoint valid_until{};
        std::size_t waiting = 0, at_most = SIZE_MAX; ///< not known before the first feed
        bool paused = false, all_written = false;
        bool may_go(TimePoint wall) const {
            return !paused && !all_written && wall < valid_until && hours.hold(wall);
        }
    };

    void take(storage::campaigns::Tended const& tended, TimePoint wall);
    void put_trials(std::vector<storage::campaigns::Trial> const& trials, TimePoint wall);
    void fed(std::int64_t campaign, Result<storage::outbox::Done> const& done);
    std::size_t share(TimePoint wall) const;

    Commit commit_;
    Limits limits_;
    std::map<std::int64_t, Line> lines_;
    std::int64_t last_ = 0; ///< whose turn it was
    std::vector<std::int64_t> tried_;
    bool tending_ = false, tend_again_ = false, feeding_ = false;
    std::uint64_t written_ = 0, looked_at_ = 0, failed_ = 0;
};

} // namespace haatline::gateway
