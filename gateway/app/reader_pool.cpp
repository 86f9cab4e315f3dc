#include "gateway/app/reader_pool.hpp"

#include <algorithm>
#include <iterator>

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
    flush_later();
}

void ReaderPool::ask_when_idle(Question question, Caller caller, OnAnswer done) {
    asked_idle_.push_back(Asked{std::move(question), std::move(caller), std::move(done)});
    flush_later();
}

void ReaderPool::snapshot_of(std::uint64_t phone, OnSnapshot done) {
    asked_.push_back(Sought{phone, std::move(done)});
    flush_later();
}

void ReaderPool::read(Reading reading) {
    asked_.emplace_back(std::in_place_type<Reading>, std::move(reading));
    flush_later();
}

void ReaderPool::flush_later() {
    if (flush_posted_) return;
    flush_posted_ = true;
    loop_.post([this] { flush(); });
}

void ReaderPool::flush() {
    flush_posted_ = false;
    if (asked_.empty() && asked_idle_.empty()) return;
    {
        std::lock_guard lock(mutex_);
        std::move(asked_.begin(), asked_.end(), std::back_inserter(jobs_));
        std::move(asked_idle_.begin(), asked_idle_.end(), std::back_inserter(idle_));
    }
    if (asked_.size() > jobs_per_round)
        wake_.notify_all();
    else
        wake_.notify_one();
    asked_.clear();
    asked_idle_.clear();
}

/// What waits first; with no caller waiting one of the others, unless another reader has one in hand:
/// a long one never holds every reader.
void ReaderPool::take(std::vector<Job>& mine) {
    auto const some = [&](std::vector<Job>& from, std::size_t most) {
        auto const end = from.begin() + static_cast<std::ptrdiff_t>(std::min(from.size(), most));
        mine.assign(std::make_move_iterator(from.begin()), std::make_move_iterator(end));
        from.erase(from.begin(), end);
    };
    if (!jobs_.empty()) return some(jobs_, jobs_per_round);
    some(idle_, 1);
    idle_runs_ = true;
}

void ReaderPool::work(storage::Reader& reader) {
    std::vector<Job> mine;
    for (;;) {
        mine.clear();
        bool idle = false;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] {
                return stop_ || !jobs_.empty() || (!idle_.empty() && !idle_runs_);
            });
            if (stop_) return;
            idle = jobs_.empty();
            take(mine);
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
            else if (auto* reading = std::get_if<Reading>(&job))
                results->push_back((*reading)(reader));
        }
        reader.close_round();
        loop_.post([results] {
            for (auto& bring : *results) bring();
        });
        if (!idle) continue;
        std::lock_guard lock(mutex_);
        idle_runs_ = false;
    }
}

} // namespace haatline::gateway
