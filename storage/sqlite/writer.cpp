#include "storage/sqlite/writer.hpp"

#include "storage/sqlite/transaction.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace haatline::storage {
namespace {

constexpr Sql kProbe{
    "probe", "INSERT INTO meta (key, value) VALUES ('probes', '1') ON CONFLICT DO UPDATE SET "
             "value = CAST(value AS INTEGER) + 1"};

/// 0 when there is no such file.
std::uint64_t inode_of(std::string const& path) {
    struct stat facts {};
    return ::stat(path.c_str(), &facts) == 0 ? static_cast<std::uint64_t>(facts.st_ino) : 0;
}

/// Commits before a slice of upkeep while steps wait: it takes about as long as one of them.
constexpr unsigned passed_over_max = 8;

/// The disk's fault, not this step's: the whole batch fails with it.
bool of_the_disk(Error const& error) {
    return error.code == Errc::unavailable || error.code == Errc::invalid_data;
}

} // namespace

Writer::Writer(Db& db, JournalOptions options, Key const& seed, OnCommit on_commit,
               std::function<void(int)> on_wal, std::function<void()> on_erased)
    : db_(db), sql_(db), subjects_(sql_, KeySource(seed)), parcels_(sql_, subjects_),
      upkeep_(sql_, subjects_, options.retention), options_(std::move(options)),
      on_commit_(std::move(on_commit)), on_wal_(std::move(on_wal)),
      on_erased_(std::move(on_erased)),
      log_path_(std::string(sqlite3_db_filename(db.raw(), "main")) + "-wal") {
    sqlite3_wal_hook(
        db_.raw(),
        [](void* self, sqlite3*, char const*, int pages) {
            static_cast<Writer*>(self)->on_wal_(pages);
            return SQLITE_OK;
        },
        this);
    if (options_.threads) thread_ = std::thread([this] { work(); });
}

Writer::~Writer() {
    drain();
    sqlite3_wal_hook(db_.raw(), nullptr, nullptr);
}

Result<void> Writer::append(Step step, std::uint64_t token) {
    return enqueue({std::move(step), token});
}

Result<void> Writer::change(outbox::Change change, std::uint64_t token) {
    return enqueue({std::move(change), token});
}

Result<void> Writer::enqueue(Queued queued) {
    bool wake = false;
    {
        std::lock_guard const lock(mutex_);
        if (stopping_)
            return fail(Errc::unavailable, "the journal is closed: the service is stopping");
        if (queue_.size() >= options_.queue_max)
            return fail(Errc::limit,
                        fmt::format("{} steps wait for the disk: it is too slow for this load",
                                    queue_.size()));
        queue_.push_back(std::move(queued));
        wake = queue_.size() == wake_at_;
    }
    // Waking a thread costs more than queueing a step: only the one that completes what the writer
    // waits for does it.
    if (wake) something_.notify_one();
    return {};
}

void Writer::snapshot(std::vector<Snapshot> sessions, std::uint64_t covered_seq) {
    {
        std::lock_guard const lock(mutex_);
        if (stopping_) return;
        put_down_.push_back({std::move(sessions), covered_seq});
    }
    something_.notify_one();
}

void Writer::expect(std::size_t on_the_way) {
    bool wake = false;
    {
        std::lock_guard const lock(mutex_);
        on_the_way_ = on_the_way;
        wake = on_the_way == 0 && !queue_.empty() && queue_.size() >= company_;
    }
    if (wake) something_.notify_one();
}

void Writer::probe() {
    {
        std::lock_guard const lock(mutex_);
        if (stopping_) return;
        probe_wanted_ = true;
    }
    something_.notify_one();
}

void Writer::tend(TimePoint now) {
    {
        std::lock_guard const lock(mutex_);
        if (stopping_) return;
        tend_at_ = now;
    }
    something_.notify_one();
}

void Writer::drain() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    something_.notify_one();
    if (thread_.joinable()) thread_.join();
    if (options_.threads) return;
    while (commit_batch(options_.batch_max)) {
    }
}

bool Writer::commit_batch(std::size_t steps_max) {
    std::unique_lock lock(mutex_);
    bool const nothing_to_write = queue_.empty() && put_down_.empty() && !probe_wanted_;
    if (!nothing_to_write) round(lock, std::min(steps_max, options_.batch_max));
    // One thing a call; after a batch only what has waited for its turn long enough.
    bool const keeps_up = (nothing_to_write || !queue_.empty()) && upkeep_has_its_turn();
    if (keeps_up) keep_up(lock);
    return !nothing_to_write || keeps_up;
}

void Writer::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_at_ = 1;
        something_.wait(lock, [&] {
            return stopping_ || probe_wanted_ || !queue_.empty() || !put_down_.empty() ||
                   upkeep_waits();
        });
        if (!queue_.empty() || !put_down_.empty() || probe_wanted_) {
            wait_for_company(lock);
            round(lock, options_.batch_max);
        } else if (stopping_) {
            return; // what upkeep has left is found again at the next start
        }
        if (upkeep_has_its_turn()) keep_up(lock);
    }
}

/// Callers who wait go first, but not for ever: an erasure is promised too.
bool Writer::upkeep_has_its_turn() {
    if (stopping_ || !upkeep_waits()) return false;
    if (!queue_.empty() && ++passed_over_ < passed_over_max) return false;
    passed_over_ = 0;
    return true;
}

/// One slice of upkeep; callers wait for no more than that.
void Writer::keep_up(std::unique_lock<std::mutex>& lock) {
    // Asked in the middle of a round: that round may have passed what is asked for, so the next one
    // does it.
    auto const asked = upkeep_.due() ? std::nullopt : std::exchange(tend_at_, std::nullopt);
    wake_at_ = 0;
    lock.unlock();
    if (asked) {
        erased_.clear();
        upkeep_.begin(*asked);
    }
    upkeep_.slice();
    if (!upkeep_.due()) {
        auto report = upkeep_.take();
        erased_.insert(report.erased_lines.begin(), report.erased_lines.end());
        if (!report.erased_lines.empty() && on_erased_) on_erased_();
        if (options_.on_upkeep) options_.on_upkeep(std::move(report));
    }
    lock.lock();
}

/// Takes what waits, at most `steps_max` steps, and commits it; the lock is open meanwhile.
void Writer::round(std::unique_lock<std::mutex>& lock, std::size_t steps_max) {
    auto const count = std::min(queue_.size(), steps_max);
    for (std::size_t i = 0; i < count; ++i) {
        batch_.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    taken_.swap(carried_);
    taken_.insert(taken_.end(), std::make_move_iterator(put_down_.begin()),
                  std::make_move_iterator(put_down_.end()));
    put_down_.clear();
    probing_ = std::exchange(probe_wanted_, false);
    wake_at_ = 0; // nobody needs to wake a writer that is busy
    lock.unlock();
    commit(batch_, taken_);
    batch_.clear();
    taken_.clear();
    lock.lock();
    // What queued up behind this commit came together too, so a lull of one commit does not make a
    // busy hour look idle.
    company_ = std::max(count, queue_.size());
}

/// Nobody waits when the last batch stood alone and nothing is on its way; else until the usual
/// company is there, every step that is on its way has come, the batch is full, or the window
/// closes.
void Writer::wait_for_company(std::unique_lock<std::mutex>& lock) {
    auto const enough = [&] {
        return stopping_ || queue_.size() >= options_.batch_max ||
               (on_the_way_ == 0 && queue_.size() >= company_);
    };
    if (queue_.empty() || enough()) return;
    wake_at_ =
        std::clamp(std::max(company_, queue_.size() + 1), std::size_t{1}, options_.batch_max);
    something_.wait_for(lock, options_.window_max, enough);
}

void Writer::commit(std::vector<Queued>& batch, std::vector<PutDown>& put_down) {
    std::vector<Committed> out;
    out.reserve(batch.size());
    auto const written = write(batch, put_down, out);
    if (!written) {
        subjects_.forget();
        parcels_.forget();
        out.clear();
        for (auto const& queued : batch) out.push_back({queued.token, fail(written.error())});
        if (probing_) out.push_back({0, fail(written.error())});
        // What was to be put down goes with the next batch that comes: retrying at once would spin
        // on a full disk.
        carried_.insert(carried_.end(), std::make_move_iterator(put_down.begin()),
                        std::make_move_iterator(put_down.end()));
    } else {
        snapshots_written_ += put_down.size();
    }
    if (!out.empty()) on_commit_(std::move(out));
}

/// First as if every step were good: a savepoint a step would copy each page it touches. Only when
/// one fails is everything undone and written again with savepoints, so that the bad step fails
/// alone.
Result<void> Writer::write(std::vector<Queued>& batch, std::vector<PutDown> const& put_down,
                           std::vector<Committed>& out) {
    bool one_failed = false;
    auto const hopeful = write_all(batch, put_down, out, Care::none, one_failed);
    if (hopeful || !one_failed) return hopeful;
    subjects_.forget();
    parcels_.forget();
    out.clear();
    return write_all(batch, put_down, out, Care::savepoints, one_failed);
}

Result<void> Writer::write_all(std::vector<Queued> const& batch,
                               std::vector<PutDown> const& put_down, std::vector<Committed>& out,
                               Care care, bool& one_failed) {
    if (auto there = still_there(); !there) return there;
    Transaction transaction(sql_);
    if (auto begun = transaction.begin(); !begun) return begun;
    if (probing_) {
        if (auto tried = storage::change(sql_, kProbe); !tried) return fail(tried.error());
        out.push_back({0, std::uint64_t{0}});
    }
    for (auto const& queued : batch) {
        auto written = write_one(queued, care);
        auto const& seq = written.seq;
        // A read that failed may have been taken for "nothing there" on the way.
        if (auto whole = transaction.alive(); !whole) return whole;
        if (!seq && of_the_disk(seq.error())) return fail(seq.error());
        if (!seq && care == Care::none) {
            one_failed = true;
            return fail(seq.error());
        }
        out.push_back(std::move(written));
    }
    for (auto const& part : put_down)
        if (auto done = write_snapshots(part); !done) return done;
    return transaction.commit();
}

/// What is written into a file that was moved or deleted is lost with this process: nothing may be
/// acknowledged from it.
Result<void> Writer::still_there() {
    auto const log = inode_of(log_path_);
    if (log_inode_ == 0) log_inode_ = log;
    if (!db_.has_moved() && log == log_inode_) return {};
    if (rescued_.empty()) rescued_ = rescue();
    return fail(
        Errc::unavailable,
        fmt::format("{}: the database or its log is gone from its folder, moved or deleted; "
                    "callers hear \"busy\". Move it back, or stop: {}",
                    sqlite3_db_filename(db_.raw(), "main"), rescued_));
}

/// Everything acknowledged is still in the files we hold open: once we end, it is gone.
std::string Writer::rescue() {
    std::string const path = std::string(sqlite3_db_filename(db_.raw(), "main")) + ".rescued";
    // Made first, so that it is nobody else's to read.
    if (int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        file >= 0)
        ::close(file);
    auto copy = db_.prepare("VACUUM INTO ?");
    if (!copy) return "restore a backup, for no copy could be made";
    copy->bind(1, path);
    if (auto done = db_.finish(*copy); !done) {
        ::unlink(path.c_str());
        return "restore a backup, for no copy could be made";
    }
    return "everything acknowledged is copied to " + path + ", which can take its place";
}

} // namespace haatline::storage
