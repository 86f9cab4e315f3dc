#include "gateway/outbox/outbox.hpp"

#include <algorithm>

/// The outbox and its disk: changes that must be written, and lines that are read ahead.
namespace haatline::gateway {
namespace {

namespace outbox = storage::outbox;
constexpr auto at(outbox::Class cls) { return static_cast<std::size_t>(cls); }

/// Looked at this often, in seconds: a read of its own.
constexpr unsigned counted_every = 15;

} // namespace

void Outbox::write(outbox::Change change, OnDisk then) {
    if (!journal_) return then(fail(Errc::unavailable, "the outbox has not begun"));
    auto const token = next_token_++;
    if (auto const queued = journal_->change(std::move(change), token); !queued)
        return then(fail(queued.error()));
    written_.emplace(token, std::move(then));
}

/// What happened already must come to the disk, however long that takes.
void Outbox::write_surely(outbox::Change change, OnDisk then) {
    auto const kept = std::make_shared<outbox::Change>(change);
    write(std::move(change), [this, kept, then = std::move(then)](auto done) mutable {
        if (done) return then(std::move(done));
        unwritten_.push_back({std::move(*kept), std::move(then)});
    });
}

void Outbox::committed(std::vector<storage::Committed> const& steps) {
    for (auto const& step : steps) {
        auto const found = written_.find(step.token);
        if (found == written_.end()) continue;
        auto then = std::move(found->second);
        written_.erase(found);
        if (step.seq && step.done)
            then(step.done);
        else
            then(fail(step.seq ? Error{Errc::internal, "a change without a result"}
                               : step.seq.error()));
    }
}

void Outbox::tick() {
    if (!journal_) return;
    auto again = std::exchange(unwritten_, {});
    for (auto& each : again) write_surely(std::move(each.change), std::move(each.then));
    if (world_.clock.now() >= wake_at_) {
        wake_at_ = TimePoint::max();
        write(outbox::Wake{world_.clock.now()}, [this](auto const& done) {
            if (!done) return rests_until(world_.clock.now()); // the next tick asks again
            if ((*done)->next_due != TimePoint()) rests_until((*done)->next_due);
            if ((*done)->woken == 0) return;
            for (auto const cls :
                 {outbox::Class::caller, outbox::Class::service, outbox::Class::bulk})
                waits_again(cls);
            pump();
        });
    }
    lines_.look_again();
    std::erase_if(stopped_, [now = world_.clock.steady()](auto const& each) {
        return now - each.second.at > std::chrono::minutes(1);
    });
    if (ticks_++ % counted_every == 0 && !counts_asked_) {
        counts_asked_ = true;
        asker_.read([this, alive = std::weak_ptr(alive_)](storage::Reader& reader) {
            return [this, alive, counts = reader.parcel_counts()] {
                if (alive.expired()) return;
                counts_asked_ = false;
                if (!counts) return;
                counters_.on_disk = *counts;
                if (counts->resting > 0 && wake_at_ == TimePoint::max())
                    rests_until(world_.clock.now());
                for (std::size_t cls = 0; cls < outbox::classes; ++cls)
                    more_[cls] = more_[cls] || counts->waiting[cls] > 0;
                read_out_.clear();
            };
        });
    }
    pump();
}

void Outbox::read_ahead() {
    for (auto const cls : {outbox::Class::caller, outbox::Class::service, outbox::Class::bulk})
        if (lines_.take_wish(cls))
            cls == outbox::Class::bulk ? campaign_grew() : void(more_[at(cls)] = true);
    for (auto const cls : {outbox::Class::caller, outbox::Class::service})
        if (more_[at(cls)] && !reading_[at(cls)] && lines_.size(cls) < options_.ahead / 2)
            read_line(cls, 0);
    constexpr auto bulk = at(outbox::Class::bulk);
    if (!more_[bulk] || reading_[bulk] || lines_.size(outbox::Class::bulk) >= options_.ahead / 2)
        return;
    if (campaigns_.empty()) return look_for_campaigns();
    read_line(outbox::Class::bulk, campaigns_.back());
}

/// Which campaigns have something waiting; each is then read in its turn.
void Outbox::look_for_campaigns() {
    if (campaigns_asked_) return;
    campaigns_asked_ = true;
    more_[at(outbox::Class::bulk)] = false;
    asker_.read([this, alive = std::weak_ptr(alive_)](storage::Reader& reader) {
        return [this, alive, found = reader.campaigns_waiting()] {
            if (alive.expired()) return;
            campaigns_asked_ = false;
            if (!found) return;
            for (auto const campaign : *found)
                if (read_out_.count(campaign) == 0 &&
                    (!may_run || campaign == 0 || may_run(campaign)))
                    campaigns_.push_back(campaign);
            if (campaigns_.empty()) return;
            more_[at(outbox::Class::bulk)] = true;
            pump();
        };
    });
}

/// Something of this class is on disk, perhaps before where its lines were read to.
void Outbox::waits_again(Class cls) {
    more_[at(cls)] = true;
    lines_.read_anew(cls);
    if (cls == outbox::Class::bulk) campaign_grew();
}

void Outbox::campaign_grew() {
    more_[at(outbox::Class::bulk)] = true;
    ++bulk_written_;
    read_out_.clear();
}

void Outbox::rests_until(TimePoint when) { wake_at_ = std::min(wake_at_, when); }

void Outbox::read_line(outbox::Class cls, std::int64_t campaign) {
    reading_[at(cls)] = true;
    // What is written from now on may not be in this read: whoever writes says so again.
    if (cls != outbox::Class::bulk) more_[at(cls)] = false;
    outbox::Want want;
    want.cls = cls;
    want.campaign = campaign;
    want.after = lines_.read_on(cls, campaign);
    want.max = options_.ahead / 2;
    asker_.read([this, want, written = bulk_written_,
                 alive = std::weak_ptr(alive_)](storage::Reader& reader) {
        auto found = std::make_shared<Result<std::vector<Parcel>>>(reader.parcels(want));
        return [this, want, written, alive, found] {
            if (alive.expired()) return;
            reading_[at(want.cls)] = false;
            bool const all = *found && (*found)->size() < want.max;
            if (*found) lines_.add(want.cls, want.campaign, want.after, std::move(**found));
            if (want.cls == outbox::Class::bulk) {
                std::erase(campaigns_, want.campaign); // its turn comes round again
                if (all && written == bulk_written_) read_out_.insert(want.campaign);
            } else if (!all)
                more_[at(want.cls)] = true;
            if (*found) pump(); // else the disk is in trouble: the next tick tries again
        };
    });
}

} // namespace haatline::gateway
