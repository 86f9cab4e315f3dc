#include "gateway/app/campaigns.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::gateway {

using storage::outbox::Done;

void Campaigns::tick(TimePoint wall, std::chrono::nanoseconds steady) {
    if (tending_) {
        tend_again_ = true; // somebody changed an alert just now: that commit may not have seen it
        return;
    }
    tending_ = true;
    commit_(storage::campaigns::Tend{wall, tried_},
            [this, wall, steady, tried = tried_](Result<Done> const& done) {
                tending_ = false;
                if (!done) {
                    ++failed_;
                } else {
                    std::erase_if(tried_, [&](std::int64_t id) {
                        return std::find(tried.begin(), tried.end(), id) != tried.end();
                    });
                    take(done->tended, wall);
                }
                if (std::exchange(tend_again_, false)) tick(wall, steady);
                look(wall, steady);
            });
}

void Campaigns::take(storage::campaigns::Tended const& tended, TimePoint wall) {
    std::map<std::int64_t, Line> now;
    for (auto const& each : tended.running) {
        auto const known = lines_.find(each.id);
        auto& line = now[each.id];
        if (known != lines_.end()) line = known->second;
        if (line.pace.per_second() != each.per_second || known == lines_.end())
            line.pace = alerts::Pace(each.per_second);
        line.hours = each.hours;
        line.valid_until = each.valid_until;
        line.paused = each.paused;
        line.all_written = each.all_written;
    }
    lines_.swap(now);
    put_trials(tended.trials, wall);
}

/// The outbox knows each by its number, so one that was put and not yet taken off the table is not put twice.
void Campaigns::put_trials(std::vector<storage::campaigns::Trial> const& trials, TimePoint wall) {
    storage::outbox::Put put;
    put.at = wall;
    std::vector<std::int64_t> ids;
    for (auto const& trial : trials) {
        storage::outbox::NewParcel parcel;
        parcel.to = trial.to;
        parcel.category = trial.category;
        parcel.once = fmt::format("alert trial {}", trial.id);
        parcel.language = trial.language;
        parcel.text = trial.body;
        parcel.valid_until = trial.valid_until;
        put.parcels.push_back(std::move(parcel));
        ids.push_back(trial.id);
    }
    if (ids.empty()) return;
    commit_(std::move(put), [this, ids](Result<Done> const& done) {
        if (!done) return void(++failed_); // they are still on the table
        tried_.insert(tried_.end(), ids.begin(), ids.end());
    });
}

/// What waits is shared alike among those that may go, so that a small alert is not behind a large one.
std::size_t Campaigns::share(TimePoint wall) const {
    auto const going = static_cast<std::size_t>(std::count_if(
        lines_.begin(), lines_.end(), [&](auto const& each) { return each.second.may_go(wall); }));
    return std::max<std::size_t>(limits_.ahead / std::max<std::size_t>(going, 1), 1);
}

void Campaigns::look(TimePoint wall, std::chrono::nanoseconds steady) {
    if (feeding_ || lines_.empty()) return;
    // Round and round, from behind the one whose turn it was.
    auto line = lines_.upper_bound(last_);
    for (std::size_t i = 0; i < lines_.size(); ++i, ++line) {
        if (line == lines_.end()) line = lines_.begin();
        if (!line->second.may_go(wall)) continue;
        auto const max = line->second.pace.ready(steady, limits_.chunk);
        if (max == 0) continue;
        last_ = line->first;
        feeding_ = true;
        commit_(storage::campaigns::Feed{line->first, max, wall, share(wall), line->second.at_most},
                [this, id = line->first, max, wall, steady](Result<Done> const& done) {
                    fed(id, done);
                    // A full chunk, or a part of the audience in which few were meant: the next one need not
                    // wait for its turn. Whoever calls meanwhile is written in between.
                    if (done &&
                        (done->fed.written == max ||
                         (done->fed.written < done->fed.looked_at && !done->fed.all_written)))
                        look(wall, steady);
                });
        return;
    }
}

void Campaigns::fed(std::int64_t campaign, Result<Done> const& done) {
    feeding_ = false;
    if (!done) return void(++failed_); // the disk's trouble is told by those whom it concerns
    written_ += done->fed.written;
    looked_at_ += done->fed.looked_at;
    auto const line = lines_.find(campaign);
    if (line == lines_.end()) return;
    line->second.pace.spent(done->fed.written);
    line->second.waiting = done->fed.waiting;
    line->second.at_most = done->fed.waiting_at_most;
    line->second.all_written = done->fed.all_written;
    if (!done->fed.sending) line->second.paused = true; // until the next tick says otherwise
}

bool Campaigns::may_run(std::int64_t campaign, TimePoint wall) const {
    auto const line = lines_.find(campaign);
    return line != lines_.end() && !line->second.paused && line->second.hours.hold(wall);
}

Campaigns::Seen Campaigns::seen() const {
    Seen out;
    for (auto const& [id, line] : lines_) {
        ++(line.paused ? out.paused : out.sending);
        out.waiting += line.waiting;
    }
    out.written = written_;
    out.looked_at = looked_at_;
    out.failed = failed_;
    return out;
}

} // namespace haatline::gateway
