#include "gateway/app/reader_pool.hpp"

#include <algorithm>

namespace haatline::gateway {
namespace {

// A reader takes a few questions at a time: fewer wake-ups than one by one, and the other readers
// still find work.
constexpr std::size_t jobs_per_round = 16;

} // namespace

ReaderPool::ReaderPool(Loop& loop, std::vector<std::unique_ptr<storage::Reader>> readers)
    : loop_(loop), readers_(std::move(readers)) {
    for (auto& reader : readers_)
        threads_.emplace_back([this, &reader = *reader] { work(reader); });
}

ReaderPool::~ReaderPool() {
    {
        std::lock_guard lock(mutex_);
        stop_ = true;
    }
    wake_.notify_all();
}

void ReaderPool::ask(Question question, Caller caller, OnAnswer done) {
    asked_.push_back(Asked{std::move(question), std::move(caller), std::move(done)});
    if (flush_posted_) return;
    flush_posted_ = true;
    loop_.post([this] { flush(); });
}

void ReaderPool::snapshot_of(std::uint64_t phone, OnSnapshot done) {
    asked_.push_back(Sought{phone, std::move(done)});
    if (flush_posted_) return;
    flush_posted_ = true;
    loop_.post([this] { flush(); });
}

void ReaderPool::flush() {
    flush_posted_ = false;
    if (asked_.empty()) return;
    {
        std::lock_guard lock(mutex_);
        jobs_.insert(jobs_.end(), std::make_move_iterator(asked_.begin()),
                     std::make_move_iterator(asked_.end()));
    }
    if (asked_.size() > jobs_per_round)
        wake_.notify_all();
    else
        wake_.notify_one();
    asked_.clear();
}

void ReaderPool::work(storage::Reader& reader) {
    std::vector<Job> mine;
    for (;;) {
        mine.clear();
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stop_ || !jobs_.empty(); });
            if (stop_) return;
            auto const take = static_cast<std::ptrdiff_t>(std::min(jobs_.size(), jobs_per_round));
            mine.assign(std::make_move_iterator(jobs_.begin()),
                        std::make_move_iterator(jobs_.begin() + take));
            jobs_.erase(jobs_.begin(), jobs_.begin() + take);
        }
        auto results = std::make_shared<std::vector<std::function<void()>>>();
        results->reserve(mine.size());
        reader.open_round();
        for (Job& job : mine) {
            if (auto* asked = std::get_if<Asked>(&job))
                results->push_back(
                    [done = std::move(asked->done),
                     answer = reader.answer(asked->question, asked->caller)]() mutable {
                        done(std::move(answer));
                    });
            else if (auto* sought = std::get_if<Sought>(&job))
                results->push_back([done = std::move(sought->done),
                                    state = reader.snapshot_of(sought->phone)]() mutable {
                    done(std::move(state));
                });
        }
        reader.close_round();
        loop_.post([results] {
            for (auto& bring : *results) bring();
        });
    }
}

} // namespace haatline::gateway
