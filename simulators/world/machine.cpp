#include "simulators/world/machine.hpp"

#include "simulators/world/settlers.hpp"
#include "storage/sqlite/open.hpp"

namespace haatline::simulators::world {
namespace {

class HandWorks final : public gateway::Works {
  public:
    explicit HandWorks(std::shared_ptr<Machine> machine) : machine_(std::move(machine)) {}

    void post(std::function<void()> work) override {
        machine_->timeline.after(Millis(0), [machine = machine_, work = std::move(work)] {
            if (machine->alive) work();
        });
    }
    Result<std::unique_ptr<storage::Store>> open_store(std::string const& dir,
                                                       haatline::World& world) override {
        auto store = storage::open_sqlite(dir, world);
        if (!store) return fail(store.error());
        return turned_by_hand(machine_, std::move(*store));
    }
    std::unique_ptr<gateway::Asker>
    asker(std::vector<std::unique_ptr<storage::Reader>> readers) override {
        return turned_by_hand(machine_, std::move(readers));
    }

  private:
    std::shared_ptr<Machine> machine_;
};

class HandAsker final : public gateway::Asker {
  public:
    HandAsker(std::shared_ptr<Machine> machine,
              std::vector<std::unique_ptr<storage::Reader>> readers)
        : machine_(std::move(machine)), readers_(std::move(readers)) {}

    void ask(Question question, Caller caller, OnAnswer done) override {
        if (machine_->spoil == Spoil::questions_unanswered && machine_->chance.percent(5)) return;
        later([this, question = std::move(question), caller = std::move(caller),
               done = std::move(done)] {
            auto answer = reader().answer(question, asker_of(caller));
            if (answer && machine_->spoil == Spoil::numbers_shown)
                for (auto& row : answer->rows)
                    if (row.has("name"))
                        row.set("name", village_number(machine_->chance.below(4)).full().substr(3));
            if (answer)
                machine_->notary.answered(caller, question, *answer);
            else
                machine_->notary.not_answered(caller);
            done(std::move(answer));
        });
    }
    void snapshot_of(std::uint64_t phone, OnSnapshot done) override {
        later([this, phone, done = std::move(done)] { done(reader().snapshot_of(phone)); });
    }
    void read(Reading reading) override {
        later([this, reading = std::move(reading)] { reading(reader())(); });
    }

  private:
    void later(std::function<void()> what) {
        auto const most = machine_->speed.answer_most.count();
        machine_->timeline.after(machine_->chance.between(0, most),
                                 [machine = machine_, what = std::move(what)] {
                                     if (machine->alive) what();
                                 });
    }
    storage::Reader& reader() { return *machine_->chance.one_of(readers_); }
    /// Whom an answer is for: the one who asked, unless that is spoilt.
    Caller asker_of(Caller const& caller) {
        Caller const before = last_.phone.number() != 0 ? last_ : caller;
        last_ = caller;
        return machine_->spoil == Spoil::answers_crossed ? before : caller;
    }

    std::shared_ptr<Machine> machine_;
    std::vector<std::unique_ptr<storage::Reader>> readers_;
    Caller last_;
};

} // namespace

std::unique_ptr<gateway::Works> works_of(std::shared_ptr<Machine> machine) {
    return std::make_unique<HandWorks>(std::move(machine));
}

std::unique_ptr<gateway::Asker>
turned_by_hand(std::shared_ptr<Machine> machine,
               std::vector<std::unique_ptr<storage::Reader>> readers) {
    return std::make_unique<HandAsker>(std::move(machine), std::move(readers));
}

} // namespace haatline::simulators::world
