#pragma once

#include "base/world.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace haatline::gateway {

/// Whose fate is asked for, and when: soon after a message was taken, then more and more seldom, until it
/// is known or nobody wants to know any more.
class StatusPolls {
  public:
    /// Past `most` the one that would be asked last gives way.
    explicit StatusPolls(std::size_t most = 50'000) : most_(most) {}

    void add(std::string id, TimePoint until, TimePoint now);
    /// The same for one that was taken long ago: asked as soon as its turn comes.
    void take_up(std::string id, TimePoint until, TimePoint now);
    /// Half of it is free, and nobody waits whose time has come.
    bool has_time(TimePoint now) const { return size() < most_ / 2 && due() > now; }
    /// The next to be asked at `now`, and from then on asked; empty: none is due.
    std::string next(TimePoint now);
    /// When one is due; `TimePoint::max()` when nobody waits.
    TimePoint due() const;
    /// Its fate is known and kept.
    void done(std::string_view id);
    std::size_t size() const { return known_.size(); }

  private:
    struct Poll {
        TimePoint until, at;
        Millis pause;
    };
    void add(std::string id, TimePoint until, TimePoint now, Millis first);
    void line_up(std::string const& id, Poll& poll, TimePoint at);
    void take_out(std::string const& id, Poll const& poll);

    std::size_t most_;
    std::map<std::string, Poll, std::less<>> known_;
    std::multimap<TimePoint, std::string> line_;
};

} // namespace haatline::gateway
