#pragma once

#include "gateway/app/asker.hpp"
#include "gateway/app/log.hpp"
#include "gateway/channels/sms/carrier.hpp"
#include "gateway/outbox/lines.hpp"
#include "gateway/outbox/ready.hpp"
#include "storage/store.hpp"

#include <array>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

namespace haatline::gateway {

/// A parcel as it would leave by a route, or why it does not.
struct Made {
    Outgoing message;
    storage::outbox::HandFacts facts; ///< for the ledger
};
struct MayNot {
    std::string reason, why; ///< docs/failure-reasons.md; `why` for operators
};
struct NotNow {
    TimePoint until;
    std::string reason; ///< time_band
};
using Making = std::variant<Made, MayNot, NotNow>;
/// Words, rules and coding: how a parcel becomes a message on a route (message_maker.hpp).
using Maker = std::function<Making(storage::outbox::Parcel const&, Carrier const&, TimePoint now)>;

struct OutboxOptions {
    std::size_t ahead = 1024;   ///< parcels of a class in memory, read before their turn
    std::size_t hand_max = 512; ///< in one change
    Millis tick{1000};
};

struct OutboxCounters {
    /// By class and what came of it, since the start.
    std::array<std::array<std::uint64_t, storage::outbox::states>, storage::outbox::classes>
        ended{};
    std::uint64_t handed = 0, segments = 0, throttled = 0, retried = 0, again = 0;
    std::uint64_t receipts = 0, receipts_parked = 0, receipts_late = 0;
    std::uint64_t unsettled = 0;     ///< now: with a carrier, or their result not on disk yet
    storage::outbox::Counts on_disk; ///< as last looked at
};

/// Takes parcels from the disk to carriers and brings back what became of them. A parcel is on disk as handed
/// before its first octet leaves, and counts against its carrier's window from then until its result is on disk: after a
/// crash at most one window may have been sent twice, and those carry the same reference. As many again are handed
/// ahead, so that no sync stands between an answer and the next submission. Lives on the loop's thread.
class Outbox final : public CarrierListener {
  public:
    using OnPut = std::function<void(Result<std::shared_ptr<storage::outbox::Done const>>)>;
    using OnArrived = std::function<void(Carrier&, Arrived, Stored)>;

    Outbox(Asker& asker, World& world, Maker maker, OutboxOptions options = {});

    /// In the order they are preferred. A carrier outlives the outbox.
    void add(Carrier& carrier);
    /// Whoever answers messages from phones.
    void on_arrived(OnArrived take) { arrived_ = std::move(take); }
    /// What the last process had handed over waits again, with its reference.
    void begin(storage::Journal& journal);

    void put(std::vector<storage::outbox::NewParcel> parcels, OnPut told);
    /// Any other change of parcels, by whoever feeds or tends campaigns.
    void commit(storage::outbox::Change change, OnPut told);
    /// Which route takes an answer to `to` right now, so that it can be written as handed in the step that causes
    /// it; empty: it waits for its turn. The place is kept until `born`, or until somebody says that no answer comes.
    std::string place_for_answer(Msisdn to, std::string_view came_by);
    void no_answer(Msisdn to);
    /// A step wrote parcels.
    void born(storage::outbox::Done const& done);
    /// Effective at once: nothing more to her, nor of that campaign.
    void stop(Msisdn to);
    void cancel_campaign(std::int64_t campaign, std::function<void(Result<std::size_t>)> told);
    void hold_campaign(std::int64_t campaign);
    /// Parcels of a campaign were written by somebody else (its feed).
    void campaign_grew();
    /// Whether a campaign may send now (paused, outside its hours); everything by default.
    std::function<bool(std::int64_t campaign)> may_run;

    /// Commits of this outbox's own changes; others are passed over.
    void committed(std::vector<storage::Committed> const& steps);
    void tick();
    /// Something may wait: looks and hands over.
    void pump();
    void drain(TimePoint by);
    bool idle() const;

    OutboxCounters const& counters() const { return counters_; }

    // CarrierListener
    void submitted(Carrier& carrier, std::vector<Submitted> results) override;
    void receipts(Carrier& carrier, std::vector<ReceiptNews> news, Stored stored) override;
    void arrived(Carrier& carrier, Arrived message, Stored stored) override;
    void changed(Carrier& carrier) override;

  private:
    using Class = storage::outbox::Class;
    using Parcel = storage::outbox::Parcel;
    struct Route {
        Carrier* carrier = nullptr;
        std::size_t unsettled = 0; ///< it has them, or their result is not on disk
        std::size_t handing = 0;   ///< on their way to the disk as handed
        Ready ready;
    };
    using OnDisk = std::function<void(Result<std::shared_ptr<storage::outbox::Done const>>)>;

    Route* route_named(std::string_view name);
    std::size_t room(Route const& route) const;
    std::size_t ahead(Route const& route) const;
    Route* route_for(Class cls);
    bool fill(Route& route, Class cls);
    ToGo weigh(Held parcel, Route& route, TimePoint now);
    void hand_over(Route& route, std::vector<ToGo> all);
    void handed(Route& route, std::vector<ToGo> all, std::vector<std::int64_t> const& gone,
                std::uint64_t begun);
    bool stopped_since(Msisdn to, std::uint64_t begun) const;
    storage::outbox::Outcome unmade(Parcel const& parcel, Making const& making);
    void release(Route& route);
    void take_back(Route& route, std::vector<ToGo> all);
    void end_here(Held parcel, storage::outbox::Outcome outcome);
    void write_ended();
    void settle(std::string const& route, std::vector<storage::outbox::Outcome> outcomes);
    void write(storage::outbox::Change change, OnDisk then);
    void write_surely(storage::outbox::Change change, OnDisk then);
    void read_ahead();
    void read_line(Class cls, std::int64_t campaign);
    void look_for_campaigns();
    void waits_again(Class cls);
    void rests_until(TimePoint when);
    void count(storage::outbox::Outcome const& outcome, Parcel const& parcel);

    Asker& asker_;
    World& world_;
    Maker maker_;
    OutboxOptions options_;
    storage::Journal* journal_ = nullptr;
    OnArrived arrived_;
    std::vector<Route> routes_;
    Lines lines_;
    std::unordered_map<std::int64_t, ToGo>
        under_way_; ///< by parcel: a carrier has it, and the words of its message
    std::unordered_map<std::uint64_t, std::string>
        places_;                                ///< kept for answers, by number: the route
    std::unordered_set<std::int64_t> read_out_; ///< campaigns of which nothing more is on disk
    std::uint64_t bulk_written_ = 0; ///< how often alerts were written, as far as we know
    std::vector<storage::outbox::Outcome>
        ended_here_; ///< refused by us, rested, expired: to be written
    std::unordered_map<std::uint64_t, OnDisk> written_; ///< by token
    struct Unwritten {
        storage::outbox::Change change;
        OnDisk then;
    };
    std::deque<Unwritten> unwritten_; ///< the disk did not take them: tried again each second
    std::uint64_t next_token_;
    /// Of the last minute, by number: what was on its way to the disk as handed then must not leave either.
    struct Stop {
        std::uint64_t serial;
        std::chrono::nanoseconds at;
    };
    std::unordered_map<std::uint64_t, Stop> stopped_;
    std::uint64_t stops_ = 0;
    std::array<bool, storage::outbox::classes> reading_{};
    std::array<bool, storage::outbox::classes> more_{}; ///< on disk there may be more than was read
    std::vector<std::int64_t> campaigns_;
    bool pumping_ = false, draining_ = false;
    TimePoint wake_at_{}; ///< when something has rested long enough
    bool campaigns_asked_ = false, counts_asked_ = false;
    unsigned ticks_ = 0;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    OutboxCounters counters_;
    LogBrake refused_brake_;
};

} // namespace haatline::gateway
