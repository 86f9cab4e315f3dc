#include "cluster/reference.hpp"
#include "tests/storage/house.hpp"

#include <sys/resource.h>

#include <csignal>

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::House;

namespace {

struct Read {
    std::uint64_t seq, phone;
    std::string session, identity, kind, state, reply;
    bool ended;
    bool operator==(Read const&) const = default;
};

std::vector<Read> read_back(Store& store) {
    std::vector<Read> out;
    auto const done = store.replay([&](ReplayedStep const& step) {
        out.push_back({step.seq, step.phone, std::string(step.session), std::string(step.identity),
                       std::string(step.kind), std::string(step.state), std::string(step.reply),
                       step.ended});
    });
    REQUIRE(done);
    return out;
}

} // namespace

TEST_CASE("what was committed is read back after the store is closed and opened again") {
    House house;
    auto step = house.step();
    step.identity = "message-1";
    step.state = "{\"screen\":\"reg.pin\"}";
    step.reply = "Type 6-digit PIN";
    step.ended = true;
    REQUIRE(house.journal().append(step, 7));
    REQUIRE(house.wait_for(7).value() == 1);
    house.close();
    house.open();
    CHECK(read_back(house.store()) == std::vector<Read>{{1, tests::kCaller, "at:1", "message-1",
                                                         "answer", step.state, step.reply, true}});
}

TEST_CASE("steps keep the order they were appended in, across batches") {
    House house;
    constexpr std::uint64_t count = 3000;
    for (std::uint64_t i = 0; i < count; ++i) {
        auto step = house.step();
        step.identity = std::to_string(i);
        REQUIRE(house.journal().append(std::move(step), i));
    }
    std::uint64_t before = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        auto const seq = house.wait_for(i);
        REQUIRE(seq);
        REQUIRE(*seq == before + 1);
        before = *seq;
    }
    auto const rows = read_back(house.store());
    REQUIRE(rows.size() == count);
    for (std::uint64_t i = 0; i < count; ++i) REQUIRE(rows[i].identity == std::to_string(i));
}

TEST_CASE("a bad step fails alone and leaves nothing behind") {
    House house;
    auto& journal = house.journal();
    Effect const good{"language.choose", {{"lang", "hi"}}};
    Effect const bad{"watch.add",
                     {{"product", "no_such_product"}, {"want", "maker"}, {"ring", "near"}}};
    REQUIRE(journal.append(house.step({good}), 1));
    REQUIRE(journal.append(house.step({{"word.unknown", {{"word", "xyzzy"}}}, bad}), 2));
    REQUIRE(journal.append(house.step(), 3));
    CHECK(house.wait_for(1));
    auto const failed = house.wait_for(2);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == Errc::bad_request);
    CHECK(house.wait_for(3));
    CHECK(read_back(house.store()).size() == 2);
    CHECK(house.number("SELECT count(*) FROM unmet_word") == 0);
    CHECK(house.text("SELECT lang FROM phone") == "hi");
}

TEST_CASE("an effect nobody carries out fails its step") {
    House house;
    auto const failed = house.act({{"money.send", {}}});
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == Errc::internal);
}

TEST_CASE("a full queue refuses a step instead of growing") {
    House house;
    JournalOptions options;
    options.queue_max = 0;
    auto& journal = house.store().start(options, [](std::vector<Committed>) {});
    auto const refused = journal.append(house.step(), 1);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::limit);
}

TEST_CASE("draining commits everything that was queued, and nothing is taken afterwards") {
    House house;
    for (std::uint64_t i = 0; i < 100; ++i) REQUIRE(house.journal().append(house.step(), i));
    house.journal().drain();
    CHECK(house.number("SELECT count(*) FROM event") == 100);
    auto const refused = house.journal().append(house.step(), 101);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::unavailable);
}

TEST_CASE("a snapshot covers the log before it, and an empty one forgets the phone") {
    House house;
    auto const first = house.act({});
    REQUIRE(first);
    house.journal().snapshot({{tests::kCaller, "{\"screen\":\"root\"}"}, {919'876'543'211, "{}"}},
                             *first);
    REQUIRE(house.act({}));
    auto reader = house.store().reader();
    REQUIRE(reader);
    CHECK((*reader)->snapshot_of(tests::kCaller).value() == "{\"screen\":\"root\"}");
    CHECK((*reader)->snapshot_of(919'876'543'299).value().empty());
    auto const rows = read_back(house.store());
    REQUIRE(rows.size() == 1);
    CHECK(rows.front().seq == *first + 1);

    house.journal().snapshot({{tests::kCaller, ""}}, *first); // an older mark never uncovers
    house.journal().drain();
    CHECK((*reader)->snapshot_of(tests::kCaller).value().empty());
    CHECK(read_back(house.store()).size() == 1);
}

TEST_CASE("snapshots are put down though no step follows them") {
    House house;
    REQUIRE(house.act({}));
    house.journal().snapshot({{tests::kCaller, "{}"}}, 1);
    house.journal().drain();
    CHECK(house.number("SELECT count(*) FROM snapshot") == 1);
    CHECK(read_back(house.store()).empty());
}

TEST_CASE("a hundred thousand events and more are read back") {
    House house;
    {
        auto db = Db::open(house.dir() + "/haatline.db", Db::Mode::read_write);
        REQUIRE(db);
        REQUIRE(db->execute("WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE "
                            "i < 998) INSERT INTO subject (id, phone, key) SELECT i + 1, "
                            "919000000000 + i, randomblob(32) FROM n"));
        REQUIRE(
            db->execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
                        "i < 260000) INSERT INTO "
                        "event (at, subject, session, identity, kind, said, state, reply, ended) "
                        "SELECT i, 1 + i % 999, 's', '', 'answer', '1', '{}', 'ok', 0 FROM n"));
    }
    std::uint64_t rows = 0, last = 0;
    REQUIRE(house.store().replay([&](ReplayedStep const& step) {
        ++rows;
        last = step.seq;
    }));
    CHECK(rows == 260'000);
    CHECK(last == 260'000);
}

TEST_CASE("a full disk fails the batch and the service goes on when there is room again") {
    House house;
    REQUIRE(house.act({}));
    // A limit on file sizes is the nearest thing to a full disk that a test may make for itself
    // alone.
    auto const before = std::signal(SIGXFSZ, SIG_IGN);
    rlimit usual{};
    REQUIRE(getrlimit(RLIMIT_FSIZE, &usual) == 0);
    rlimit const tight{8 * 1024, usual.rlim_max};
    REQUIRE(setrlimit(RLIMIT_FSIZE, &tight) == 0);
    auto const failed = house.act({{"language.choose", {{"lang", "hi"}}}});
    REQUIRE(setrlimit(RLIMIT_FSIZE, &usual) == 0);
    std::signal(SIGXFSZ, before);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == Errc::unavailable);

    auto const again = house.act({});
    REQUIRE(again);
    CHECK(*again == 2);
    CHECK(house.number("SELECT count(*) FROM phone") == 0);
    CHECK(house.text("PRAGMA integrity_check") == "ok");
}

TEST_CASE("the write-ahead log is moved into the file while steps go on, and emptied at the end") {
    House house;
    std::string const state(4000, 's');
    for (std::uint64_t i = 0; i < 6000; ++i) {
        auto step = house.step();
        step.state = state;
        REQUIRE(house.journal().append(std::move(step), i));
    }
    for (std::uint64_t i = 0; i < 6000; ++i) {
        auto const seq = house.wait_for(i);
        if (!seq) FAIL(seq.error().detail);
    }
    house.close();
    house.open();
    CHECK(house.number("SELECT count(*) FROM event") == 6000);
}

TEST_CASE("a store without threads commits when it is told to, as many steps as it is told") {
    House house;
    std::vector<std::uint64_t> told;
    JournalOptions options;
    options.threads = false;
    auto& journal = house.store().start(options, [&](std::vector<Committed> steps) {
        for (auto const& step : steps) told.push_back(step.seq ? step.token : 0);
    });
    for (std::uint64_t token = 1; token <= 5; ++token) REQUIRE(journal.append(house.step(), token));
    CHECK(told.empty());
    CHECK(house.store().commit_batch(3));
    CHECK(told == std::vector<std::uint64_t>{1, 2, 3});
    CHECK(read_back(house.store()).size() == 3);
    CHECK(house.store().commit_batch(3));
    CHECK_FALSE(house.store().commit_batch(3));
    house.store().move_log();
    CHECK(told == std::vector<std::uint64_t>{1, 2, 3, 4, 5});
    REQUIRE(journal.append(house.step(), 6));
    journal.drain();
    CHECK(read_back(house.store()).size() == 6);
}
