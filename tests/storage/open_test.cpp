#include "storage/sqlite/migrate.hpp"
#include "tests/storage/house.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::FreshFolder;
using haatline::tests::ManualWorld;
using haatline::tests::TempDir;

namespace {

void run(std::string const& dir, std::string const& sql) {
    auto db = Db::open(dir + "/haatline.db", Db::Mode::read_write);
    REQUIRE(db);
    auto const done = db->execute(sql);
    if (!done) FAIL(done.error().detail);
}

Error open_fails(std::string const& dir) {
    ManualWorld world;
    auto const store = open_sqlite(dir, world.world);
    REQUIRE_FALSE(store);
    return store.error();
}

} // namespace

TEST_CASE("an empty folder becomes a database with every place and product, once") {
    TempDir dir;
    ManualWorld world;
    auto const inner = dir.path() + "/a/b";
    { REQUIRE(open_sqlite(inner, world.world)); }
    auto db = Db::open(database_path(inner), Db::Mode::read_only);
    REQUIRE(db);
    CHECK(db->integer("PRAGMA application_id").value() == application_id);
    CHECK(db->integer("PRAGMA user_version").value() == newest_schema());
    CHECK(db->integer("SELECT count(*) FROM state").value() == 36);
    CHECK(db->integer("SELECT count(*) FROM district").value() == 650);
    CHECK(db->integer("SELECT count(*) FROM pin").value() == 19'238);
    CHECK(db->integer("SELECT count(*) FROM product").value() == 41);
    CHECK(db->integer(
                "SELECT count(*) FROM district WHERE lat_e4 IS NULL OR typeof(lat_e4) <> 'integer'")
              .value() == 0);
    run(inner, "UPDATE district SET name = 'Changed by hand' WHERE id = 537");
    { REQUIRE(open_sqlite(inner, world.world)); }
    CHECK(db->integer("SELECT count(*) FROM district WHERE name = 'Changed by hand'").value() == 1);
}

TEST_CASE("the database writes through to the disk and never moves its log inside a commit") {
    FreshFolder folder;
    auto db = open_database(folder.path());
    REQUIRE(db);
    CHECK(db->integer("PRAGMA synchronous").value() == 2);
    CHECK(db->integer("PRAGMA wal_autocheckpoint").value() == 0);
    CHECK(db->integer("PRAGMA foreign_keys").value() == 1);
}

TEST_CASE("a row of a call is checked without a table built for it") {
    FreshFolder folder;
    auto db = open_database(folder.path());
    REQUIRE(db);
    for (auto const* table :
         {"event", "phone", "person", "person_phone", "line_subject", "subject", "enterprise",
          "ownership", "enterprise_product", "consent", "enquiry", "listing", "watch", "ticket"}) {
        INFO(table);
        auto plan = db->prepare(fmt::format("EXPLAIN INSERT INTO {} DEFAULT VALUES", table));
        REQUIRE(plan);
        int steps = 0;
        for (; plan->step(); ++steps) CHECK(plan->text(1) != "OpenEphemeral");
        CHECK(steps > 5);
    }
}

TEST_CASE("a state that nobody knows is refused, whatever wrote it") {
    FreshFolder folder;
    auto db = open_database(folder.path());
    REQUIRE(db);
    auto const refused = [&](char const* sql) {
        auto const done = db->execute(sql);
        return !done && done.error().code == Errc::internal;
    };
    CHECK_FALSE(
        refused("INSERT INTO phone (e164, lang, first_seen) VALUES (919876543210, 'hi', 0)"));
    for (auto const* known : {"dead", "quarantined", "active"})
        CHECK_FALSE(refused(fmt::format("UPDATE phone SET state = '{}'", known).c_str()));
    CHECK(refused("UPDATE phone SET state = 'asleep'"));
    CHECK_FALSE(refused("INSERT INTO person (lang, via, created_at) VALUES ('hi', 'ussd', 0)"));
    CHECK(
        refused("INSERT INTO consent (person, purpose, notice, lang, channel, evidence, given_at, "
                "basis) VALUES (1, 'core', 'n', 'hi', 'ussd', '', 0, 'habit')"));
    CHECK_FALSE(
        refused("INSERT INTO ticket (serial, phone, kind, screen, lang, created_at, due_at) VALUES "
                "(0, 919876543210, 'help', 'help', 'hi', 0, 0)"));
    CHECK(refused("UPDATE ticket SET state = 'lost'"));
    CHECK(db->integer("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'")
              .value() == 0);
}

TEST_CASE("a migration that fails is undone as a whole") {
    TempDir dir;
    auto db = Db::open(database_path(dir.path()), Db::Mode::read_write);
    REQUIRE(db);
    std::array const files{
        Embedded{"storage/schema/0001_a.sql", "CREATE TABLE a (x);"},
        Embedded{"storage/schema/0002_b.sql", "CREATE TABLE b (x); CREATE TABLE a (x);"}};
    auto const done = migrate(*db, files);
    REQUIRE_FALSE(done);
    CHECK(db->integer("PRAGMA user_version").value() == 1);
    CHECK(db->integer("SELECT count(*) FROM sqlite_master WHERE name = 'b'").value() == 0);
    std::array const mended{files[0], Embedded{"storage/schema/0002_b.sql", "CREATE TABLE b (x);"}};
    REQUIRE(migrate(*db, mended));
    CHECK(db->integer("PRAGMA user_version").value() == 2);
}

TEST_CASE("a newer schema is refused and left alone") {
    FreshFolder folder;
    run(folder.path(), "PRAGMA user_version=999");
    auto const error = open_fails(folder.path());
    CHECK(error.code == Errc::invalid_data);
    CHECK(error.detail.find("version 999") != std::string::npos);
}

TEST_CASE("another program's database is refused before anything in it changes") {
    TempDir dir;
    run(dir.path(), "CREATE TABLE theirs (x); PRAGMA user_version=1");
    auto const bytes = std::filesystem::file_size(database_path(dir.path()));
    CHECK(open_fails(dir.path()).code == Errc::invalid_data);
    CHECK(std::filesystem::file_size(database_path(dir.path())) == bytes);
    CHECK_FALSE(std::filesystem::exists(database_path(dir.path()) + "-wal"));
}

TEST_CASE("a file that is no database is refused") {
    TempDir dir;
    std::ofstream(database_path(dir.path())) << std::string(5000, 'x');
    CHECK(open_fails(dir.path()).code == Errc::invalid_data);
}

TEST_CASE("a folder that cannot be made or written is said with its name") {
    TempDir dir;
    std::ofstream(dir.path() + "/file") << "x";
    auto const below_a_file = open_fails(dir.path() + "/file/folder");
    CHECK(below_a_file.code == Errc::unavailable);
    CHECK(below_a_file.detail.find("/file/folder") != std::string::npos);
    if (::geteuid() == 0) return; // root may write everywhere
    std::filesystem::create_directory(dir.path() + "/locked");
    std::filesystem::permissions(dir.path() + "/locked", std::filesystem::perms::owner_read |
                                                             std::filesystem::perms::owner_exec);
    CHECK(open_fails(dir.path() + "/locked").code == Errc::unavailable);
}

TEST_CASE("two gateways never serve one folder") {
    FreshFolder folder;
    ManualWorld world;
    auto first = open_sqlite(folder.path(), world.world);
    REQUIRE(first);
    CHECK(open_fails(folder.path()).code == Errc::unavailable);
    first->reset();
    CHECK(open_sqlite(folder.path(), world.world));
}

TEST_CASE("a second gateway is refused before it moves the schema under the first") {
    FreshFolder folder;
    ManualWorld world;
    auto const first = open_sqlite(folder.path(), world.world);
    REQUIRE(first);
    run(folder.path(), "PRAGMA user_version=2"); // what an older binary would be serving
    CHECK(open_fails(folder.path()).detail.find("another haatline") != std::string::npos);
    auto db = Db::open(database_path(folder.path()), Db::Mode::read_only);
    REQUIRE(db);
    CHECK(db->integer("PRAGMA user_version").value() == 2);
}

TEST_CASE("opening the folder once more takes no lock from the gateway that serves it") {
    FreshFolder folder;
    ManualWorld world;
    auto const store = open_sqlite(folder.path(), world.world);
    REQUIRE(store);
    REQUIRE((*store)->reader());
    { REQUIRE(open_database(folder.path())); } // as the demo's data does
    // Another process asks whether it might be alone with the file. Were it told yes, it would move
    // the log into the file and remove it under the gateway.
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        int const file = ::open(database_path(folder.path()).c_str(), O_RDWR | O_CLOEXEC);
        constexpr off_t shared_first = 0x40000002; // SQLite's file format: the shared lock's range
        struct flock wanted {};
        wanted.l_type = F_WRLCK;
        wanted.l_whence = SEEK_SET;
        wanted.l_start = shared_first;
        wanted.l_len = 510;
        bool const held = ::fcntl(file, F_GETLK, &wanted) == 0 && wanted.l_type != F_UNLCK;
        ::_exit(held ? 0 : 1);
    }
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
}

TEST_CASE("nobody else on the machine can read the database") {
    TempDir dir;
    ManualWorld world;
    auto const inner = dir.path() + "/data";
    auto const store = open_sqlite(inner, world.world);
    REQUIRE(store);
    for (auto const& file : std::filesystem::directory_iterator(inner))
        CHECK((file.status().permissions() &
               (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
              std::filesystem::perms::none);
}
