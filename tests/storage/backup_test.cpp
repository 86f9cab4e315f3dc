#include "cluster/reference.hpp"
#include "storage/backup.hpp"
#include "storage/verify.hpp"
#include "tests/storage/house.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::House;
using std::chrono::hours;
namespace fs = std::filesystem;

namespace {

/// A folder for backups, and one to restore into.
struct Elsewhere {
    tests::TempDir backups, target;
    std::string file(std::string const& name = "monday.db") const {
        return backups.path() + "/" + name;
    }
    std::string keys() const { return file("haatline.keys"); }
};

std::string text_in(std::string const& dir, std::string const& sql) {
    auto db = Db::open(dir + "/haatline.db", Db::Mode::read_only);
    REQUIRE(db);
    auto statement = db->prepare(sql);
    if (!statement) FAIL(statement.error().detail);
    return statement->step() ? std::string(statement->text(0)) : std::string();
}

void write(std::string const& path, std::string const& sql) {
    auto db = Db::open(path, Db::Mode::read_write);
    REQUIRE(db);
    auto const done = db->execute(sql);
    if (!done) FAIL(done.error().detail);
}

std::string detail_of(Result<RestoreReport> const& report) {
    return report ? "restored" : report.error().detail;
}

void erase(House& house, int person) {
    write(house.dir() + "/haatline.db",
          fmt::format("UPDATE person SET delete_at = 1 WHERE id = {}", person));
    auto const report = house.tend();
    if (!report.outcome) FAIL(report.outcome.error().detail);
}

std::string bytes_of(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

TEST_CASE("a backup made while calls go on is the database of that moment") {
    House house;
    Elsewhere out;
    house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
    auto step = house.step();
    step.said = "typed words";
    step.state = "{\"screen\":\"reg.pin\"}";
    REQUIRE(house.journal().append(step, 1000));
    REQUIRE(house.wait_for(1000));
    auto const made = backup(house.dir(), out.file(), house.world().world);
    if (!made) FAIL(made.error().detail);
    CHECK(made->dialogues == 1);
    REQUIRE(house.act({{"language.choose", {{"lang", "hi"}}}})); // later: not in it
    struct stat about {};
    REQUIRE(stat(out.keys().c_str(), &about) == 0);
    CHECK((about.st_mode & 0777) == 0600);
    CHECK(bytes_of(out.file()).find("reg.pin") == std::string::npos);

    auto const restored = restore(out.target.path(), out.file(), {}, house.world().world);
    if (!restored) FAIL(restored.error().detail);
    CHECK(restored->enterprises == 1);
    CHECK(restored->dialogues == 1);
    CHECK(restored->erased_again == 0);
    CHECK(text_in(out.target.path(), "SELECT opened(name) FROM enterprise") == "Zebrina Foods");
    CHECK(text_in(out.target.path(), "SELECT opened(said) FROM event ORDER BY seq DESC") ==
          "typed words");
    CHECK(text_in(out.target.path(), "SELECT state FROM snapshot") == step.state);
    CHECK(text_in(out.target.path(), "SELECT lang FROM phone") == "en");

    // It is served like any other, and holds in every check.
    auto const verdicts = verify(out.target.path(), {});
    REQUIRE(verdicts);
    for (auto const& each : *verdicts) {
        CAPTURE(each.check);
        CHECK(each.faults.empty());
    }
    auto store = open_sqlite(out.target.path(), house.world().world);
    REQUIRE(store);
    CHECK((*store)->reader().value()->snapshot_of(tests::kCaller).value() == step.state);
    int replayed = 0;
    REQUIRE((*store)->replay([&](ReplayedStep const&) { ++replayed; }));
    CHECK(replayed == 0);
}

TEST_CASE("an erasure reaches the keys of every backup, and a restored one erases again") {
    House house;
    Elsewhere out;
    house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
    house.join(919'876'543'211, {{"name", "Meena Foods"}});
    REQUIRE(backup(house.dir(), out.file(), house.world().world));
    auto const before = bytes_of(out.keys());
    erase(house, 1);
    CHECK(bytes_of(out.keys()) != before);
    CHECK(house.number("SELECT count(*) FROM key_due") == 0);

    auto const restored = restore(out.target.path(), out.file(), {}, house.world().world);
    if (!restored) FAIL(restored.error().detail);
    CHECK(restored->erased_again == 1);
    CHECK(text_in(out.target.path(), "SELECT group_concat(opened(name), '|') FROM enterprise") ==
          "|Meena Foods");
    CHECK(text_in(out.target.path(), "SELECT person || cause FROM tombstone") == "1restore");
    CHECK(
        text_in(out.target.path(), fmt::format("SELECT count(*) FROM person_phone WHERE phone = {}",
                                               tests::kCaller)) == "0");
}

TEST_CASE("a copy of the keys that was out of reach is told when it is back") {
    House house;
    Elsewhere out;
    house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
    REQUIRE(backup(house.dir(), out.file(), house.world().world));
    fs::rename(out.keys(), out.keys() + ".away");
    erase(house, 1);
    CHECK(house.number("SELECT told FROM key_copy") == 0);
    CHECK(house.number("SELECT count(*) FROM key_due") == 2);
    fs::rename(out.keys() + ".away", out.keys());
    CHECK(house.tend().outcome);
    CHECK(house.number("SELECT told FROM key_copy") == 1);
    CHECK(house.number("SELECT count(*) FROM key_due") == 0);
    CHECK(restore(out.target.path(), out.file(), {}, house.world().world)->erased_again == 1);
}

TEST_CASE("old keys do not bring back whom the database that is replaced has erased") {
    House house;
    Elsewhere out;
    house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
    REQUIRE(backup(house.dir(), out.file(), house.world().world));
    fs::copy_file(out.keys(), out.keys() + ".old");
    erase(house, 1);
    house.close();
    RestoreOptions options;
    options.keys = out.keys() + ".old";
    options.replace = true;
    auto const restored = restore(house.dir(), out.file(), options, house.world().world);
    if (!restored) FAIL(restored.error().detail);
    CHECK(restored->erased_again == 1);
    CHECK(text_in(house.dir(), "SELECT opened(name) FROM enterprise").empty());
}

TEST_CASE("dialogues of a backup are forgotten after a day, also by its keys") {
    House house;
    Elsewhere out;
    auto step = house.step();
    step.caller.now = house.world().clock.now();
    REQUIRE(house.journal().append(step, 1000));
    REQUIRE(house.wait_for(1000));
    REQUIRE(backup(house.dir(), out.file(), house.world().world)->dialogues == 1);
    house.world().clock.pass(hours(25));
    auto const old_keys = bytes_of(out.keys());
    REQUIRE(backup(house.dir(), out.file("tuesday.db"), house.world().world)->dialogues == 0);
    CHECK(restore(out.target.path(), out.file(), {}, house.world().world)->dialogues == 0);
}

TEST_CASE("a backup is not made in the folder that it would be lost with") {
    House house;
    auto const inside = backup(house.dir(), house.dir() + "/inside.db", house.world().world);
    REQUIRE_FALSE(inside);
    CHECK(inside.error().code == Errc::bad_request);
    CHECK(inside.error().detail.find("choose another folder") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(house.dir() + "/inside.db"));
    CHECK_FALSE(std::filesystem::exists(house.dir() + "/haatline.keys"));
}

TEST_CASE("a backup never takes the place of a file, nor of another database's keys") {
    House house, other;
    Elsewhere out;
    REQUIRE(backup(house.dir(), out.file(), house.world().world));
    auto const whole = bytes_of(out.file());
    auto const again = backup(house.dir(), out.file(), house.world().world);
    REQUIRE_FALSE(again);
    CHECK(again.error().code == Errc::conflict);
    CHECK(bytes_of(out.file()) == whole);
    // Both came from one file made beforehand, so they look like one database.
    write(other.dir() + "/haatline.db",
          "UPDATE meta SET value = '0123456789abcdef0123456789abcdef' WHERE key = 'store_id'");
    auto const keys = bytes_of(out.keys());
    auto const foreign = backup(other.dir(), out.file("other.db"), other.world().world);
    REQUIRE_FALSE(foreign);
    CHECK(foreign.error().code == Errc::conflict);
    CHECK(bytes_of(out.keys()) == keys);
    CHECK_FALSE(fs::exists(out.file("other.db")));
    CHECK_FALSE(fs::exists(out.file("other.db.part")));
    tests::TempDir empty;
    CHECK(backup(empty.path(), out.file("none.db"), house.world().world).error().code ==
          Errc::not_found);
}

TEST_CASE("what cannot be restored is refused with the remedy, and nothing is touched") {
    House house;
    Elsewhere out;
    house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
    REQUIRE(backup(house.dir(), out.file(), house.world().world));
    auto& world = house.world().world;
    auto const into = [&](std::string const& file, RestoreOptions options = {}) {
        return detail_of(restore(out.target.path(), file, options, world));
    };
    auto const contains = [](std::string const& text, std::string const& part) {
        CAPTURE(text);
        CHECK(text.find(part) != std::string::npos);
    };

    contains(detail_of(restore(house.dir(), out.file(), {}, world)),
             "another haatline serves this folder");
    contains(into(out.file("nowhere.db")), "no such file");
    std::ofstream(out.file("letter.txt")) << std::string(5000, 'a');
    contains(into(out.file("letter.txt")), "no backup of haatline's");
    fs::copy_file(house.dir() + "/haatline.db", out.file("live.db"));
    contains(into(out.file("live.db")), "gateway's own database");

    fs::copy_file(out.file(), out.file("newer.db"));
    write(out.file("newer.db"), "PRAGMA user_version = 9999");
    contains(into(out.file("newer.db")), "a newer haatline made it");

    auto bytes = bytes_of(out.file());
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    std::ofstream(out.file("flipped.db"), std::ios::binary) << bytes;
    contains(into(out.file("flipped.db")), "damaged: its bytes are not those");
    std::ofstream(out.file("cut.db"), std::ios::binary) << bytes.substr(0, bytes.size() / 3);
    contains(into(out.file("cut.db")), "damaged");

    auto const keys = bytes_of(out.keys());
    auto wrong = keys;
    wrong[16] = wrong[16] == 'a' ? 'b' : 'a'; // another store's id
    std::ofstream(out.keys(), std::ios::binary | std::ios::trunc) << wrong;
    contains(into(out.file()), "belong to another database");
    wrong = keys;
    wrong[64 + 20] = static_cast<char>(wrong[64 + 20] ^ 1);
    std::ofstream(out.keys(), std::ios::binary | std::ios::trunc) << wrong;
    contains(into(out.file()), "the keys are damaged");
    std::ofstream(out.keys(), std::ios::binary | std::ios::trunc) << "no keys at all";
    contains(into(out.file()), "the keys are damaged");
    fs::remove(out.keys());
    contains(into(out.file()), "--without-words");
    CHECK_FALSE(fs::exists(out.target.path() + "/haatline.db"));
    CHECK_FALSE(fs::exists(out.target.path() + "/haatline.db.restoring"));

    RestoreOptions lost;
    lost.without_words = true;
    CHECK(into(out.file(), lost) == "restored");
    CHECK(text_in(out.target.path(), "SELECT opened(name) || pin FROM enterprise") == "844101");

    std::ofstream(out.keys(), std::ios::binary | std::ios::trunc) << keys;
    contains(into(out.file()), "--replace");
    RestoreOptions replace;
    replace.replace = true;
    CHECK(into(out.file(), replace) == "restored");
    CHECK(text_in(out.target.path(), "SELECT opened(name) FROM enterprise") == "Zebrina Foods");
}

TEST_CASE("a restore that was interrupted leaves the old database, and the next one goes through") {
    House house;
    Elsewhere out;
    house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
    REQUIRE(backup(house.dir(), out.file(), house.world().world));
    std::ofstream(out.target.path() + "/haatline.db.restoring") << "half of it";
    auto const restored = restore(out.target.path(), out.file(), {}, house.world().world);
    if (!restored) FAIL(restored.error().detail);
    CHECK(text_in(out.target.path(), "SELECT opened(name) FROM enterprise") == "Zebrina Foods");
}

TEST_CASE("verify names what is wrong and what to do") {
    House house;
    house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
    auto const faults = [&] {
        auto const verdicts = verify(house.dir(), {});
        REQUIRE(verdicts);
        std::string out;
        for (auto const& each : *verdicts)
            if (!each.faults.empty()) out += each.check + ": " + each.faults.front() + "\n";
        return out;
    };
    CHECK(faults().empty());
    write(house.dir() + "/haatline.db",
          "UPDATE consent SET withdrawn_at = 1 WHERE purpose = 'list';"
          "UPDATE subject SET key = zeroblob(32);"
          "UPDATE meta SET value = '999' WHERE key = 'covered_seq';"
          "INSERT INTO meta (key, value) VALUES ('covered_seq', '999') ON CONFLICT DO NOTHING;"
          "INSERT INTO parcel (class, state, phone, subject, language, category, consent, "
          "written_at, "
          "valid_until) VALUES (1, 2, 919876543210, 0, 'en', '', '', 1, 2);"
          "DROP TRIGGER consent_fact_keeps_words; UPDATE consent_fact SET purpose = 'alerts' WHERE "
          "id = 1");
    CHECK(
        faults() ==
        "every subject has a line and a key, or neither: 1 subjects are half erased or stand on no "
        "line: report this\n"
        "sealed names open: 1 names do not open: their keys were lost (restored with "
        "--without-words?)\n"
        "who is found gave the consent `list`: 1 enterprises are listed without consent: hide "
        "them\n"
        "the chain of consents is whole: 1 facts were changed or taken out: compare with a backup\n"
        "every consent is in the ledger, word for word: 2 consents or facts of the ledger have no "
        "counterpart: compare with a backup\n"
        "every message in a carrier's hands was tried: 1 messages would wait for a carrier's "
        "answer for ever: report this\n"
        "consents are guarded: 1 triggers that keep the consents and their ledger are gone: "
        "restore "
        "a backup, or find out who took them away and what was changed since\n"
        "the log is ahead of what is covered: steps would be passed over at the next start: "
        "restore "
        "a backup\n");
    tests::TempDir empty;
    CHECK(verify(empty.path(), {}).error().code == Errc::not_found);
}

namespace {

/// What verify finds wrong, its first fault each.
std::vector<std::string> found_wrong(std::string const& dir, Heads const& heads = {}) {
    auto const verdicts = verify(dir, heads);
    if (!verdicts) return {verdicts.error().detail};
    std::vector<std::string> out;
    for (auto const& each : *verdicts)
        if (!each.faults.empty()) out.push_back(each.faults.front());
    return out;
}

/// The head behind the check that begins so.
std::string head_of(std::string const& dir, std::string_view check) {
    auto const verdicts = verify(dir, {});
    if (!verdicts) return verdicts.error().detail;
    for (auto const& each : *verdicts)
        if (each.check.rfind(check, 0) == 0)
            return each.check.substr(each.check.find("head ") + 5, 64);
    return "no such check";
}

} // namespace

TEST_CASE("a consent that was changed behind the ledger's back shows, each word of it") {
    for (auto const* change :
         {"purpose = 'alerts'", "given_at = given_at + 1", "person = person + 1", "notice = 'x'",
          "lang = 'xx'", "channel = 'x'", "basis = 'legal'"}) {
        House house;
        house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
        write(house.dir() + "/haatline.db",
              fmt::format("PRAGMA foreign_keys = OFF; DROP TRIGGER consent_keeps_its_words; UPDATE "
                          "consent SET {} WHERE id = 1",
                          change));
        CAPTURE(change);
        auto const wrong = found_wrong(house.dir());
        REQUIRE(wrong.size() >= 2);
        CHECK(std::find(wrong.begin(), wrong.end(),
                        "2 consents or facts of the ledger have no counterpart: compare with a "
                        "backup") != wrong.end());
        CHECK(wrong.back().rfind("1 triggers that keep the consents and their ledger are gone",
                                 0) == 0);
    }
}

TEST_CASE("a ledger's end that was cut off with its consents shows against the head kept outside") {
    House house;
    auto const nothing = head_of(house.dir(), "the end of the ledger of consents");
    CHECK(nothing == std::string(64, '0'));
    house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
    auto const kept = head_of(house.dir(), "the end of the ledger of consents");
    CHECK(kept != nothing);
    CHECK(found_wrong(house.dir(), {"", kept}).empty());
    CHECK(found_wrong(house.dir(), {"", nothing}).empty());
    CHECK(found_wrong(house.dir(), {"", "0815"}) ==
          std::vector<std::string>{"--head, --consents and --messages take the 64 hexadecimal "
                                   "digits that an earlier verify printed"});
    CHECK(found_wrong(house.dir(), {"", std::string(64, 'a')}) ==
          std::vector<std::string>{"the head given with --consents is in no fact: the end was cut "
                                   "off, or facts were written anew"});
}

TEST_CASE("a ledger that is gone is a finding among the others, not an end of looking") {
    House house;
    house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
    write(house.dir() + "/haatline.db", "DROP TABLE audit");
    auto const wrong = found_wrong(house.dir());
    REQUIRE(wrong.size() == 1);
    CHECK(wrong.front() == "audit.all: no such table: audit (SQLite 21): restore a backup");
    write(house.dir() + "/haatline.db", "DROP TABLE consent_fact");
    CHECK(found_wrong(house.dir()).size() == 5);
}
