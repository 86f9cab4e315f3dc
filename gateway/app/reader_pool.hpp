#pragma once

#include "gateway/app/asker.hpp"
#include "gateway/net/loop.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

namespace haatline::gateway {

/// Puts questions to the database on threads of its own, each with its own read-only connection,
/// and brings the answers back to the loop, many at once when there are many.
class ReaderPool final : public Asker {
  public:
    ReaderPool(Loop& loop, std::vector<std::unique_ptr<storage::Reader>> readers);
    ~ReaderPool() override;
    ReaderPool(ReaderPool const&) = delete;
    ReaderPool& operator=(ReaderPool const&) = delete;

    void ask(Question question, Caller caller, OnAnswer done) override;
    void ask_when_idle(Question question, Caller caller, OnAnswer done) override;
    void snapshot_of(std::uint64_t phone, OnSnapshot done) override;
    void read(Reading reading) override;
    /// Sends what was asked since the last call to the readers. The loop calls it once a round, not
    /// once a question.
    void flush();

  private:
    struct Asked {
        Question question;
        Caller caller;
        OnAnswer done;
    };
    struct Sought {
        std::uint64_t phone;
        OnSnapshot done;
    };
    using Job = std::variant<Asked, Sought, Reading>;

    void flush_later();
    void work(storage::Reader& reader);
    void take(std::vector<Job>& mine);

    Loop& loop_;
    std::vector<std::unique_ptr<storage::Reader>> readers_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Job> jobs_; ///< callers wait for these
    std::vector<Job> idle_; ///< nobody waits for these: one at a time, by one reader at a time
    bool idle_runs_ = false;
    bool stop_ = false;
    std::vector<Job> asked_, asked_idle_; ///< loop's thread only, until flush
    bool flush_posted_ = false;
    std::vector<std::jthread> threads_;
};

} // namespace haatline::gateway
