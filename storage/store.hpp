#pragma once

#include "base/result.hpp"
#include "cluster/people.hpp"
#include "cluster/questions.hpp"
#include "storage/outbox.hpp"
#include "storage/upkeep.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The ports of the cluster database. `storage/sqlite` is the embedded one; a second store keeps
/// the same promises.
namespace haatline::storage {

/// What one answer of one caller leaves on disk, all of it or nothing.
struct Step {
    Caller caller;
    std::string session;  ///< key of the provider's dialogue, e.g. "africastalking:ATUid_1"
    std::string identity; ///< what makes a provider's retry recognisable; empty when nothing does
    std::string kind;     ///< begin, answer, hangup
    std::string
        said; ///< what the caller typed, kept in a column of its own so that erasing can reach it
    std::string state; ///< the dialogue after this step, as JSON; empty when it is over and nothing
                       ///< can be resumed
    std::string reply; ///< what the caller reads, so that a retry gets it byte for byte
    bool ended = false; ///< the reply closed the dialogue
    std::vector<Effect> effects;
    std::vector<outbox::NewParcel> parcels; ///< what leaves by SMS because of it
};

/// A dialogue put down for later, so that the log before it need not be replayed.
struct Snapshot {
    std::uint64_t phone = 0; ///< Msisdn::number()
    std::string state;       ///< opaque to the store
    TimePoint at{};          ///< when it was last heard of; forgotten a day later
};

/// A step as it is read back at start. Texts are views into the row: valid only inside the
/// callback.
struct ReplayedStep {
    std::uint64_t seq;
    TimePoint at;
    std::uint64_t phone;
    std::string_view session, identity, kind, state, reply;
    bool ended;
};

struct Committed {
    std::uint64_t token; ///< as handed to append()
    Result<std::uint64_t> seq;
    std::shared_ptr<outbox::Done const> done{}; ///< of a change, and of a step that wrote parcels
};

/// Appends steps. A step is durable when `on_commit` names it, never earlier.
class Journal {
  public:
    virtual ~Journal() = default;
    /// Thread-safe, never blocks on disk. @fails Errc::limit when `limits` says the queue is full
    /// (nothing is queued then).
    virtual Result<void> append(Step step, std::uint64_t token) = 0;
    /// The same for what happens to parcels, in the order of both. Names itself in `on_commit` by `token` with seq 0.
    virtual Result<void> change(outbox::Change change, std::uint64_t token) = 0;
    /// Puts snapshots down and says up to which event the log is now covered by them. Ridden along
    /// with the next commit.
    virtual void snapshot(std::vector<Snapshot> sessions, std::uint64_t covered_seq) = 0;
    /// How many calls of snapshot() are on disk; they get there in their order. Thread-safe.
    virtual std::uint64_t snapshots_written() const = 0;
    /// A hint: how many steps are still on their way to `append`, so that the window can close
    /// early.
    virtual void expect(std::size_t on_the_way) = 0;
    /// Tries a write of its own and tells it to `on_commit` as token 0: whether the disk takes
    /// anything again, when no caller is sent to try.
    virtual void probe() = 0;
    /// Asks for a round of upkeep: erasures that are due, and once an hour what has had its time.
    /// It goes on between commits; `JournalOptions::on_upkeep` hears of its end. Thread-safe; a round
    /// that runs is not disturbed.
    virtual void tend(TimePoint now) = 0;
    /// Commits everything queued, then stops the writer.
    virtual void drain() = 0;
};

/// Answers questions from a read-only connection. One reader per thread; not thread-safe itself.
class Reader {
  public:
    virtual ~Reader() = default;
    virtual Result<Answer> answer(Question const& question, Caller const& caller) = 0;
    /// Several answers from one look at the database: what stands between the two calls sees one
    /// state, and its lock is taken once. Optional; an answer outside a round opens one of its own.
    virtual void open_round() = 0;
    virtual void close_round() = 0;
    /// The snapshot of a phone, or an empty state.
    virtual Result<std::string> snapshot_of(std::uint64_t phone) = 0;
    /// The oldest that wait, but none whose recipient has an older one of that class under way.
    virtual Result<std::vector<outbox::Parcel>> parcels(outbox::Want const&) {
        return fail(Errc::unsupported, "this reader has no outbox");
    }
    /// Campaigns of which some wait.
    virtual Result<std::vector<std::int64_t>> campaigns_waiting() {
        return fail(Errc::unsupported, "this reader has no outbox");
    }
    /// The message of this name, or that was put with this `once`, while it is kept.
    virtual Result<std::optional<outbox::Seen>> message(std::string_view /*named*/,
                                                        std::string_view /*once*/) {
        return fail(Errc::unsupported, "this reader has no outbox");
    }
    /// What a route's provider took and whose end nobody knows.
    virtual Result<outbox::OpenParts> open_parts(outbox::OpenPartsAfter const&) {
        return fail(Errc::unsupported, "this reader has no outbox");
    }
    virtual Result<outbox::Counts> parcel_counts() {
        return fail(Errc::unsupported, "this reader has no outbox");
    }
};

/// Somebody else did it in the same moment, on another phone of the same person: nobody's fault, and
/// whoever dials again reads how it stands.
inline bool lost_a_race(Committed const& step) {
    return !step.seq && step.seq.error().code == Errc::conflict;
}

struct JournalOptions {
    /// Longest wait for company before a commit, when there is any; none when idle (performance.md:
    /// one fdatasync costs 105-177 µs of CPU, so tiny batches are the expensive ones).
    std::chrono::microseconds window_max{1000};
    std::size_t batch_max = 512;
    std::size_t queue_max = 16384;
    /// False: nothing runs by itself, whoever owns the store calls `commit_batch` and `move_log`. For
    /// worlds in which one scheduler decides what happens when (simulators/world).
    bool threads = true;
    Retention retention;
    /// From the writer's thread, after each round of upkeep.
    std::function<void(UpkeepReport)> on_upkeep;
};

class Store {
  public:
    virtual ~Store() = default;

    /// Starts the writer. `on_commit` is called from the writer's thread (without threads, inside
    /// `commit_batch`), once per batch.
    virtual Journal& start(JournalOptions options,
                           std::function<void(std::vector<Committed>)> on_commit) = 0;
    /// Only without threads: commits one batch of at most `steps_max`; false when nothing waits.
    virtual bool commit_batch(std::size_t steps_max) = 0;
    /// Only without threads: what the store does behind its commits, now.
    virtual void move_log() = 0;
    /// @param ages  after how much silence a number must prove whose it is, and when it counts as new.
    /// @param kept  how long things stay: a member who asks is told until when.
    virtual Result<std::unique_ptr<Reader>> reader(people::Ages ages = {}, Retention kept = {}) = 0;

    /// Every event after the last covered one, oldest first.
    virtual Result<void> replay(std::function<void(ReplayedStep const&)> const& each) = 0;

    /// First serial that is free in a counter of `effect_contracts()`.
    virtual Result<std::uint64_t> next_serial(std::string_view counter) = 0;

    virtual std::uint64_t enterprises() = 0; ///< how many there are, for logs and /metrics
};

} // namespace haatline::storage
