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
