#include "storage/sqlite/checkpointer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

using namespace haatline;
using namespace haatline::storage;

TEST_CASE("The log is moved once each eight MiB, not at each commit beyond them") {
    tests::TempDir const dir;
    auto db = Db::open(dir.path() + "/any.db", Db::Mode::read_write);
    REQUIRE(db);
    Checkpointer checkpointer(std::move(*db), false);
    CHECK_FALSE(checkpointer.log_is(2047));
    CHECK(checkpointer.log_is(2060)); // a commit is of many pages
    CHECK_FALSE(checkpointer.log_is(2061));
    CHECK_FALSE(checkpointer.log_is(4107));
    CHECK(checkpointer.log_is(4108));
    CHECK_FALSE(checkpointer.log_is(12)); // it began anew
    CHECK(checkpointer.log_is(2100));
}

TEST_CASE("What a reader keeps in the log is left there, and is moved once the reader has gone") {
    tests::TempDir const dir;
    auto const opened = [&] {
        auto db = Db::open(dir.path() + "/any.db", Db::Mode::read_write);
        REQUIRE(db);
        REQUIRE(db->execute("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0"));
        return std::move(*db);
    };
    auto writer = opened(), reader = opened();
    REQUIRE(writer.execute("CREATE TABLE t (x); INSERT INTO t VALUES (1)"));
    REQUIRE(reader.execute("BEGIN"));
    REQUIRE(reader.integer("SELECT count(*) FROM t").value() == 1);
    REQUIRE(writer.execute("INSERT INTO t VALUES (2)"));
    auto mover = opened();
    REQUIRE(mover.integer("SELECT count(*) FROM t").value() == 2);
    Checkpointer checkpointer(std::move(mover), false);
    checkpointer.move_log();
    CHECK(checkpointer.left_some());
    REQUIRE(reader.execute("COMMIT"));
    checkpointer.move_log();
    CHECK_FALSE(checkpointer.left_some());
}
