#include "tests/storage/columns.hpp"
#include "tests/storage/house.hpp"

#include <algorithm>
#include <set>

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::Columns;
using haatline::tests::House;
using haatline::tests::kColumns;
using haatline::tests::Says;

namespace {

std::vector<std::string> words_of(std::string_view names) {
    std::vector<std::string> out;
    while (!names.empty()) {
        auto const end = std::min(names.find(' '), names.size());
        out.emplace_back(names.substr(0, end));
        names.remove_prefix(std::min(end + 1, names.size()));
    }
    return out;
}

std::set<std::string> declared() {
    std::set<std::string> out;
    for (auto const& row : kColumns)
        for (auto const& name : words_of(row.names)) {
            auto const [at, once] = out.insert(fmt::format("{}.{}", row.table, name));
            INFO(*at << " is declared twice");
            CHECK(once);
        }
    return out;
}

Db opened_file(House& house) {
    auto db = Db::open(house.dir() + "/haatline.db", Db::Mode::read_write);
    REQUIRE(db);
    return std::move(*db);
}

std::set<std::string> there(House& house) {
    auto db = opened_file(house);
    auto columns =
        db.prepare("SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN "
                   "pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE "
                   "'sqlite_%'");
    REQUIRE(columns);
    std::set<std::string> out;
    while (columns->step()) out.emplace(columns->text(0));
    return out;
}

// Person 1 (enterprise 1, subject 1) and what she may leave in every column that is hers: her number
// where a number stands, the word zebrina where a text does, both where nobody else can have them.
// Person 2 and enterprise 2 stay. ?: never a parameter; N: her number.
#define N "919876543210"
#define SEALED "sealed('zebrina', 1)"
constexpr std::array kPlanted{
    "UPDATE person SET name = " SEALED ", lang = 'zebrina', via = 'zebrina', secret = 'zebrina', "
    "secret_tries = " N ", secret_locked_at = " N ", alerts_by = 'zebrina' WHERE id = 1",
    "UPDATE phone SET lang = 'zebrina', last_seen = " N ", last_verified = " N " WHERE e164 = " N,
    "UPDATE person_phone SET relation = 'zebrina', label = " SEALED
    ", ended_why = 'zebrina' WHERE person = 1",
    "INSERT INTO person_act (person, at, phone, relation, act) VALUES (1, 0, " N
    ", 'zebrina', 'zebrina')",
    "INSERT INTO person_helper (person, helper, lang, channel, evidence, from_at) VALUES (1, 2, "
    "'zebrina', 'zebrina', 'zebrina', 0)",
    "INSERT INTO phone_ask (person, from_phone, phone, relation, asked_at, expires_at) VALUES "
    "(1, " N ", " N ", 'zebrina', 0, 0)",
    "UPDATE enterprise SET code = 'zebrina', pin = " N ", lat_e4 = " N ", lon_e4 = " N
    ", session = 'zebrina', product = " N " WHERE id = 1",
    "UPDATE peer SET lat_row = " N " / 1000, lat_e4 = " N ", lon_e4 = " N " WHERE enterprise = 1",
    "INSERT INTO enterprise_id (enterprise, kind, value, claimed_by, claimed_at, verified_by) "
    "VALUES (1, 'UDYAM', " SEALED ", 1, 0, 'zebrina')",
    "UPDATE ownership SET role = 'zebrina' WHERE person = 1",
    "UPDATE consent SET evidence = 'zebrina', withdrawn_evidence = 'zebrina' WHERE person = 1",
    "INSERT INTO subscription (person, topic, lang, channel, evidence, from_at) VALUES (1, "
    "'zebrina', 'zebrina', 'zebrina', 'zebrina', 0)",
    "INSERT INTO message_stop (person, lang, channel, evidence, from_at, until_evidence) VALUES "
    "(1, "
    "'zebrina', 'zebrina', 'zebrina', 0, 'zebrina')",
    "INSERT INTO erasure (person, lang, channel, evidence, asked_at, delete_at) VALUES (1, "
    "'zebrina', 'zebrina', 'zebrina', 0, 0)",
    "INSERT INTO listing (phone, person, enterprise, kind, product, qty, unit, price, pin, "
    "created_at, expires_at) VALUES (" N ", 1, 1, 'zebrina', 1, 'zebrina', 'zebrina', 'zebrina', " N
    ", 0, 0)",
    "INSERT INTO enquiry (from_phone, from_person, to_enterprise, asked_at, expires_at, method) "
    "VALUES (" N ", 1, 2, 0, 0, 'zebrina')",
    // Answered by her for an enterprise that stays.
    "INSERT INTO enquiry (from_phone, to_enterprise, asked_at, expires_at, answered_by, "
    "answered_phone, answered_session) VALUES (919876543211, 2, 0, 0, 1, " N ", 'zebrina')",
    "INSERT INTO watch (phone, person, product, want, ring, pin, created_at) VALUES (" N
    ", 1, 1, 0, 'zebrina', " N ", 0)",
    "INSERT INTO ticket (kind, phone, person, lang, state, created_at, due_at) VALUES "
    "('callback', " N ", 1, 'en', 'open', 0, 0)",
    "INSERT INTO ticket (kind, phone, person, lang, state, created_at, due_at, taken_by, outcome) "
    "VALUES ('callback', " N ", 1, 'en', 'done', 0, 0, 'desk', 'solved')",
    // Somebody else's about her.
    "INSERT INTO ticket (kind, phone, person, lang, created_at, due_at, other_phone) VALUES "
    "('connect', 919876543211, 2, 'en', 0, 0, " N ")",
    "INSERT INTO report (ticket, by_person, why, at) VALUES (1, 1, 'zebrina', 0)",
    "INSERT INTO unmet_word (mark, lang, word, only_by, n, last_at) VALUES (CAST('zebrina' AS "
    "BLOB), 'en', " SEALED ", 1, 1, 0)",
    "INSERT INTO dlt_preference (phone, blocked) VALUES (" N ", 65535)",
    "INSERT INTO campaign (id, state, title, source, topic, category, valid_until, hours_from, "
    "hours_to, weekly_cap, audience, mark, author, edited_by, created_at, changed_at) VALUES (1, "
    "'draft', 't', 's', 'schemes', 'promotional', 0, 0, 1, 1, '{}', '', 'a', 'a', 0, 0)",
    "INSERT INTO campaign_trial (campaign, phone, language, asked_by, asked_at) VALUES (1, " N
    ", 'hi', 'desk', 0)",
    "INSERT OR REPLACE INTO snapshot (phone, state, at) VALUES (" N ", 'zebrina', 0)",
    "INSERT INTO parcel (class, state, phone, person, subject, language, category, consent, body, "
    "written_at, valid_until, reason, raw_code) VALUES (1, 3, " N
    ", 1, 1, 'en', 'service', '', " SEALED ", 0, 0, 'zebrina', 'zebrina')",
};

/// In how many rows a column says zebrina, her number, or the key that was hers.
std::int64_t found(Db& db, std::string_view table, std::string const& column,
                   std::string const& key) {
    auto const count = db.integer(fmt::format(
        "SELECT count(*) FROM \"{0}\" WHERE instr(CASE typeof(\"{1}\") WHEN 'blob' THEN "
        "opened(\"{1}\") ELSE CAST(\"{1}\" AS TEXT) END, 'zebrina') OR instr(CAST(\"{1}\" AS "
        "TEXT), "
        "'zebrina') OR instr(CAST(\"{1}\" AS TEXT), '" N "') OR hex(\"{1}\") = '{2}'",
        table, column, key));
    if (!count) FAIL(count.error().detail);
    return *count;
}
#undef N
#undef SEALED

} // namespace

TEST_CASE("of every column it is said whether it holds anything of a person") {
    House house;
    auto const said = declared();
    auto const is = there(house);
    for (auto const& column : is) {
        INFO(column << " is new: say in tests/storage/columns.hpp what it says of a person. Where "
                       "it is hers, seal words under her key, add a rule to "
                       "storage/sqlite/erasure.cpp, and plant a row in columns_test.cpp");
        CHECK(said.count(column) == 1);
    }
    for (auto const& column : said) {
        INFO(column << " is no longer there: take it out of tests/storage/columns.hpp");
        CHECK(is.count(column) == 1);
    }
}

TEST_CASE("an erasure empties every column that is declared hers, and nobody else's") {
    House house;
    REQUIRE(house.join(tests::kCaller, {{"name", "zebrina"}}) == "1");
    REQUIRE(house.join(tests::kCaller + 1, {{"name", "Meena"}}) == "2");
    house.caller().person = 1;
    auto step = house.step();
    step.said = step.state = step.reply = step.identity = "zebrina";
    REQUIRE(house.journal().append(step, 1000));
    REQUIRE(house.wait_for(1000));
    auto const key = house.text("SELECT hex(key) FROM subject WHERE id = 1");
    {
        auto db = opened_file(house);
        for (auto const* sql : kPlanted) {
            CAPTURE(sql);
            auto const planted = db.execute(sql);
            if (!planted) FAIL(planted.error().detail);
        }
        for (auto const& row : kColumns)
            for (auto const& column : words_of(row.names)) {
                if (row.says != Says::hers) continue;
                INFO(row.table << "." << column
                               << ": nothing of hers stands there, so nothing is "
                                  "proven: add it to kPlanted");
                CHECK(found(db, row.table, column, key) > 0);
            }
        REQUIRE(db.execute("UPDATE person SET delete_at = 1 WHERE id = 1"));
    }
    auto const report = house.tend();
    if (!report.outcome) FAIL(report.outcome.error().detail);
    auto db = opened_file(house);
    for (auto const& row : kColumns)
        for (auto const& column : words_of(row.names)) {
            INFO(row.table << "." << column
                           << " still says who she was: add a rule to "
                              "storage/sqlite/erasure.cpp");
            CHECK(found(db, row.table, column, key) == 0);
        }
    CHECK(house.text("SELECT opened(name) FROM enterprise WHERE id = 2") == "Meena");
    CHECK(house.number("SELECT count(*) FROM consent WHERE person = 2 AND evidence <> ''") == 2);
}
