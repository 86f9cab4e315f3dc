#pragma once

#include "storage/sqlite/db.hpp"
#include "storage/sqlite/open.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"
#include "tests/support/world.hpp"

#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace haatline::tests {

constexpr std::uint64_t kCaller = 919'876'543'210;

/// A folder with a fresh database that holds the places and products. Made once a program and
/// copied, since reading the places takes a third of a second.
class FreshFolder {
  public:
    FreshFolder();
    std::string const& path() const { return dir_.path(); }

  private:
    TempDir dir_;
};

/// A store of a test's own, with steps that wait for the disk and a reader.
class House {
  public:
    House() { open(); }
    ~House() { close(); }

    void open();
    void close();
    std::string const& dir() const { return folder_.path(); }
    storage::Store& store() { return *store_; }
    storage::Journal& journal();
    ManualWorld& world() { return world_; }
    Caller& caller() { return caller_; }

    /// Asks as the caller. Fails the test when the store cannot answer.
    /// To which phone less may go since the last step.
    Msisdn quieter() {
        std::lock_guard const lock(mutex_);
        return quieter_;
    }
    Answer ask(std::string name, Values with = {});
    Result<Answer> try_ask(std::string name, Values with = {});
    /// Commits one step with these effects and gives its result.
    Result<std::uint64_t> act(std::vector<Effect> effects);
    /// The result of a step appended under this token, once it is committed.
    Result<std::uint64_t> wait_for(std::uint64_t token);
    storage::Step step(std::vector<Effect> effects = {});
    /// A whole round of upkeep at the caller's time.
    storage::UpkeepReport tend();

    /// A member on a phone of its own; gives the enterprise's id.
    std::string join(std::uint64_t phone, Values choices);

    /// First column of the first row, read past the store.
    std::int64_t number(std::string const& sql);
    std::string text(std::string const& sql);

  private:
    FreshFolder folder_;
    ManualWorld world_;
    Caller caller_{Msisdn::from_number(kCaller), "at:1", "ussd", "en",
                   TimePoint(Millis(1'790'000'000'000))};
    std::unique_ptr<storage::Store> store_;
    std::unique_ptr<storage::Reader> reader_;
    storage::Journal* journal_ = nullptr;
    std::uint64_t next_token_ = 1;
    int sessions_ = 0;

    std::mutex mutex_;
    std::condition_variable committed_;
    Msisdn quieter_; ///< of the last step that had a result
    std::map<std::uint64_t, Result<std::uint64_t>> results_;
    std::vector<storage::UpkeepReport> reports_;
};

} // namespace haatline::tests
