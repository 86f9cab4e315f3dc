#include "cluster/reference.hpp"
#include "storage/erase.hpp"
#include "storage/frail_disk.hpp"
#include "storage/transfer.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::ManualWorld;
using haatline::tests::TempDir;

namespace {

/// A store without threads on a frail disk.
class FrailHouse {
  public:
    explicit FrailHouse(std::uint64_t seed = 1) : disk(seed) { open(); }

    void open() {
        store_ = std::move(*open_sqlite(dir_.path(), world_.world));
        JournalOptions options;
        options.threads = false;
        journal_ = &store_->start(options, [this](std::vector<Committed> steps) {
            for (auto const& step : steps) written_ += step.seq ? 1 : 0;
        });
    }
    void crash(FrailDisk::Loss loss) {
        disk.die();
        store_.reset();
        disk.reboot(loss);
        open();
    }
    /// Whether the step was said to be on disk.
    bool act(std::vector<Effect> effects = {}) {
        Step step;
        step.effects = std::move(effects);
        step.session = step.caller.session = fmt::format("at:{}", token_);
        step.caller.phone = Msisdn::from_number(tests::kCaller);
        step.kind = "answer";
        step.state = std::string(3000, 's');
        step.reply = "heard";
        auto const before = written_;
        REQUIRE(journal_->append(std::move(step), ++token_));
        store_->commit_batch(64);
        return written_ > before;
    }
    std::size_t steps() {
        std::size_t out = 0;
        REQUIRE(store_->replay([&](ReplayedStep const&) { ++out; }));
        return out;
    }
    void move_log() { store_->move_log(); }
    void close() { store_.reset(); }
    std::string const& dir() const { return dir_.path(); }
    World& world() { return world_.world; }
    /// One line a table: how much is in it, or that she is gone.
    std::string sight() {
        auto db = Db::open(dir() + "/haatline.db", Db::Mode::read_only);
        REQUIRE(db);
        std::string out;
        for (auto const* count :
             {"count(*) FROM product", "count(*) FROM label", "count(*) FROM ownership",
              "count(*) FROM person_phone", "count(*) FROM person WHERE deleted_at > 0",
              "count(*) FROM enterprise WHERE status = 'closed'", "count(*) FROM tombstone",
              "count(*) FROM consent WHERE withdrawn_at > 0", "count(*) FROM peer",
              "count(*) FROM subject WHERE phone < 0", "count(*) FROM line_subject",
              "sum(n) FROM district_product", "count(*) FROM event WHERE reply <> ''"}) {
            auto const n = db->integer(std::string("SELECT ") + count);
            if (!n) FAIL(n.error().detail);
            out += fmt::format("{} {}\n", *n, count);
        }
        return out;
    }
    std::size_t members() { return store_->enterprises(); }

    FrailDisk disk;

  private:
    TempDir dir_;
    ManualWorld world_;
    std::unique_ptr<Store> store_;
    Journal* journal_ = nullptr;
    std::uint64_t token_ = 0;
    std::size_t written_ = 0;
};

Effect join(std::uint64_t serial) {
    return {"member.join",
            {{"role", "maker"},
             {"product", "pickle"},
             {"pin", "844101"},
             {"dist_id", "537"},
             {"show", "yes"},
             {"notice", "ussd-short"},
             {"ref", reference_text(serial)}}};
}

/// Does it with its reads failing, one a time: the first and the last forty and each `step`th of
/// those between, all where `step` is 1. Each time it is done or nothing has happened.
/// @returns how many reads it makes.
template <class Act>
std::uint64_t with_reads_failing(FrailHouse& house, unsigned step, Act act) {
    house.close();
    auto const before = house.disk.image();
    auto const sight_before = house.sight();
    auto const looked = house.disk.reads();
    REQUIRE(act());
    auto const reads = house.disk.reads() - looked;
    auto const sight_after = house.sight();
    REQUIRE(sight_after != sight_before);
    for (unsigned nth = 1; nth <= reads; ++nth) {
        if (nth > 40 && nth + 40 <= reads && nth % step != 0) continue;
        house.disk.load(*before, nth);
        house.disk.fail(FrailDisk::Fault::read, nth, 1);
        bool const done = act();
        house.disk.heal();
        INFO("the read that fails: " << nth << " of " << reads);
        CHECK(house.disk.faults() == 1);
        auto const sight = house.sight();
        CHECK((sight == sight_after || (!done && sight == sight_before)));
        if (sight != sight_after && sight != sight_before) CHECK(sight == sight_after);
    }
    return reads;
}

} // namespace

TEST_CASE("what was committed survives a power cut at any write or sync") {
    auto const seed = GENERATE(range(1, 8));
    FrailHouse house(static_cast<std::uint64_t>(seed));
    std::size_t acknowledged = 0, unsure = 0;
    for (unsigned nth = 1; nth <= 60; ++nth) {
        house.disk.die_after(nth % 13 + 1);
        while (!house.disk.dead()) {
            if (house.act())
                ++acknowledged;
            else
                ++unsure;
            if (nth % 5 == 0) house.move_log();
        }
        house.crash(nth % 3 == 0 ? FrailDisk::Loss::nothing : FrailDisk::Loss::unsynced);
        auto const there = house.steps();
        INFO("power cut " << nth << " of disk " << seed);
        CHECK(there >= acknowledged);
        CHECK(there <= acknowledged + unsure);
        unsure = 0; // whatever became of it is known now
        acknowledged = there;
    }
    CHECK(acknowledged > 15);
}

TEST_CASE("a disk that only says it has synced is found out by a power cut") {
    FrailHouse house;
    house.disk.lie();
    std::size_t acknowledged = 0;
    for (int i = 0; i < 20; ++i) acknowledged += house.act() ? 1 : 0;
    house.crash(FrailDisk::Loss::unsynced);
    CHECK(acknowledged == 20);
    CHECK(house.steps() < 20);
}

TEST_CASE("a disk that is full or refuses fails the step, and the next one works") {
    FrailHouse house;
    for (auto const fault :
         {FrailDisk::Fault::full, FrailDisk::Fault::write, FrailDisk::Fault::sync}) {
        house.disk.fail(fault, 1, 1);
        CHECK_FALSE(house.act());
        CHECK(house.act());
    }
    CHECK(house.disk.faults() == 3);
    house.crash(FrailDisk::Loss::nothing);
    CHECK(house.steps() == 3);
}

TEST_CASE("a disk that cannot be read in the middle of a step leaves the whole step or nothing") {
    FrailHouse house;
    std::size_t joined = 0, struck = 0;
    for (unsigned nth = 1; nth <= 60; ++nth) {
        // Afterwards nothing is in memory: every page is read again.
        auto const members = house.members(), steps = house.steps();
        auto const faults = house.disk.faults();
        house.crash(FrailDisk::Loss::nothing);
        house.disk.fail(FrailDisk::Fault::read, nth, 1);
        joined += house.act({join(nth)}) ? 1 : 0;
        struck += house.disk.faults() > faults ? 1 : 0;
        house.crash(FrailDisk::Loss::nothing);
        INFO("the read that fails: " << nth);
        CHECK(house.members() - members == house.steps() - steps);
    }
    CHECK(struck > 0);
    CHECK(joined > 0);
    CHECK(house.members() == joined);
}

TEST_CASE("what a killed process wrote is on the disk before a reply from it can be given again") {
    FrailHouse house;
    REQUIRE(house.act());
    house.disk.fail(FrailDisk::Fault::sync, 1, 1);
    REQUIRE_FALSE(house.act()); // written to the log; whether it is there nobody knows
    house.crash(FrailDisk::Loss::nothing);
    auto const there = house.steps();
    house.crash(FrailDisk::Loss::unsynced);
    CHECK(house.steps() == there);
}

TEST_CASE("a disk that cannot be read in the middle of an erasure leaves her whole or gone") {
    FrailHouse house;
    REQUIRE(house.act({join(1)}));
    for (int i = 0; i < 5; ++i) REQUIRE(house.act());
    auto const reads = with_reads_failing(house, 1, [&] {
        auto const done =
            erase_by_desk(house.dir(), 1, {"asha", TimePoint(Millis(1'790'000'000'000))},
                          "asked by letter", house.world());
        return done && *done;
    });
    CHECK(reads > 20);
}

TEST_CASE(
    "a disk that cannot be read in the middle of an import leaves all its good rows or none") {
    FrailHouse house;
    house.close();
    auto const reads = with_reads_failing(house, 16, [&] {
        return import_file(house.dir(), "products",
                           "code,kind,short_en,name_en,status\n"
                           "murabba,food,Murabba,Murabba,reviewed\n"
                           "thekua,food,Thekua,Thekua,reviewed\n"
                           "khaja,food,Khaja,Khaja,reviewed\n",
                           {"asha", TimePoint(Millis(1'790'000'000'000))})
            .has_value();
    });
    CHECK(reads > 20);
}
