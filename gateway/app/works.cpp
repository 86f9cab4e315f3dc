#include "gateway/app/works.hpp"

#include "gateway/app/reader_pool.hpp"
#include "storage/sqlite/open.hpp"

namespace haatline::gateway {
namespace {

class ThreadedWorks final : public Works {
  public:
    explicit ThreadedWorks(Loop& loop) : loop_(loop) {}

    void post(std::function<void()> work) override { loop_.post(std::move(work)); }
    Result<std::unique_ptr<storage::Store>> open_store(std::string const& dir,
                                                       World& world) override {
        return storage::open_sqlite(dir, world);
    }
    std::unique_ptr<Asker> asker(std::vector<std::unique_ptr<storage::Reader>> readers) override {
        return std::make_unique<ReaderPool>(loop_, std::move(readers));
    }

  private:
    Loop& loop_;
};

} // namespace

std::unique_ptr<Works> works_of(Loop& loop) { return std::make_unique<ThreadedWorks>(loop); }

} // namespace haatline::gateway
