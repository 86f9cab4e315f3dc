#include "cluster/reference.hpp"
#include "simulators/world/machine.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace haatline::simulators::world {
namespace {

using storage::Committed;
using storage::Step;

class HandStore final : public storage::Store, public storage::Journal {
  public:
    HandStore(std::shared_ptr<Machine> machine, std::unique_ptr<Store> store)
        : machine_(std::move(machine)), store_(std::move(store)) {}

    // Store
    Journal& start(storage::JournalOptions options,
                   std::function<void(std::vector<Committed>)> on_commit) override {
        options.threads = false;
        options.on_upkeep = [machine = machine_,
                             told = std::move(options.on_upkeep)](storage::UpkeepReport report) {
            for (auto const line : report.erased_lines) machine->notary.erased(line);
            if (told) told(std::move(report));
        };
        on_commit_ = std::move(on_commit);
        journal_ = &store_->start(
            options, [this](std::vector<Committed> steps) { written(std::move(steps)); });
        return *this;
    }
    bool commit_batch(std::size_t steps_max) override { return store_->commit_batch(steps_max); }
    void move_log() override { store_->move_log(); }
    Result<std::unique_ptr<storage::Reader>> reader(people::Ages ages,
                                                    storage::Retention kept) override {
        return store_->reader(ages, kept);
    }
    Result<void> replay(std::function<void(storage::ReplayedStep const&)> const& each) override;
    Result<std::uint64_t> next_serial(std::string_view counter) override {
        return store_->next_serial(counter);
    }
    std::uint64_t enterprises() override { return store_->enterprises(); }

    // Journal
    Result<void> append(Step step, std::uint64_t token) override;
    Result<void> change(storage::outbox::Change change, std::uint64_t token) override {
        commit_soon();
        return journal_->change(std::move(change), token);
    }
    void snapshot(std::vector<storage::Snapshot> sessions, std::uint64_t covered_seq) override {
        if (machine_->spoil == Spoil::snapshots_lost) sessions.clear();
        journal_->snapshot(std::move(sessions), covered_seq);
        commit_soon();
    }
    std::uint64_t snapshots_written() const override { return journal_->snapshots_written(); }
    void expect(std::size_t on_the_way) override { journal_->expect(on_the_way); }
    void drain() override { journal_->drain(); }
    void tend(TimePoint now) override {
        if (machine_->spoil != Spoil::erasures_forgotten) journal_->tend(now);
        commit_soon();
    }
    void probe() override {
        journal_->probe();
        commit_soon();
    }

  private:
    void commit_soon();
    void commit();
    void written(std::vector<Committed> steps);
    void tell(std::vector<Committed> steps);
    Result<void> append_spoilt(Step step, std::uint64_t token);

    std::shared_ptr<Machine> machine_;
    std::unique_ptr<Store> store_;
    Journal* journal_ = nullptr;
    std::function<void(std::vector<Committed>)> on_commit_;
    bool commit_is_due_ = false;
    bool telling_ = false; ///< a commit was made and its word is on the way: the thread is busy
    std::vector<std::uint64_t> told_early_;
};

constexpr std::uint64_t no_token = ~std::uint64_t{0}; // the dispatcher does not know it

Result<void> HandStore::replay(std::function<void(storage::ReplayedStep const&)> const& each) {
    struct Kept {
        storage::ReplayedStep step;
        std::string session, identity, kind, state, reply;
    };
    std::vector<Kept> all;
    auto const read = store_->replay([&](storage::ReplayedStep const& step) {
        all.push_back({step, std::string(step.session), std::string(step.identity),
                       std::string(step.kind), std::string(step.state), std::string(step.reply)});
    });
    if (!read) return read;
    if (machine_->spoil == Spoil::log_cut && !all.empty()) all.pop_back();
    for (auto& kept : all) {
        if (machine_->spoil == Spoil::replies_altered) kept.reply += '!';
        each({kept.step.seq, kept.step.at, kept.step.phone, kept.session, kept.identity, kept.kind,
              kept.state, kept.reply, kept.step.ended});
    }
    return {};
}

Result<void> HandStore::append(Step step, std::uint64_t token) {
    if (machine_->spoil == Spoil::numbers_logged)
        spdlog::info("step of {}", step.caller.phone.full());
    machine_->notary.appended(step, token);
    auto done = append_spoilt(std::move(step), token);
    if (!done) machine_->notary.on_disk({token, fail(done.error())});
    commit_soon();
    return done;
}

Result<void> HandStore::append_spoilt(Step step, std::uint64_t token) {
    if (machine_->spoil == Spoil::effects_twice) {
        auto const once = step.effects;
        for (auto effect : once) {
            if (auto const serial = reference_serial(effect.with.get("ref")))
                effect.with.set("ref", reference_text(*serial + 100'000));
            step.effects.push_back(std::move(effect));
        }
    }
    if (machine_->spoil == Spoil::effects_apart && !step.effects.empty()) {
        auto effects = step;
        effects.kind = "effects";
        step.effects.clear();
        if (auto done = journal_->append(std::move(effects), no_token); !done) return done;
        commit();
    }
    if (machine_->spoil == Spoil::reply_before_commit) {
        told_early_.push_back(token);
        machine_->timeline.after(Millis(0), [machine = machine_, this, token] {
            if (machine->alive) on_commit_({{token, 1}});
        });
    }
    return journal_->append(std::move(step), token);
}

void HandStore::commit_soon() {
    if (commit_is_due_ || telling_) return;
    commit_is_due_ = true;
    auto const most = machine_->speed.commit_most.count();
    machine_->timeline.after(machine_->chance.between(0, most), [machine = machine_, this] {
        if (!machine->alive) return;
        commit_is_due_ = false;
        commit();
    });
}

void HandStore::commit() {
    if (store_->commit_batch(1 + machine_->chance.below(machine_->speed.batch_most)) && !telling_)
        commit_soon(); // snapshots alone make no word; whatever is left comes next
    if (machine_->chance.percent(6)) store_->move_log();
}

/// The commit has happened; the word of it takes as long as the disk does.
void HandStore::written(std::vector<Committed> steps) {
    std::erase_if(steps, [](Committed const& step) { return step.token == no_token; });
    if (!machine_->alive) return;
    telling_ = true;
    auto const most = machine_->speed.sync_most.count();
    machine_->timeline.after(machine_->chance.between(0, most),
                             [machine = machine_, this, steps = std::move(steps)]() mutable {
                                 if (machine->alive) tell(std::move(steps));
                             });
}

void HandStore::tell(std::vector<Committed> steps) {
    telling_ = false;
    for (auto& step : steps) {
        machine_->notary.on_disk(step);
        if (machine_->spoil == Spoil::failures_hushed && !step.seq) step.seq = 1;
    }
    std::erase_if(steps, [this](Committed const& step) {
        return std::find(told_early_.begin(), told_early_.end(), step.token) != told_early_.end();
    });
    on_commit_(std::move(steps));
    commit_soon();
}

} // namespace

std::unique_ptr<storage::Store> turned_by_hand(std::shared_ptr<Machine> machine,
                                               std::unique_ptr<storage::Store> store) {
    return std::make_unique<HandStore>(std::move(machine), std::move(store));
}

} // namespace haatline::simulators::world
