#include "storage/sqlite/audit.hpp"
#include "storage/sqlite/migrate.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::FreshFolder;

namespace {

TimePoint at(int minute) {
    return TimePoint(Millis(1'790'000'000'000)) + std::chrono::minutes(minute);
}

AuditEntry entry(std::string object, std::string reason = "asked for it") {
    return {"asha", "queue.take", std::move(object), "open", "taken", std::move(reason)};
}

/// A database whose staff did four things, and a way to get at its file past every guard.
struct Ledger {
    FreshFolder folder;
    Db db = *open_database(folder.path());

    Ledger() {
        for (int i = 1; i <= 4; ++i) REQUIRE(audit(db, entry(fmt::format("ticket {}", i)), at(i)));
    }
    void run(std::string const& sql) {
        auto const done = db.execute(sql);
        if (!done) FAIL(done.error().detail);
    }
    /// As somebody would who has the file and an SQLite of his own: guards down, change, guards up.
    void behind_its_back(std::string const& sql) {
        std::string guards;
        auto names = db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND "
                                "tbl_name = 'audit'");
        REQUIRE(names);
        std::string drop;
        while (names->step()) {
            drop += fmt::format("DROP TRIGGER {};", names->text(0));
            guards += fmt::format("{};", names->text(1));
        }
        names->reset();
        run(drop + sql + ";" + guards);
    }
    AuditReport verified(std::string const& head = "") {
        auto const report = verify_audit(db, head);
        if (!report) FAIL(report.error().detail);
        return *report;
    }
    std::vector<std::string> faults(std::string const& head = "") { return verified(head).faults; }
};

using Faults = std::vector<std::string>;

} // namespace

TEST_CASE("what staff did is a chain that verifies, and its head is what the last row says") {
    Ledger ledger;
    auto const report = ledger.verified();
    CHECK(report.rows == 4);
    CHECK(report.faults == Faults{});
    CHECK(report.head == *audit_head(ledger.db));
    CHECK(report.head.size() == 64);
    CHECK(ledger.verified(report.head).faults == Faults{});
    // A head that was printed earlier stays good when the chain has grown.
    REQUIRE(audit(ledger.db, entry("ticket 5"), at(5)));
    CHECK(ledger.faults(report.head) == Faults{});
    CHECK(ledger.verified().head != report.head);
}

TEST_CASE("an empty audit verifies, and everything follows from its head") {
    FreshFolder folder;
    auto db = open_database(folder.path());
    REQUIRE(db);
    auto const report = verify_audit(*db, std::string(64, '0'));
    REQUIRE(report);
    CHECK(report->rows == 0);
    CHECK(report->head == std::string(64, '0'));
    CHECK(report->faults == Faults{});
}

TEST_CASE(
    "the database itself refuses to change, delete, replace or squeeze in a row of the audit") {
    Ledger ledger;
    for (auto const* sql :
         {"UPDATE audit SET who = 'nobody' WHERE seq = 2", "DELETE FROM audit WHERE seq = 4",
          "DELETE FROM audit", "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 2",
          "INSERT INTO audit SELECT 9, at, who, act, object, before, after, reason, prev_hash, "
          "hash FROM audit WHERE seq = 2"}) {
        INFO(sql);
        auto const done = ledger.db.execute(sql);
        REQUIRE_FALSE(done);
        CHECK(done.error().code == Errc::internal);
    }
    CHECK(ledger.faults() == Faults{});
}

TEST_CASE("a changed row is named, whichever column was changed") {
    for (auto const* change :
         {"at = at + 1", "who = 'ravi'", "act = 'queue.done'", "object = 'ticket 9'",
          "before = after", "after = ''", "reason = 'because'", "hash = prev_hash"}) {
        Ledger ledger;
        ledger.behind_its_back(fmt::format("UPDATE audit SET {} WHERE seq = 2", change));
        INFO(change);
        auto const faults = ledger.faults();
        REQUIRE_FALSE(faults.empty());
        CHECK(faults.front() == "audit row 2 was changed");
    }
}

TEST_CASE("words moved from one column to the next change the hash") {
    Ledger ledger;
    ledger.behind_its_back("UPDATE audit SET who = 'ash', act = 'aqueue.take' WHERE seq = 3");
    CHECK(ledger.faults() == Faults{"audit row 3 was changed"});
}

TEST_CASE("a deleted row is missed, and closing the gap does not hide it") {
    Ledger ledger;
    ledger.behind_its_back("DELETE FROM audit WHERE seq = 2");
    CHECK(ledger.faults() == Faults{"audit rows 2 to 2 are missing"});
    ledger.behind_its_back("UPDATE audit SET seq = seq - 1 WHERE seq > 2");
    CHECK(ledger.faults() ==
          Faults{"audit row 2 does not follow from the row before it", "audit row 3 was changed"});
}

TEST_CASE("rows in another order are told") {
    Ledger ledger;
    ledger.behind_its_back("UPDATE audit SET seq = 99 WHERE seq = 2;"
                           "UPDATE audit SET seq = 2 WHERE seq = 3;"
                           "UPDATE audit SET seq = 3 WHERE seq = 99");
    auto const faults = ledger.faults();
    REQUIRE(faults.size() == 3);
    CHECK(faults[0] == "audit row 2 does not follow from the row before it");
    CHECK(faults[1] == "audit row 3 does not follow from the row before it");
    CHECK(faults[2] == "audit row 4 does not follow from the row before it");
}

TEST_CASE("an end that was cut off shows against the head that was kept outside") {
    Ledger ledger;
    auto const kept = *audit_head(ledger.db);
    ledger.behind_its_back("DELETE FROM audit WHERE seq > 2");
    CHECK(ledger.faults() == Faults{}); // by itself the shorter chain is whole
    Faults const cut{"the head given with --head is in no audit row: the end was cut off, or rows "
                     "were written anew"};
    CHECK(ledger.faults(kept) == cut);
    // Writing other rows in their place does not bring the old head back.
    REQUIRE(audit(ledger.db, entry("ticket 8"), at(8)));
    REQUIRE(audit(ledger.db, entry("ticket 9"), at(9)));
    CHECK(ledger.faults(kept) == cut);
}

TEST_CASE("guards that were taken down and not put back are told") {
    Ledger ledger;
    ledger.run("DROP TRIGGER audit_keeps_words");
    CHECK(ledger.faults() == Faults{"the triggers that keep the audit append-only are gone"});
}

TEST_CASE("an act and what it changed are written together or not at all") {
    Ledger ledger;
    ledger.run("BEGIN IMMEDIATE");
    ledger.run("UPDATE meta SET value = 'changed' WHERE key = 'facts_version'");
    REQUIRE(audit(ledger.db, entry("folder"), at(9)));
    CHECK(ledger.db.in_transaction());
    ledger.run("ROLLBACK");
    CHECK(ledger.verified().rows == 4);
    REQUIRE(audit(ledger.db, entry("folder"), at(9)));
    CHECK_FALSE(ledger.db.in_transaction());
    CHECK(ledger.verified().rows == 5);
}

TEST_CASE(
    "the audit takes no telephone number and no nameless act, since nothing in it is erased") {
    Ledger ledger;
    for (auto const* reason : {"rang 9876543210", "+91 98765 43210 does not answer",
                               "number 98765-43210", "९८७६५४३२१०"}) {
        auto const done = audit(ledger.db, entry("ticket 1", reason), at(9));
        REQUIRE_FALSE(done);
        CHECK(done.error().code == Errc::bad_request);
    }
    REQUIRE(audit(ledger.db, entry("ticket 1", "rang on 2026-11-22, see ticket 100023"), at(9)));
    for (auto broken : {AuditEntry{"", "a", "o", "", "", ""}, AuditEntry{"w", "", "o", "", "", ""},
                        AuditEntry{"w", "a", "", "", "", ""}})
        CHECK(audit(ledger.db, broken, at(9)).error().code == Errc::bad_request);
    CHECK(ledger.verified().rows == 5);
    CHECK(ledger.faults() == Faults{});
}

TEST_CASE("a reason or a name in which nothing can be read is none") {
    Ledger ledger;
    for (auto const* blank :
         {" ", "   ", "...", " - ", "\xc2\xa0", "\xe2\x80\x8b", "\xe3\x80\x80"}) {
        CAPTURE(blank);
        CHECK(audit(ledger.db, entry("ticket 1", blank), at(9)).error().detail ==
              "a name or a reason of blanks says nothing: write who it is, and why");
        CHECK(acceptable({blank, "a", "o", "", "", ""}).error().code == Errc::bad_request);
    }
    CHECK(acceptable({"आशा", "a", "o", "", "", "वापस कॉल"}));
    CHECK(acceptable({"asha", "a", "o", "", "", ""}));
    CHECK(ledger.verified().rows == 4);
}

TEST_CASE("a head that is no hash is refused") {
    Ledger ledger;
    for (auto const* head :
         {"abc", "xyz0000000000000000000000000000000000000000000000000000000000000"})
        CHECK(verify_audit(ledger.db, head).error().code == Errc::bad_request);
}

TEST_CASE("an act outside the database is recorded beside a gateway that serves") {
    tests::House house;
    REQUIRE(house.act({}));
    REQUIRE(record_act(house.dir(), {"asha", "reload", "menus", "", "", ""}, at(1)));
    REQUIRE(house.act({}));
    CHECK(house.text("SELECT seq || ' ' || who || ' ' || act || ' ' || object FROM audit") ==
          "1 asha reload menus");
    auto const nowhere =
        record_act(house.dir() + "/nowhere", {"asha", "reload", "menus", "", "", ""}, at(1));
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().code == Errc::not_found);
}
