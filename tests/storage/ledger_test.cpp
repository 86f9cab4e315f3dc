#include "storage/sqlite/ledger.hpp"
#include "storage/sqlite/ledger_seal.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/verify.hpp"
#include "tests/storage/house.hpp"

#include <sstream>

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::FreshFolder;

namespace {

using Faults = std::vector<std::string>;

TimePoint at(int second) {
    return TimePoint(Millis(1'790'000'000'000)) + std::chrono::seconds(second);
}

MessageTerms const kTerms{"1101234567890123456", "HAATLN", "1107161234567890123", "2",
                          "9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c9f3c"};

LedgerRow queued(std::int64_t parcel) {
    LedgerRow row;
    row.at = at(static_cast<int>(parcel) * 10);
    row.parcel = parcel;
    row.subject = 7;
    row.category = "service_implicit";
    row.language = "te";
    row.caused_by = "step 17";
    return row;
}

LedgerRow accepted(std::int64_t parcel, std::string_view ids = "1a2b 1a2c") {
    LedgerRow row;
    row.at = at(static_cast<int>(parcel) * 10 + 1);
    row.act = LedgerAct::accepted;
    row.state = outbox::State::accepted;
    row.parcel = parcel;
    row.terms = kTerms;
    row.variables = "numeric:2 alphanumeric:11";
    row.route = "airtel";
    row.ids = ids;
    row.segments = 2;
    row.paise = 36;
    return row;
}

/// A database with the life of two messages, and ways to get at its file past every guard.
struct Book {
    FreshFolder folder;
    Db db = *open_database(folder.path());
    Prepared sql{db};
    Ledger ledger{sql};

    Book() {
        for (auto const parcel : {1, 2}) {
            write(queued(parcel));
            write(accepted(parcel));
        }
    }
    void write(LedgerRow const& row) {
        auto const done = ledger.append(row);
        if (!done) FAIL(done.error().detail);
    }
    void run(std::string const& text) {
        auto const done = db.execute(text);
        if (!done) FAIL(done.error().detail);
    }
    /// As somebody would who has the file and an SQLite of his own: guards down, change, guards up.
    void behind_its_back(std::string const& text) {
        std::string guards, drop;
        auto names = db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND "
                                "tbl_name LIKE 'message_%'");
        REQUIRE(names);
        while (names->step()) {
            drop += fmt::format("DROP TRIGGER {};", names->text(0));
            guards += fmt::format("{};", names->text(1));
        }
        names->reset();
        run(drop + text + ";" + guards);
    }
    LedgerReport verified(std::string const& head = "") {
        auto report = verify_ledger(db, head);
        if (!report) FAIL(report.error().detail);
        return *report;
    }
    Faults faults(std::string const& head = "") { return verified(head).faults; }
    std::string cell(std::string const& text) {
        auto row = db.prepare(text);
        REQUIRE(row);
        REQUIRE(row->step());
        return std::string(row->text(0));
    }
};

std::string changed(int row) {
    return fmt::format("message row {} was changed, or a row was put in, taken out or moved before "
                       "it: compare it with `haatline ledger export` of a backup",
                       row);
}
std::string missing(int from, int to) {
    return fmt::format("message rows {} to {} are missing: restore a backup, or find them in one "
                       "with `haatline ledger export`",
                       from, to);
}

} // namespace

TEST_CASE("the acts of messages are a chain that verifies, and its head is what the end says") {
    Book book;
    auto const report = book.verified();
    CHECK(report.faults == Faults{});
    CHECK(report.head.rows == 4);
    CHECK(report.head.at == at(21));
    auto const head = ledger_head(book.folder.path());
    REQUIRE(head);
    CHECK(head->rows == 4);
    CHECK(head->hash == report.head.hash);
    CHECK(head->hash.size() == 64);
    book.write(queued(3));
    // A head noted earlier stays good while the chain grows.
    CHECK(book.faults(report.head.hash) == Faults{});
    CHECK(book.verified().head.hash != report.head.hash);
}

TEST_CASE("an empty ledger of messages verifies, and everything follows from its head") {
    FreshFolder folder;
    auto db = open_database(folder.path());
    REQUIRE(db);
    auto const report = verify_ledger(*db, std::string(64, '0'));
    REQUIRE(report);
    CHECK(report->faults == Faults{});
    CHECK(report->head.rows == 0);
    CHECK(report->head.hash == std::string(64, '0'));
    CHECK(verify_ledger(*db, "abc").error().code == Errc::bad_request);
}

TEST_CASE("the database refuses to change, delete, replace or squeeze in a row of the ledger") {
    Book book;
    for (auto const* text :
         {"UPDATE message_ledger SET segments = 1 WHERE seq = 2",
          "DELETE FROM message_ledger WHERE seq = 4", "DELETE FROM message_ledger",
          "INSERT OR REPLACE INTO message_ledger SELECT * FROM message_ledger WHERE seq = 2",
          "INSERT OR IGNORE INTO message_ledger SELECT * FROM message_ledger WHERE seq = 2",
          "INSERT OR FAIL INTO message_ledger SELECT * FROM message_ledger WHERE seq = 2",
          "UPDATE message_terms SET header = 'OTHERS'", "DELETE FROM message_terms"}) {
        INFO(text);
        auto const done = book.db.execute(text);
        REQUIRE_FALSE(done);
        CHECK(done.error().code == Errc::internal);
    }
    CHECK(book.faults() == Faults{});
}

TEST_CASE("a changed row of the ledger is named, whichever column was changed") {
    for (auto const* change : {"at = at + 1",
                               "act = 5",
                               "state = 4",
                               "parcel = 9",
                               "campaign = 3",
                               "subject = 8",
                               "class = 2",
                               "consent = 1",
                               "segments = 1",
                               "segments = 2.5",
                               "paise = 0",
                               "category = 'promotional'",
                               "language = 'hi'",
                               "purpose = 'alerts'",
                               "caused_by = 'campaign 1'",
                               "variables = ''",
                               "route = 'jio'",
                               "ids = '1a2b'",
                               "reason = 'consent'",
                               "raw_code = '53'",
                               "terms = 0",
                               "hash = (SELECT hash FROM message_ledger WHERE seq = 1)"}) {
        Book book;
        book.behind_its_back(fmt::format("UPDATE message_ledger SET {} WHERE seq = 2", change));
        INFO(change);
        auto const faults = book.faults();
        REQUIRE_FALSE(faults.empty());
        CHECK(faults.front() == changed(2));
    }
}

TEST_CASE("words moved from one column of the ledger to the next change the hash") {
    Book book;
    book.behind_its_back(
        "UPDATE message_ledger SET route = 'air', ids = 'tel' || ids WHERE seq = 4");
    CHECK(book.faults() == Faults{changed(4)});
}

TEST_CASE("a row that was taken out is missed, and closing the gap does not hide it") {
    Book book;
    book.behind_its_back("DELETE FROM message_ledger WHERE seq = 2");
    CHECK(book.faults() == Faults{missing(2, 2)});
    book.behind_its_back("UPDATE message_ledger SET seq = seq - 1 WHERE seq > 2");
    CHECK(book.faults() == Faults{changed(2), changed(3)});
}

TEST_CASE("a row that was put in, and rows in another order, are told") {
    Book put_in;
    put_in.behind_its_back(
        "UPDATE message_ledger SET seq = 5 WHERE seq = 4;"
        "INSERT INTO message_ledger SELECT 4, at, act, state, 9, campaign, subject, class, "
        "consent, terms, segments, paise, category, language, purpose, caused_by, variables, "
        "route, ids, reason, raw_code, hash FROM message_ledger WHERE seq = 2");
    CHECK(put_in.faults() == Faults{changed(4), changed(5)});
    Book moved;
    moved.behind_its_back("UPDATE message_ledger SET seq = 99 WHERE seq = 2;"
                          "UPDATE message_ledger SET seq = 2 WHERE seq = 3;"
                          "UPDATE message_ledger SET seq = 3 WHERE seq = 99");
    CHECK(moved.faults() == Faults{changed(2), changed(3), changed(4)});
}

TEST_CASE("an end of the ledger that was cut off shows against the head that was noted") {
    Book book;
    auto const noted = book.verified().head.hash;
    book.behind_its_back("DELETE FROM message_ledger WHERE seq > 2");
    CHECK(book.faults() == Faults{}); // by itself the shorter chain is whole
    Faults const cut{"the head given with --messages is in no row: the end was cut off, or rows "
                     "were written anew: restore the backup made after it was noted, and compare"};
    CHECK(book.faults(noted) == cut);
    // Other rows in their place do not bring the old head back.
    book.ledger.forget();
    book.write(queued(8));
    book.write(accepted(8));
    CHECK(book.faults(noted) == cut);
    CHECK(book.faults() == Faults{});
}

TEST_CASE("terms that were changed or taken away are told, with the rows that rest on them") {
    Book book;
    book.behind_its_back("UPDATE message_terms SET header = 'OTHERS'");
    CHECK(book.faults() ==
          Faults{"message terms 1 (entity, header, template, chain) were changed: compare "
                 "`haatline ledger export` with a backup's"});
    book.behind_its_back("DELETE FROM message_terms");
    CHECK(book.faults() == Faults{"message row 2 names terms 1, which are gone: restore a backup",
                                  "message row 4 names terms 1, which are gone: restore a backup"});
}

TEST_CASE("terms stand once, however many messages have them") {
    Book book;
    auto other = accepted(3);
    other.terms.version = "3";
    book.write(other);
    book.write(accepted(4));
    CHECK(book.cell("SELECT group_concat(terms) FROM message_ledger WHERE act = 3") == "1,1,2,1");
    // Also for the next process.
    Prepared sql(book.db);
    Ledger again(sql);
    REQUIRE(again.append(other));
    CHECK(book.cell("SELECT count(*) FROM message_terms") == "2");
    CHECK(book.faults() == Faults{});
}

TEST_CASE("what was rolled back is not in the chain, and the next row follows what stands") {
    Book book;
    book.run("BEGIN IMMEDIATE");
    auto gone = accepted(5);
    gone.terms.header = "GONEBY";
    book.write(gone);
    book.run("ROLLBACK");
    book.ledger.forget();
    book.run("BEGIN IMMEDIATE");
    book.write(queued(6));
    book.run("SAVEPOINT step");
    book.write(gone);
    book.run("ROLLBACK TO step");
    book.ledger.forget();
    book.write(gone);
    book.run("COMMIT");
    CHECK(book.verified().head.rows == 6);
    CHECK(book.faults() == Faults{});
    CHECK(book.cell("SELECT count(*) FROM message_terms") == "2");
}

TEST_CASE("who forgets to forget is refused loudly, and writes no broken chain") {
    Book book;
    book.run("BEGIN IMMEDIATE");
    book.run("SAVEPOINT step");
    book.write(queued(5));
    book.run("ROLLBACK TO step");
    CHECK_FALSE(book.ledger.append(queued(6)));
    REQUIRE(book.ledger.append(queued(6))); // the refusal made it look again
    book.run("COMMIT");
    CHECK(book.faults() == Faults{});
}

TEST_CASE("rows that another connection wrote meanwhile are followed, not overwritten") {
    Book book;
    auto beside = open_beside(book.folder.path());
    REQUIRE(beside);
    Prepared sql(*beside);
    Ledger other(sql);
    for (int i = 10; i < 13; ++i) {
        REQUIRE(other.append(queued(i)));
        book.write(queued(i + 10));
    }
    CHECK(book.verified().head.rows == 10);
    CHECK(book.faults() == Faults{});
}

TEST_CASE("a number never stands in the ledger, wherever a provider writes it") {
    Book book;
    auto row = accepted(3, "919876543210-17 a9876543210z 20261122103000123");
    row.to = Msisdn::from_number(919'876'543'210);
    row.raw_code = "402,919876543210 98765 43210\n";
    row.reason = "unknown";
    row.caused_by = "api 9876543210";
    book.write(row);
    CHECK(book.cell("SELECT ids || '|' || raw_code || '|' || caused_by FROM message_ledger WHERE "
                    "seq = 5") == "91#-17 a#z 20261122103000123|402,# #?|api #");
    CHECK(book.faults() == Faults{});
    CHECK(without_numbers("stat:UNDELIV err:038", 64) == "stat:UNDELIV err:038");
    CHECK(without_numbers("2026-11-22", 64) == "2026-11-22");
    CHECK(without_numbers("98765-43210", 64) == "#");
    CHECK(without_numbers("-410 9876543210 12", 64) == "-410 # 12");
    CHECK(without_numbers("98 76 5-43 21 0", 64) == "#");
    CHECK(without_numbers("12 - 34 -", 64) == "12 - 34 -");
    CHECK(without_numbers(std::string(300, 'x'), 8) == "xxxxxxxx");
}

TEST_CASE("the standing consent is noted with what rests on it, and none where none stands") {
    tests::House house;
    REQUIRE(house.join(tests::kCaller, {{"name", "Asha"}}) == "1");
    auto db = open_beside(house.dir());
    REQUIRE(db);
    Prepared sql(*db);
    Ledger ledger(sql);
    auto row = queued(1);
    row.person = 1;
    row.purpose = "list";
    REQUIRE(ledger.append(row));
    row.purpose = "research";
    REQUIRE(ledger.append(row));
    CHECK(house.text("SELECT group_concat(m.consent = ifnull(c.id, 0)) FROM message_ledger m LEFT "
                     "JOIN consent c ON c.person = 1 AND c.purpose = m.purpose") == "1,1");
    CHECK(house.number("SELECT consent > 0 FROM message_ledger WHERE seq = 1") == 1);
    CHECK(house.number("SELECT consent FROM message_ledger WHERE seq = 2") == 0);
}

TEST_CASE("guards of the ledger that were taken down are told by verify, which has its head") {
    Book book;
    auto const head = book.verified().head.hash;
    auto const told = [&](Heads const& heads) {
        auto const verdicts = verify(book.folder.path(), heads);
        REQUIRE(verdicts);
        for (auto const& verdict : *verdicts)
            if (verdict.check.starts_with("the ledger of messages")) return verdict;
        FAIL("no verdict");
        return Verdict{};
    };
    CHECK(told({}).check == fmt::format("the ledger of messages (rows 4, head {})", head));
    CHECK(told({"", "", head}).faults == Faults{});
    book.run("DROP TRIGGER message_ledger_keeps_words");
    CHECK(told({}).faults ==
          Faults{"triggers that keep the message ledger append-only are gone: restore a backup, or "
                 "find out who took them away and what was changed since"});
    book.run("DROP TABLE message_ledger");
    CHECK(told({}).faults.size() == 1);
}

TEST_CASE("the ledger goes out as CSV or JSON, whole rows with their hashes") {
    Book book;
    book.run("INSERT INTO meta (key, value) VALUES ('x', 'y')");
    auto const exported = [&](LedgerExport const& what) {
        std::string out;
        auto const rows =
            export_ledger(book.folder.path(), what, [&](std::string_view line) { out += line; });
        REQUIRE(rows);
        return out;
    };
    auto const hash = book.verified().head.hash;
    CHECK(exported({at(21), {}, "csv"}) ==
          "seq,at_utc,at,act,state,parcel,campaign,subject,class,category,language,purpose,"
          "consent,caused_by,entity,header,template,version,chain,variables,route,ids,segments,"
          "paise,reason,raw_code,hash\n"
          "4,2026-09-21T14:13:41.000Z,1790000021000,accepted,accepted,2,0,0,service,,,,0,,"
          "1101234567890123456,HAATLN,1107161234567890123,2," +
              std::string(kTerms.chain) + ",numeric:2 alphanumeric:11,airtel,1a2b 1a2c,2,36,,," +
              hash + "\n");
    auto const json = exported({{}, at(11), "json"});
    CHECK(json.starts_with("{\"seq\":\"1\",\"at_utc\":\"2026-09-21T14:13:30.000Z\""));
    CHECK(std::count(json.begin(), json.end(), '\n') == 1);
    CHECK(export_ledger(book.folder.path(), {{}, {}, "xml"}, {}).error().code == Errc::bad_request);
    CHECK(export_ledger(book.folder.path() + "/nowhere", {}, {}).error().code == Errc::not_found);
}
