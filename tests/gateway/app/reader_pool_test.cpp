#include "gateway/app/reader_pool.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <thread>

using namespace haatline;
using namespace haatline::gateway;

namespace {

/// What the readers were asked, in that order; a question called "hold" keeps its reader until `go`.
struct Desk {
    std::mutex mutex;
    std::vector<std::string> asked;
    std::promise<void> held, go;
    std::shared_future<void> gone{go.get_future()};
    std::atomic<int> idle_now{0}, idle_most{0};
};

class SlowReader final : public storage::Reader {
  public:
    explicit SlowReader(Desk& desk) : desk_(desk) {}
    Result<Answer> answer(Question const& question, Caller const&) override {
        bool const idle = question.name == "idle";
        if (idle) desk_.idle_most = std::max(desk_.idle_most.load(), ++desk_.idle_now);
        {
            std::lock_guard const lock(desk_.mutex);
            desk_.asked.push_back(question.name);
        }
        if (question.name == "hold") {
            desk_.held.set_value();
            desk_.gone.wait();
        }
        if (idle) --desk_.idle_now;
        return Answer{};
    }
    void open_round() override {}
    void close_round() override {}
    Result<std::string> snapshot_of(std::uint64_t) override {
        std::lock_guard const lock(desk_.mutex);
        desk_.asked.emplace_back("snapshot");
        return std::string();
    }

  private:
    Desk& desk_;
};

/// A loop in its own thread, and so many readers.
struct Pool {
    explicit Pool(int readers) {
        std::vector<std::unique_ptr<storage::Reader>> each;
        for (int i = 0; i < readers; ++i) each.push_back(std::make_unique<SlowReader>(desk));
        pool = std::make_unique<ReaderPool>(loop, std::move(each));
        thread = std::thread([this] { loop.run(); });
    }
    ~Pool() {
        loop.post([this] { loop.stop(); });
        thread.join();
    }
    /// On the loop, to its end.
    void run(std::function<void(ReaderPool&)> work) {
        std::promise<void> done;
        loop.post([&] {
            work(*pool);
            done.set_value();
        });
        done.get_future().get();
    }
    void answered(Result<Answer> const&) {
        if (--left == 0) all.set_value();
    }
    Asker::OnAnswer count() {
        ++left;
        return [this](Result<Answer> const& answer) { answered(answer); };
    }

    Desk desk;
    Loop loop;
    std::unique_ptr<ReaderPool> pool;
    std::thread thread;
    int left = 0; ///< the loop's
    std::promise<void> all;
};

} // namespace

TEST_CASE("a question for which nobody waits does not go before a caller's, though it was asked "
          "earlier") {
    Pool one(1);
    one.run([&](ReaderPool& pool) { pool.ask({"hold", {}}, {}, one.count()); });
    one.desk.held.get_future().get();
    one.run([&](ReaderPool& pool) {
        pool.ask_when_idle({"idle", {}}, {}, one.count());
        pool.ask_when_idle({"idle", {}}, {}, one.count());
        pool.flush();
    });
    one.run([&](ReaderPool& pool) {
        for (int i = 0; i < 20; ++i) pool.ask({"caller", {}}, {}, one.count());
        pool.snapshot_of(1, [](auto const&) {});
        pool.flush();
    });
    one.desk.go.set_value();
    one.all.get_future().get();
    std::vector<std::string> wanted{"hold"};
    wanted.insert(wanted.end(), 20, "caller");
    wanted.insert(wanted.end(), {"snapshot", "idle", "idle"});
    CHECK(one.desk.asked == wanted);
}

TEST_CASE("questions for which nobody waits never hold two readers") {
    Pool two(2);
    two.run([&](ReaderPool& pool) {
        for (int i = 0; i < 200; ++i) {
            pool.ask_when_idle({"idle", {}}, {}, two.count());
            pool.ask({"caller", {}}, {}, two.count());
        }
        pool.flush();
    });
    two.all.get_future().get();
    CHECK(two.desk.asked.size() == 400);
    CHECK(two.desk.idle_most == 1);
}
