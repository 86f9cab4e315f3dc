#include "storage/sqlite/facts.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/verify.hpp"
#include "tests/storage/house.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iterator>

using namespace haatline;
using namespace haatline::storage;

namespace {

/// A folder as the first version left it: its schema, the facts, and the rows it wrote.
class FirstVersion {
  public:
    FirstVersion() {
        std::vector<Embedded> first;
        for (auto const& file : embedded_files())
            if (file.path < "storage/schema/0004" || !file.path.starts_with("storage/schema/"))
                first.push_back(file);
        auto db = Db::open(path(), Db::Mode::read_write);
        REQUIRE(db);
        REQUIRE(db->execute("PRAGMA journal_mode=WAL"));
        REQUIRE(migrate(*db, first));
        REQUIRE(db->integer("PRAGMA user_version").value() == 3);
        REQUIRE(fill_facts(*db, embedded_files()));
        std::ifstream in(HAATLINE_SOURCE_DIR "/tests/storage/first_version.sql", std::ios::binary);
        std::string const rows((std::istreambuf_iterator<char>(in)), {});
        REQUIRE_FALSE(rows.empty());
        REQUIRE(db->execute("BEGIN"));
        auto const filled = db->execute(rows);
        if (!filled) FAIL(filled.error().detail);
        REQUIRE(db->execute("COMMIT"));
    }
    std::string const& dir() const { return dir_.path(); }
    std::string path() const { return dir_.path() + "/haatline.db"; }

    std::string text(std::string const& sql) const {
        auto db = Db::open(path(), Db::Mode::read_only);
        REQUIRE(db);
        auto statement = db->prepare(sql);
        if (!statement) FAIL(statement.error().detail);
        return statement->step() ? std::string(statement->text(0)) : std::string();
    }
    /// All bytes of the database and its log.
    std::string bytes() const {
        std::string out;
        for (auto const* ending : {"", "-wal"}) {
            std::ifstream in(path() + ending, std::ios::binary);
            out.append((std::istreambuf_iterator<char>(in)), {});
        }
        return out;
    }

  private:
    tests::TempDir dir_;
};

} // namespace

TEST_CASE("a folder of the first version opens, its dialogues go on and its names are sealed") {
    FirstVersion old;
    CHECK(old.bytes().find("Zebrina Pickles") != std::string::npos);
    CHECK(old.bytes().find("zebrina jelly") != std::string::npos);
    auto const names = old.text("SELECT group_concat(name, '|') FROM enterprise");
    auto const stopped =
        old.text("SELECT state FROM event WHERE phone = 919876543212 ORDER BY seq DESC");
    auto const said = old.text("SELECT group_concat(said, '|') FROM event");
    auto const sessions = old.text("SELECT group_concat(session, ' ') FROM event");

    tests::ManualWorld world;
    std::string replayed_sessions, last_state;
    {
        auto store = open_sqlite(old.dir(), world.world);
        if (!store) FAIL(store.error().detail);
        REQUIRE((*store)->replay([&](ReplayedStep const& step) {
            replayed_sessions += (replayed_sessions.empty() ? "" : " ") + std::string(step.session);
            if (step.phone == 919'876'543'212) last_state = step.state;
        }));
    }
    CHECK(replayed_sessions == sessions);
    CHECK(last_state == stopped);
    CHECK(old.text("SELECT group_concat(typeof(name)) FROM enterprise") == "blob,blob");
    CHECK(old.text("SELECT group_concat(opened(name), '|') FROM enterprise") == names);
    CHECK(old.text("SELECT group_concat(opened(said), '|') FROM event") == said);
    CHECK(old.text("SELECT count(*) FROM event WHERE session LIKE '%98765%'") == "0");
    CHECK(old.text("SELECT group_concat(person || act || purpose, ' ') FROM consent_fact") ==
          "1givencore 1givenlist 2givencore");
    CHECK(old.text("SELECT group_concat(person, ' ') FROM line_subject ORDER BY phone") == "1 2 0");
    // Nothing of them is left in a corner of the file; screens of the last day still show them.
    auto db = Db::open(old.path(), Db::Mode::read_write);
    REQUIRE(db->execute("PRAGMA secure_delete=ON; UPDATE event SET state = '', reply = ''; VACUUM; "
                        "PRAGMA wal_checkpoint(TRUNCATE)"));
    CHECK(old.bytes().find("ebrina") == std::string::npos);

    auto const verdicts = verify(old.dir(), {});
    REQUIRE(verdicts);
    for (auto const& each : *verdicts) {
        CAPTURE(each.check);
        CHECK(each.faults.empty());
    }
}

TEST_CASE("an upgrade killed in the middle leaves the old file, and the next start finishes it") {
    FirstVersion old;
    std::string step;
    for (auto const& file : embedded_files())
        if (file.path.starts_with("storage/schema/0004")) step = file.content;
    REQUIRE_FALSE(step.empty());
    // Before each of these parts of the step the process dies, as by kill -9.
    for (auto const* part :
         {"-- Sealed names are", "-- `said` is sealed", "-- Counted for", "-- Who was erased"}) {
        CAPTURE(part);
        auto const at = step.find(part);
        REQUIRE(at != std::string::npos);
        auto const child = ::fork();
        if (child == 0) {
            auto db = Db::open(old.path(), Db::Mode::read_write);
            sqlite3_create_function(
                db->raw(), "die", 0, SQLITE_UTF8, nullptr,
                [](sqlite3_context*, int, sqlite3_value**) { ::raise(SIGKILL); }, nullptr, nullptr);
            auto const cut = step.substr(0, at) + "\nSELECT die();\n";
            std::vector<Embedded> const files{{"storage/schema/0004_cut.sql", cut}};
            (void)migrate(*db, files);
            ::_exit(0);
        }
        REQUIRE(child > 0);
        int status = 0;
        REQUIRE(::waitpid(child, &status, 0) == child);
        REQUIRE(WIFSIGNALED(status));
        CHECK(old.text("PRAGMA user_version") == "3");
        CHECK(old.text("SELECT phone FROM event LIMIT 1") == "919876543210");
        CHECK(old.text("SELECT count(*) FROM sqlite_master WHERE name = 'subject'") == "0");
    }
    tests::ManualWorld world;
    {
        auto store = open_sqlite(old.dir(), world.world);
        if (!store) FAIL(store.error().detail);
    }
    CHECK(old.text("SELECT group_concat(opened(name), '|') FROM enterprise") ==
          "Zebrina Pickles|Meena Papad");
    CHECK(old.text("SELECT count(*) FROM meta WHERE key = 'scrub_due'") == "0");
}

TEST_CASE("a file of a newer version is refused and stays as it is") {
    FirstVersion old;
    {
        auto db = Db::open(old.path(), Db::Mode::read_write);
        REQUIRE(db->execute("PRAGMA user_version = 9999"));
    }
    tests::ManualWorld world;
    auto const store = open_sqlite(old.dir(), world.world);
    REQUIRE_FALSE(store);
    CHECK(store.error().code == Errc::invalid_data);
    CHECK(store.error().detail.find("start the newer binary") != std::string::npos);
    CHECK(old.text("SELECT name FROM enterprise LIMIT 1") == "Zebrina Pickles");
}
