#include "storage/sqlite/checkpointer.hpp"

namespace haatline::storage {
namespace {

// Pages of 4 KiB. From 8 MiB on the log is moved while commits go on; a log that still grows past
// 32 MiB because commits never pause is restarted, which holds the next commit up for the few pages
// that came in the meantime.
constexpr int kMovePages = 2048;
constexpr int kRestartPages = 8192;

} // namespace

Checkpointer::Checkpointer(Db db, bool threaded) : db_(std::move(db)) {
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

void Checkpointer::log_is(int pages) {
    if (pages < kMovePages) return;
    {
        std::lock_guard const lock(mutex_);
        pages_ = pages;
    }
    longer_.notify_one();
}

void Checkpointer::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        longer_.wait(lock, [&] { return stopping_ || pages_ >= kMovePages; });
        if (stopping_) return;
        pages_ = 0;
        lock.unlock();
        move_log();
        lock.lock();
    }
}

void Checkpointer::move_log() {
    int log = 0, moved = 0;
    // A failure (full disk, a reader in the way) loses nothing: the log stays and the next commit
    // asks again.
    sqlite3_wal_checkpoint_v2(db_.raw(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &log, &moved);
    if (log > kRestartPages)
        sqlite3_wal_checkpoint_v2(db_.raw(), nullptr, SQLITE_CHECKPOINT_RESTART, &log, &moved);
}

} // namespace haatline::storage
