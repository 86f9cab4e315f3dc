#pragma once

#include "storage/sqlite/db.hpp"

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace haatline::storage {

/// Moves the write-ahead log into the database file from a thread and connection of its own, so
/// that no commit waits for it (performance.md: automatic checkpoints stall a COMMIT for 64-122
/// ms).
class Checkpointer {
  public:
    /// `threaded`: false when the owner calls `move_log` itself.
    Checkpointer(Db db, bool threaded);
    /// Moves everything that is left and empties the log file. The writer must have stopped.
    ~Checkpointer();

    /// From the writer after each commit: how long the log is now. @returns whether it asks for it to be moved.
    bool log_is(int pages);
    /// Something was erased: empties the log as soon as no reader holds it, so that no old page stays.
    void scrub();
    /// On the thread, or by the owner when there is none.
    void move_log();
    /// The last move left some of it, for a reader or the disk was in the way: the thread tries again in a second.
    bool left_some() const { return unmoved_; }

  private:
    void work();

    Db db_;
    int asked_at_ =
        0; ///< how long the log was when it was last asked for; the writer's thread only
    bool unmoved_ = false; ///< the last try left some of it; the thread of `move_log` only
    std::mutex mutex_;
    std::condition_variable longer_;
    int pages_ = 0;                           // guarded by mutex_
    std::uint64_t scrubs_ = 0, scrubbed_ = 0; // asked for and done; guarded by mutex_
    bool stopping_ = false;                   // guarded by mutex_
    std::thread thread_;
};

} // namespace haatline::storage
