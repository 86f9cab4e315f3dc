#include "storage/sqlite/ledger.hpp"
#include "storage/sqlite/migrate.hpp"
#include "storage/sqlite/parcels.hpp"
#include "storage/trace.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::House;

namespace {

TimePoint at(int second) {
    return TimePoint(Millis(1'790'000'000'000)) + std::chrono::seconds(second);
}
Msisdn const kAsha = Msisdn::from_number(tests::kCaller);

/// Asha and Meena are members, and messages went to and fro.
struct Desk {
    House house;
    Db db;
    std::unique_ptr<Prepared> sql;
    std::unique_ptr<Ledger> ledger;
    std::int64_t asha = 0, meena = 0; ///< subjects

    Desk() {
        REQUIRE(house.join(tests::kCaller, {{"name", "Asha"}}) == "1");
        REQUIRE(house.join(tests::kCaller + 1, {{"name", "Meena"}}) == "2");
        asha = house.number("SELECT subject FROM line_subject WHERE person = 1");
        meena = house.number("SELECT subject FROM line_subject WHERE person = 2");
        db = *open_beside(house.dir());
        sql = std::make_unique<Prepared>(db);
        ledger = std::make_unique<Ledger>(*sql);
    }
    void write(LedgerRow const& row) {
        auto const done = ledger->append(row);
        if (!done) FAIL(done.error().detail);
    }
    void alert(std::int64_t parcel, std::int64_t subject, std::int64_t person) {
        LedgerRow row;
        row.at = at(static_cast<int>(parcel) * 100);
        row.parcel = parcel;
        row.subject = subject;
        row.person = person;
        row.cls = outbox::Class::bulk;
        row.campaign = 12;
        row.category = "service_implicit";
        row.language = "te";
        row.purpose = "list";
        row.caused_by = "campaign 12";
        write(row);
        row = {};
        row.parcel = parcel;
        row.act = LedgerAct::accepted;
        row.state = outbox::State::accepted;
        row.at = at(static_cast<int>(parcel) * 100 + 1);
        row.route = "airtel";
        auto const ids = fmt::format("id{}a id{}b", parcel, parcel);
        row.ids = ids;
        row.terms = {"110", "HAATLN", "1107", "2", "9f3c"};
        row.variables = "numeric:2";
        row.segments = 2;
        row.paise = 36;
        write(row);
        row = {};
        row.parcel = parcel;
        row.act = LedgerAct::receipt;
        row.state = outbox::State::delivered;
        row.at = at(static_cast<int>(parcel) * 100 + 5);
        row.route = "airtel";
        row.raw_code = "000";
        write(row);
    }
    void stop_word(std::int64_t subject, int second) {
        LedgerRow row;
        row.at = at(second);
        row.act = LedgerAct::received;
        row.subject = subject;
        row.route = "airtel";
        row.reason = "stop";
        write(row);
    }
    Traced traced(TraceQuery const& query, std::string_view reveal = "") {
        auto const out = trace(house.dir(), query, {"asha", at(9000)}, reveal);
        if (!out) FAIL(out.error().detail);
        return *out;
    }
    std::vector<std::int64_t> parcels(TraceQuery const& query) {
        std::vector<std::int64_t> out;
        for (auto const& message : traced(query).messages) out.push_back(message.parcel);
        return out;
    }
};

using Ids = std::vector<std::int64_t>;
TraceQuery of_phone(Msisdn phone) {
    TraceQuery out;
    out.phone = phone;
    return out;
}

} // namespace

TEST_CASE("a number's messages are traced newest first, each with its whole life") {
    Desk desk;
    desk.alert(1, desk.asha, 1);
    desk.alert(2, desk.meena, 2);
    desk.stop_word(desk.asha, 300);
    desk.alert(4, desk.asha, 1);
    auto const traced = desk.traced(of_phone(kAsha));
    REQUIRE(traced.messages.size() == 3);
    CHECK(traced.left_out == 0);
    CHECK(traced.messages[0].parcel == 4);
    CHECK(traced.messages[2].parcel == 1);
    auto const& hers = traced.messages[1];
    CHECK(hers.from_her());
    REQUIRE(hers.life.size() == 1);
    CHECK(hers.life[0].reason == "stop");
    auto const& message = traced.messages[0];
    CHECK(message.phone == kAsha);
    CHECK(message.person == 1);
    CHECK(message.campaign == 12);
    CHECK(message.cls == outbox::Class::bulk);
    CHECK(message.language == "te");
    CHECK(message.caused_by == "campaign 12");
    REQUIRE(message.consent);
    CHECK(message.consent->purpose == "list");
    CHECK(message.consent->channel == "ussd");
    CHECK(message.consent->withdrawn == TimePoint{});
    REQUIRE(message.life.size() == 3);
    CHECK(message.life[1].template_id == "1107");
    CHECK(message.life[1].ids == "id4a id4b");
    CHECK(message.life[2].state == outbox::State::delivered);
    CHECK(message.life[2].raw_code == "000");
}

TEST_CASE("since, until and most choose among a number's messages") {
    Desk desk;
    for (auto const parcel : {1, 2, 3}) desk.alert(parcel, desk.asha, 1);
    auto query = of_phone(kAsha);
    query.since = at(200);
    CHECK(desk.parcels(query) == Ids{3, 2});
    query.until = at(300);
    CHECK(desk.parcels(query) == Ids{2});
    query = of_phone(kAsha);
    query.most = 1;
    auto const traced = desk.traced(query);
    REQUIRE(traced.messages.size() == 1);
    CHECK(traced.messages[0].parcel == 3);
    CHECK(traced.left_out == 2);
    CHECK(desk.parcels(of_phone(Msisdn::from_number(919'876'543'299))) == Ids{});
}

TEST_CASE("a message is found by our id, by a provider's id of any part, young and old") {
    Desk desk;
    desk.alert(1, desk.asha, 1);
    desk.alert(2, desk.meena, 2);
    TraceQuery query;
    query.parcel = 2;
    CHECK(desk.parcels(query) == Ids{2});
    query = {};
    query.provider_id = "id2b";
    CHECK(desk.parcels(query) == Ids{2});
    query.provider_id = "id2";
    CHECK(desk.parcels(query) == Ids{});
    REQUIRE(desk.db.execute("INSERT INTO parcel_part (route, message_id, parcel, part, at) VALUES "
                            "('airtel', 'young', 1, 0, 0)"));
    query.provider_id = "young";
    CHECK(desk.parcels(query) == Ids{1});
    query = {};
    query.parcel = 77;
    CHECK(desk.parcels(query) == Ids{});
}

TEST_CASE("a message of a campaign, which has no subject, is found by the number it went to") {
    Desk desk;
    REQUIRE(desk.db.execute(fmt::format(
        "INSERT INTO parcel (id, class, state, campaign, phone, person, language, category, "
        "consent, written_at, valid_until) VALUES (5, 2, 0, 12, {}, 1, 'te', 's', 'alerts', 0, 0)",
        tests::kCaller)));
    desk.alert(5, 0, 1);
    auto const traced = desk.traced(of_phone(kAsha));
    REQUIRE(traced.messages.size() == 1);
    CHECK(traced.messages[0].parcel == 5);
    CHECK(traced.messages[0].person == 1);
}

TEST_CASE("whether STOP stood is told as of the message and as of today") {
    Desk desk;
    desk.alert(1, desk.asha, 1);
    REQUIRE(desk.db.execute(
        fmt::format("INSERT INTO message_stop (person, lang, channel, evidence, from_at) VALUES "
                    "(1, 'en', 'sms', 'x', {})",
                    at(150).time_since_epoch().count())));
    desk.alert(2, desk.asha, 1);
    auto const traced = desk.traced(of_phone(kAsha));
    REQUIRE(traced.messages.size() == 2);
    CHECK(traced.messages[0].stopped == at(150));
    CHECK(traced.messages[1].stopped == TimePoint{});
    CHECK(traced.messages[1].stopped_now == at(150));
}

TEST_CASE("after an erasure a number finds nothing, an id the life without the person, and the "
          "chain holds") {
    Desk desk;
    desk.alert(1, desk.asha, 1);
    desk.stop_word(desk.asha, 200);
    desk.alert(3, desk.meena, 2);
    REQUIRE(desk.db.execute("UPDATE person SET delete_at = 1 WHERE id = 1"));
    auto const report = desk.house.tend();
    if (!report.outcome) FAIL(report.outcome.error().detail);
    CHECK(desk.parcels(of_phone(kAsha)) == Ids{});
    CHECK(desk.parcels(of_phone(Msisdn::from_number(tests::kCaller + 1))) == Ids{3});
    TraceQuery query;
    query.parcel = 1;
    auto const traced = desk.traced(query);
    REQUIRE(traced.messages.size() == 1);
    auto const& message = traced.messages[0];
    CHECK(message.phone.number() == 0);
    CHECK(message.person == 0);
    CHECK(message.life.size() == 3);
    REQUIRE(message.consent); // that she agreed, and that it ended, stays
    CHECK(message.consent->withdrawn != TimePoint{});
    auto const proof = verify_ledger(desk.db, "");
    REQUIRE(proof);
    CHECK(proof->faults == std::vector<std::string>{});
    CHECK(proof->head.rows == 7);
}

TEST_CASE("every look at messages is a row of the audit, by our numbers alone, a reveal with its "
          "reason") {
    Desk desk;
    desk.alert(1, desk.asha, 1);
    (void)desk.traced(of_phone(kAsha));
    (void)desk.traced(of_phone(Msisdn::from_number(919'876'543'299)));
    TraceQuery query;
    query.parcel = 1;
    (void)desk.traced(query, "complaint of the operator");
    query = {};
    query.provider_id = "id1a";
    (void)desk.traced(query);
    CHECK(desk.house.text("SELECT group_concat(act || ':' || object || ':' || reason, '|') FROM "
                          "audit") ==
          "trace:person 1:|trace:a number:|trace.reveal:parcel 1:complaint of the "
          "operator|trace:a provider's id:");
    auto const refused = trace(desk.house.dir(), query, {"asha", at(9000)}, "rang 9876543210");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::bad_request);
}
