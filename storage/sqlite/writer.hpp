#pragma once

#include "storage/sqlite/effects.hpp"
#include "storage/sqlite/parcels.hpp"
#include "storage/sqlite/upkeep.hpp"
#include "storage/store.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <variant>

namespace haatline::storage {

/// The journal: one thread, one connection, many steps a transaction.
class Writer final : public Journal {
  public:
    using OnCommit = std::function<void(std::vector<Committed>)>;
    /// `on_wal` learns how many pages the log has after a commit, for whoever checkpoints.
    /// `seed`: chance for the keys of new subjects. `on_erased`: the log still holds what was erased.
    Writer(Db& db, JournalOptions options, Key const& seed, OnCommit on_commit,
           std::function<void(int)> on_wal, std::function<void()> on_erased);
    ~Writer() override;

    Result<void> append(Step step, std::uint64_t token) override;
    Result<void> change(outbox::Change change, std::uint64_t token) override;
    void snapshot(std::vector<Snapshot> sessions, std::uint64_t covered_seq) override;
    std::uint64_t snapshots_written() const override { return snapshots_written_; }
    void expect(std::size_t on_the_way) override;
    void probe() override;
    void tend(TimePoint now) override;
    void drain() override;
    /// Only without a thread (JournalOptions::threads): one round of what the thread does.
    bool commit_batch(std::size_t steps_max);

  private:
    struct Queued {
        std::variant<Step, outbox::Change> what;
        std::uint64_t token;
    };
    struct PutDown {
        std::vector<Snapshot> sessions;
        std::uint64_t covered_seq;
    };

    void work();
    void wait_for_company(std::unique_lock<std::mutex>& lock);
    void round(std::unique_lock<std::mutex>& lock, std::size_t steps_max);
    bool upkeep_waits() const { return tend_at_.has_value() || upkeep_.due(); }
    bool upkeep_has_its_turn();
    void keep_up(std::unique_lock<std::mutex>& lock);
    void commit(std::vector<Queued>& batch, std::vector<PutDown>& put_down);
    Result<void> write(std::vector<Queued>& batch, std::vector<PutDown> const& put_down,
                       std::vector<Committed>& out);
    enum class Care : std::uint8_t { none, savepoints };
    Result<void> write_all(std::vector<Queued> const& batch, std::vector<PutDown> const& put_down,
                           std::vector<Committed>& out, Care care, bool& one_failed);
    Result<void> enqueue(Queued queued);
    Committed write_one(Queued const& queued, Care care);
    template <class Write>
    Result<std::uint64_t> guarded(Write write);
    Result<std::uint64_t> write_step(Step const& step, std::shared_ptr<outbox::Done const>& done);
    Result<std::uint64_t> write_change(outbox::Change const& change,
                                       std::shared_ptr<outbox::Done const>& done);
    Result<std::uint64_t> write_event(Step const& step);
    Result<void> write_snapshots(PutDown const& put_down);
    Result<void> still_there();
    std::string rescue();

    Db& db_;
    Prepared sql_;
    // The writer's thread only:
    Subjects subjects_;
    Parcels parcels_;
    Upkeep upkeep_;
    /// Erased just now: a dialogue of theirs that is still in memory must not come back to disk.
    std::unordered_set<std::uint64_t> erased_;
    JournalOptions const options_;
    OnCommit on_commit_;
    std::function<void(int)> on_wal_;
    std::function<void()> on_erased_;
    std::string const log_path_;

    std::mutex mutex_;
    std::condition_variable something_;
    std::deque<Queued> queue_;         // guarded by mutex_
    std::vector<PutDown> put_down_;    // guarded by mutex_
    std::optional<TimePoint> tend_at_; // guarded by mutex_
    std::size_t on_the_way_ = 0;       // guarded by mutex_
    std::size_t wake_at_ = 1;          // queue length the writer waits for; guarded by mutex_
    bool stopping_ = false;            // guarded by mutex_
    bool probe_wanted_ = false;        // guarded by mutex_
    unsigned passed_over_ =
        0; ///< commits since upkeep had its turn, while steps waited; guarded by mutex_
    std::size_t company_ =
        1; ///< how many came together lately: what the window waits for; guarded by mutex_
    std::atomic<std::uint64_t> snapshots_written_ = 0;
    // The writer's thread only:
    std::vector<Queued> batch_;    ///< being committed; kept for its room
    std::vector<PutDown> taken_;   ///< riding along with `batch_`
    std::vector<PutDown> carried_; ///< of batches that failed
    std::uint64_t log_inode_ = 0;  ///< the log's file, once it is there
    bool probing_ = false;         ///< this batch tries the disk
    std::string rescued_;          ///< what became of the copy, once the file was gone
    std::thread thread_;
};

} // namespace haatline::storage
