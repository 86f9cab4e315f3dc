#include "storage/sqlite/db.hpp"
#include "storage/sqlite/log_file.hpp"
#include "storage/sqlite/migrate.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/temp_dir.hpp"

#include <filesystem>
#include <fstream>

using namespace haatline;
using namespace haatline::storage;

namespace {

constexpr std::uint64_t frame_bytes = 24 + 4096;

/// A database whose log holds some commits of one page each, as a killed process leaves it.
class Killed {
  public:
    explicit Killed(int count = commits) {
        auto db = Db::open(path("live.db"), Db::Mode::read_write);
        REQUIRE(db.has_value());
        REQUIRE(db->execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                            "PRAGMA wal_autocheckpoint=0; CREATE TABLE t (n INTEGER)")
                    .has_value());
        REQUIRE(db->execute("PRAGMA wal_checkpoint(TRUNCATE)").has_value());
        for (int i = 0; i < count; ++i)
            REQUIRE(db->execute("INSERT INTO t (n) VALUES (1)").has_value());
        for (auto const* end : {"", "-wal"})
            std::filesystem::copy_file(path(std::string("live.db") + end),
                                       path(std::string("haatline.db") + end));
    }
    static constexpr int commits = 6;

    std::string database() const { return path("haatline.db"); }
    std::string log() const { return path("haatline.db-wal"); }
    std::uint64_t log_bytes() const { return std::filesystem::file_size(log()); }
    void flip(std::uint64_t at) const {
        std::fstream file(log(), std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(at));
        char octet = 0;
        file.get(octet);
        file.seekp(static_cast<std::streamoff>(at));
        file.put(static_cast<char>(octet ^ 0x40));
    }
    void cut_to(std::uint64_t bytes) const { std::filesystem::resize_file(log(), bytes); }
    /// Rows that SQLite finds.
    std::int64_t rows() const {
        auto db = Db::open(database(), Db::Mode::read_write);
        REQUIRE(db.has_value());
        return db->integer("SELECT count(*) FROM t").value();
    }

  private:
    std::string path(std::string const& name) const { return dir_.path() + "/" + name; }
    tests::TempDir dir_;
};

} // namespace

TEST_CASE("a whole log, none, and one whose last commit was torn are taken") {
    Killed killed;
    REQUIRE(killed.log_bytes() == 32 + Killed::commits * frame_bytes);
    CHECK(check_log(killed.database()).has_value());
    SECTION("cut inside the last commit") {
        killed.cut_to(32 + 5 * frame_bytes + 1000);
        CHECK(check_log(killed.database()).has_value());
        CHECK(killed.rows() == 5);
    }
    SECTION("the last commit half written") {
        killed.flip(32 + 5 * frame_bytes + 2000);
        CHECK(check_log(killed.database()).has_value());
        CHECK(killed.rows() == 5);
    }
    SECTION("cut inside the header") {
        killed.cut_to(20);
        CHECK(check_log(killed.database()).has_value());
    }
    SECTION("no log") {
        std::filesystem::remove(killed.log());
        CHECK(check_log(killed.database()).has_value());
    }
}

TEST_CASE(
    "a damaged frame with commits behind it is told with what would be lost and how to go on") {
    Killed killed;
    killed.flip(32 + 2 * frame_bytes + 2000);
    auto const told = check_log(killed.database());
    REQUIRE_FALSE(told.has_value());
    CHECK(told.error().code == Errc::invalid_data);
    CHECK(told.error().detail ==
          killed.log() +
              ": the log is damaged: 3 commits or more lie behind bytes that are not what was "
              "written; without them, keeping what stands before: `truncate -s " +
              std::to_string(32 + 2 * frame_bytes) + " " + killed.log() + "`. Restore a backup");
    killed.cut_to(32 + 2 * frame_bytes); // as it says
    CHECK(check_log(killed.database()).has_value());
    CHECK(killed.rows() == 2);
}

TEST_CASE("a damaged frame is told wherever it was hit, in its salts too") {
    for (std::uint64_t at = 0; at < frame_bytes; at += at < 24 ? 1 : 509) {
        INFO(at);
        Killed killed;
        killed.flip(32 + 2 * frame_bytes + at);
        CHECK_FALSE(check_log(killed.database()));
        CHECK(killed.rows() < Killed::commits); // what SQLite would have made of it
    }
}

TEST_CASE("a log that was begun anew over a longer one is taken") {
    Killed killed;
    Killed const later(2); // the same file, begun anew
    std::fstream over(killed.log(), std::ios::in | std::ios::out | std::ios::binary);
    std::ifstream shorter(later.log(), std::ios::binary);
    over << shorter.rdbuf();
    over.close();
    std::filesystem::copy_file(later.database(), killed.database(),
                               std::filesystem::copy_options::overwrite_existing);
    REQUIRE(killed.log_bytes() == 32 + Killed::commits * frame_bytes);
    CHECK(check_log(killed.database()).has_value());
    killed.flip(32 + 10);
    CHECK(
        check_log(killed.database()).has_value()); // the commit behind it may be the one under way
}

TEST_CASE("a log whose first bytes are damaged, and a database cut to nothing beside its log, are "
          "refused") {
    Killed killed;
    SECTION("magic") { killed.flip(1); }
    SECTION("salt") { killed.flip(18); }
    SECTION("page size") { killed.flip(10); }
    SECTION("empty database") { std::filesystem::resize_file(killed.database(), 0); }
    auto const told = check_log(killed.database());
    REQUIRE_FALSE(told.has_value());
    CHECK(told.error().detail.find("Restore a backup") != std::string::npos);
}
