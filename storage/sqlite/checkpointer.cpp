#include "storage/sqlite/checkpointer.hpp"

namespace haatline::storage {
namespace {

// Pages of 4 KiB. Each time it has grown by 8 MiB the log is moved while commits go on: a page that was written twenty
// times meanwhile is moved once, and its two syncs stand against hundreds of commits. A log that grows past 32 MiB
// because commits never pause, or a reader does not let go of it, is restarted, which holds the next commit up for the
// few pages that came in the meantime.
constexpr int kMovePages = 2048;
constexpr int kRestartPages = 8192;
// Whoever restarts or empties the log holds commits up while it waits for readers. A backup reads for
// seconds; then it is given up and tried again.
constexpr int kWaitForReaders_ms = 20;
constexpr auto kAgain = std::chrono::seconds(1);

} // namespace

Checkpointer::Checkpointer(Db db, bool threaded) : db_(std::move(db)) {
    sqlite3_busy_timeout(db_.raw(), kWaitForReaders_ms);
    if (threaded) thread_ = std::thread([this] { work(); });
}

Checkpointer::~Checkpointer() {
    {
        std::lock_guard const lock(mutex_);
        stopping_ = true;
    }
    longer_.notify_one();
    if (thread_.joinable()) thread_.join();
    // Only now, when the thread is gone: its connection is for one thread at a time.
    sqlite3_wal_checkpoint_v2(db_.raw(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
}

bool Checkpointer::log_is(int pages) {
    if (pages < asked_at_) asked_at_ = 0; // it began anew
    if (pages - asked_at_ < kMovePages) return false;
    asked_at_ = pages;
    {
        std::lock_guard const lock(mutex_);
        pages_ = pages;
    }
    longer_.notify_one();
    return true;
}

void Checkpointer::scrub() {
    {
        std::lock_guard const lock(mutex_);
        ++scrubs_;
    }
    longer_.notify_one();
}

void Checkpointer::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        auto const asked = scrubs_;
        bool const again = asked != scrubbed_ || left_some();
        auto const ready = [&] { return stopping_ || pages_ >= kMovePages || scrubs_ != asked; };
        again ? (void)longer_.wait_for(lock, kAgain, ready) : longer_.wait(lock, ready);
        if (stopping_) return;
        pages_ = 0;
        lock.unlock();
        move_log();
        lock.lock();
    }
}

void Checkpointer::move_log() {
    std::uint64_t asked = 0;
    bool scrub = false;
    {
        std::lock_guard const lock(mutex_);
        asked = scrubs_;
        scrub = asked != scrubbed_;
    }
    int log = 0, moved = 0, code = SQLITE_OK;
    // Twice: what came while most of it was moved is little, and a log that is moved to its end begins anew with the next
    // commit. What fails (full disk, a reader in the way) loses nothing: the log stays, and is tried again.
    for (int pass = 0; pass < 2; ++pass)
        code =
            sqlite3_wal_checkpoint_v2(db_.raw(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &log, &moved);
    unmoved_ = code != SQLITE_OK || moved < log;
    if (scrub) {
        if (sqlite3_wal_checkpoint_v2(db_.raw(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, &log,
                                      &moved) != SQLITE_OK)
            return;
        std::lock_guard const lock(mutex_);
        scrubbed_ = asked;
    } else if (log > kRestartPages) {
        unmoved_ = sqlite3_wal_checkpoint_v2(db_.raw(), nullptr, SQLITE_CHECKPOINT_RESTART, &log,
                                             &moved) != SQLITE_OK;
    }
}

} // namespace haatline::storage
