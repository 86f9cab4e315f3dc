#pragma once

#include "storage/sqlite/checkpointer.hpp"
#include "storage/sqlite/folder_lock.hpp"
#include "storage/sqlite/writer.hpp"

#include <memory>
#include <string>

namespace haatline::storage {

/// The embedded store: one file, one writing thread, any number of readers.
class SqliteStore final : public Store {
  public:
    SqliteStore(std::string dir, Db db, FolderLock lock, Key const& seed)
        : dir_(std::move(dir)), lock_(std::move(lock)), db_(std::move(db)), seed_(seed) {}
    ~SqliteStore() override;

    Journal& start(JournalOptions options,
                   std::function<void(std::vector<Committed>)> on_commit) override;
    bool commit_batch(std::size_t steps_max) override { return writer_->commit_batch(steps_max); }
    void move_log() override {
        if (checkpointer_) checkpointer_->move_log();
    }
    Result<std::unique_ptr<Reader>> reader(people::Ages ages = {}, Retention kept = {}) override;
    Result<void> replay(std::function<void(ReplayedStep const&)> const& each) override;
    Result<std::uint64_t> next_serial(std::string_view counter) override;
    std::uint64_t enterprises() override;

  private:
    /// What is asked at the start is asked of the connection that the writer gets then; later on each question opens its
    /// own. An open reads the whole schema, which is most of what a start costs.
    template <class Ask>
    auto asked(Ask ask) -> decltype(ask(std::declval<Db&>()));

    std::string dir_;
    FolderLock lock_; ///< goes last: whoever comes next finds everything closed
    Db db_;           ///< the writer's once it has started
    Key seed_;        ///< of the keys that this process gives out
    std::unique_ptr<Checkpointer> checkpointer_;
    std::unique_ptr<Writer> writer_;
};

} // namespace haatline::storage
