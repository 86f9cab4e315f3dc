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
    explicit Checkpointer(Db db);
    /// Moves everything that is left and empties the log file. The writer must have stopped.
    ~Checkpointer();

    /// From the writer after each commit: how long the log is now.
    void log_is(int pages);

  private:
    void work();
    void move_log();

    Db db_;
    std::mutex mutex_;
    std::condition_variable longer_;
    int pages_ = 0;         // guarded by mutex_
    bool stopping_ = false; // guarded by mutex_
    std::thread thread_;
};

} // namespace haatline::storage
