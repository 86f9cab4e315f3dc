#include "cluster/reference.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::House;
using std::chrono::hours;

namespace {

constexpr std::uint64_t kOther = 919'876'543'211;

void write(House& house, std::string const& sql) {
    auto db = Db::open(house.dir() + "/haatline.db", Db::Mode::read_write);
    REQUIRE(db);
    auto const done = db->execute(sql);
    if (!done) FAIL(done.error().detail);
}

std::string ref(House& house, std::string const& table) {
    return reference_text(static_cast<std::uint64_t>(
        house.number("SELECT ifnull(max(serial), -1) + 1 FROM " + table)));
}

void wish(House& house, std::int64_t person) {
    write(house, fmt::format("UPDATE person SET delete_at = {} WHERE id = {}",
                             house.caller().now.time_since_epoch().count(), person));
}

std::uint64_t rows(UpkeepReport const& report, std::string_view job) {
    for (auto const& each : report.counts)
        if (each.job == job) return each.rows;
    return 0;
}

} // namespace

TEST_CASE("a STOP outlives her who said it, for her number, until somebody joins on it") {
    House house;
    house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
    REQUIRE(house.act({{"line.stop", {}}}));
    house.join(kOther, {{"name", "Meena Foods"}}); // said nothing
    // A number that was hers once is somebody else's by now, who said nothing either.
    write(house, "INSERT INTO phone (e164, lang, first_seen) VALUES (919000000001, 'en', 1)");
    write(house, "INSERT INTO person_phone (phone, person, from_at, until_at) VALUES "
                 "(919000000001, 1, 1, 2)");
    wish(house, 1);
    wish(house, 2);
    CHECK(rows(house.tend(), "persons") == 2);
    CHECK(house.number("SELECT count(*) FROM message_stop") == 0);
    CHECK(house.text("SELECT group_concat(length(mark) || ' ' || channel) FROM number_stop") ==
          "16 erasure");
    house.join(tests::kCaller, {{"name", "Asha Foods"}});
    CHECK(house.number("SELECT count(*) FROM number_stop") == 0);
}

TEST_CASE("a STOP of hers stops nobody else on a phone they shared") {
    House house;
    house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
    house.join(kOther, {{"name", "Meena Foods"}});
    REQUIRE(house.act({{"line.stop", {}}}));
    CHECK(house.number("SELECT count(*) FROM message_stop WHERE until_at IS NULL") == 1);
    write(house, fmt::format("INSERT INTO person_phone (phone, person, from_at) SELECT {}, person, "
                             "2 FROM message_stop",
                             house.number("SELECT min(phone) FROM person_phone WHERE person <> "
                                          "(SELECT person FROM message_stop)")));
    wish(house, house.number("SELECT person FROM message_stop"));
    CHECK(rows(house.tend(), "persons") == 1);
    CHECK(house.number("SELECT count(*) FROM number_stop") ==
          1); // her own number, not the shared one
}

TEST_CASE("who wished it is erased when the day has come, and not an hour earlier") {
    House house;
    auto const enterprise = house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
    auto const other = house.join(kOther, {{"name", "Meena Foods"}});
    write(house, fmt::format("UPDATE person SET delete_at = {} WHERE id = 1",
                             (house.caller().now + hours(1)).time_since_epoch().count()));
    CHECK(rows(house.tend(), "persons") == 0);
    CHECK(house.number("SELECT count(*) FROM tombstone") == 0);
    house.caller().now += hours(1);
    auto const report = house.tend();
    REQUIRE(report.outcome);
    CHECK(rows(report, "persons") == 1);
    CHECK(report.erased_lines == std::vector<std::uint64_t>{tests::kCaller});

    CHECK(house.text("SELECT person || ' ' || cause FROM tombstone") == "1 wish");
    CHECK(house.text("SELECT quote(name) || lang || via || ifnull(delete_at, '-') || (deleted_at > "
                     "0) FROM person WHERE id = 1") == "''-1");
    CHECK(house.text("SELECT quote(name) || ' ' || listed || ' ' || status || ' ' || "
                     "ifnull(pin, '-') || lat_e4 || lon_e4 || quote(session) FROM enterprise WHERE "
                     "id = " +
                     enterprise) == "'' 0 closed -00''");
    CHECK(house.number("SELECT count(*) FROM peer WHERE enterprise = " + enterprise) == 0);
    CHECK(house.number("SELECT n FROM district_product") == 1);
    CHECK(house.number("SELECT count(*) FROM subject WHERE phone < 0 AND key = zeroblob(32)") == 1);
    CHECK(house.number(fmt::format("SELECT count(*) FROM phone WHERE e164 = {}", tests::kCaller)) ==
          0);
    CHECK(house.number("SELECT count(*) FROM person_phone WHERE person = 1") == 0);
    CHECK(house.text("SELECT group_concat(purpose || ' ' || act, ', ') FROM consent_fact WHERE "
                     "person = 1") == "core given, list given, core withdrawn, list withdrawn");
    CHECK(house.number("SELECT count(*) FROM consent WHERE person = 1 AND evidence <> ''") == 0);
    CHECK(house.number(
              "SELECT count(*) FROM event WHERE typeof(said) = 'blob' AND opened(said) <> ''") ==
          0);

    // The other one has lost nothing, and the erased line is a stranger's.
    CHECK(house.text("SELECT opened(name) FROM enterprise WHERE id = " + other) == "Meena Foods");
    CHECK(house.ask("caller.profile").outcome == "new");
    house.caller().phone = Msisdn::from_number(kOther);
    CHECK(house.ask("caller.profile").values.get("biz") == "Meena Foods");
}

TEST_CASE("an erased line can join anew, as somebody nobody knows") {
    House house;
    house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
    wish(house, 1);
    REQUIRE(house.tend().outcome);
    house.join(tests::kCaller, {{"name", "Second Life"}});
    CHECK(house.ask("caller.profile").values.get("biz") == "Second Life");
    CHECK(house.number("SELECT max(id) FROM person") == 2);
    CHECK(house.number("SELECT count(*) FROM tombstone") == 1);
    CHECK(house.number("SELECT count(*) FROM line_subject WHERE person = 1") == 0);
}

TEST_CASE("what she left for others goes with her, and printed numbers come to nobody else") {
    House house;
    auto const mine = house.join(tests::kCaller, {});
    auto const peer = house.join(kOther, {});
    REQUIRE(house.act({{"talk.ask", {{"peer", peer}, {"ref", ref(house, "enquiry")}}}}));
    REQUIRE(
        house.act({{"listing.post",
                    {{"kind", "buy"}, {"product", "pickle"}, {"ref", ref(house, "listing")}}}}));
    REQUIRE(house.act({{"callback.ask", {{"screen", "root"}, {"ref", ref(house, "ticket")}}}}));
    REQUIRE(
        house.act({{"watch.add", {{"product", "pickle"}, {"want", "buyer"}, {"ring", "india"}}}}));
    REQUIRE(house.act({{"word.unknown", {{"word", "zebrina"}}}}));
    REQUIRE(house.act({{"word.unknown", {{"word", "both"}}}}));
    auto const self = house.caller();
    house.caller().phone = Msisdn::from_number(kOther);
    REQUIRE(house.act({{"talk.ask", {{"peer", mine}, {"ref", ref(house, "enquiry")}}}}));
    REQUIRE(house.act({{"word.unknown", {{"word", "both"}}}}));
    house.caller() = self;

    wish(house, 1);
    auto const report = house.tend();
    if (!report.outcome) FAIL(report.outcome.error().detail);
    for (auto const* table : {"enquiry", "listing", "ticket", "watch"}) {
        CAPTURE(table);
        CHECK(house.number(std::string("SELECT count(*) FROM ") + table) == 0);
    }
    CHECK(house.text("SELECT group_concat(word) FROM unmet_word") == "both");
    CHECK(house.store().next_serial("enquiry").value() == 2);
    CHECK(house.store().next_serial("listing").value() == 1);
    CHECK(house.store().next_serial("ticket").value() == 1);

    // What is erased later had lower numbers; that lowers nothing.
    write(house, "UPDATE meta SET value = '10' WHERE key = 'kept_serial_ticket'");
    house.caller().phone = Msisdn::from_number(kOther);
    REQUIRE(house.act({{"callback.ask", {{"screen", "root"}, {"ref", ref(house, "ticket")}}}}));
    wish(house, 2);
    REQUIRE(house.tend().outcome);
    CHECK(house.store().next_serial("ticket").value() == 11);
}

TEST_CASE("an enterprise with another owner stays, with its name and its Udyam number") {
    House house;
    auto const id = house.join(tests::kCaller, {{"name", "Zebrina Foods"}});
    house.caller().person = 1;
    REQUIRE(house.act({{"udyam.claim", {{"udyam", "UDYAM-BR-12-0001234"}}}}));
    house.join(kOther, {{"name", "Meena"}});
    write(house, fmt::format("INSERT INTO ownership (person, enterprise) VALUES (2, {})", id));
    wish(house, 1);
    auto const report = house.tend();
    if (!report.outcome) FAIL(report.outcome.error().detail);
    CHECK(house.text(
              "SELECT opened(name) || ' ' || listed || ' ' || status FROM enterprise WHERE id = " +
              id) == "Zebrina Foods 1 running");
    CHECK(house.text("SELECT opened(value) FROM enterprise_id WHERE enterprise = " + id) ==
          "UDYAM-BR-12-0001234");
    CHECK(house.number("SELECT count(*) FROM ownership WHERE person = 1") == 0);
}

TEST_CASE("on a shared line only her own words and wishes go") {
    House house;
    house.join(tests::kCaller, {{"name", "Asha"}});
    house.join(tests::kCaller, {{"name", "Meena"}});
    for (std::int64_t const person : {1, 2}) {
        house.caller().person = person;
        auto step = house.step();
        step.said = person == 1 ? "zebrina" : "marigold";
        REQUIRE(house.journal().append(step, 1000 + static_cast<std::uint64_t>(person)));
        REQUIRE(house.wait_for(1000 + static_cast<std::uint64_t>(person)));
    }
    wish(house, 1);
    REQUIRE(house.tend().outcome);
    CHECK(house.text("SELECT group_concat(opened(said)) FROM event WHERE typeof(said) = 'blob'") ==
          ",marigold");
    CHECK(house.number(fmt::format("SELECT count(*) FROM phone WHERE e164 = {}", tests::kCaller)) ==
          1);
    CHECK(house.text("SELECT group_concat(opened(name)) FROM enterprise") == ",Meena");
}

TEST_CASE("a dialogue that is still in memory does not come back to disk after the erasure") {
    House house;
    house.join(tests::kCaller, {{"name", "Zebrina"}});
    wish(house, 1);
    REQUIRE(house.tend().outcome);
    house.journal().snapshot({{tests::kCaller, "{\"biz\":\"Zebrina\"}", house.caller().now}}, 1);
    house.caller().person = 1;
    auto step = house.step();
    step.state = step.reply = "Zebrina";
    REQUIRE(house.journal().append(step, 1000));
    REQUIRE(house.wait_for(1000));
    CHECK(house.number("SELECT count(*) FROM snapshot") == 0);
    CHECK(house.number("SELECT count(*) FROM event WHERE state LIKE '%Zebrina%' OR reply LIKE "
                       "'%Zebrina%'") == 0);
    CHECK(house.number("SELECT count(*) FROM line_subject WHERE person = 1") == 0);
    step.kind = "begin";
    step.caller.person = 0;
    REQUIRE(house.journal().append(step, 1001));
    REQUIRE(house.wait_for(1001));
    CHECK(house.number("SELECT count(*) FROM event WHERE state = 'Zebrina'") == 1);
}

TEST_CASE(
    "screens are blanked after a day, steps dropped after a year, and only what no start needs") {
    House house;
    for (int i = 0; i < 600; ++i) {
        auto step = house.step();
        step.caller.now += hours(i / 300);
        step.identity = "m";
        REQUIRE(house.journal().append(step, static_cast<std::uint64_t>(2000 + i)));
    }
    REQUIRE(house.wait_for(2599));
    house.caller().now += hours(48);
    CHECK(rows(house.tend(), "screens") == 0); // nothing is covered yet
    house.journal().snapshot({{tests::kCaller, "{}", house.caller().now - hours(25)}}, 500);
    house.caller().now += hours(1);
    auto report = house.tend();
    if (!report.outcome) FAIL(report.outcome.error().detail);
    CHECK(rows(report, "screens") == 500);
    CHECK(rows(report, "dialogues") == 1);
    CHECK(house.number(
              "SELECT count(*) FROM event WHERE state = '' AND reply = '' AND identity = ''") ==
          500);
    CHECK(house.number("SELECT count(*) FROM event WHERE state = '{}' AND seq > 500") == 100);
    house.caller().now += hours(24 * 364);
    report = house.tend();
    CHECK(rows(report, "steps") == 500);
    CHECK(house.number("SELECT min(seq) FROM event") == 501);
}

TEST_CASE("a clock that was ahead does not keep what it dated for years") {
    House house;
    auto step = house.step();
    step.caller.now += hours(24 * 3650);
    REQUIRE(house.journal().append(step, 1000));
    REQUIRE(house.wait_for(1000));
    house.journal().snapshot({}, 1);
    REQUIRE(house.act({}));
    CHECK(rows(house.tend(), "screens") == 1);
}

TEST_CASE("who is to be erased while a round goes on is erased in the next one, without waiting") {
    House house;
    house.join(tests::kCaller, {{"name", "Zebrina"}});
    for (std::uint64_t i = 0; i < 600; ++i) REQUIRE(house.journal().append(house.step(), 2000 + i));
    REQUIRE(house.wait_for(2599));
    house.journal().snapshot({}, 600);
    house.close();
    house.open();
    std::vector<TimePoint> rounds;
    JournalOptions options;
    options.threads = false;
    options.on_upkeep = [&](UpkeepReport report) { rounds.push_back(report.at); };
    auto& journal = house.store().start(options, [](std::vector<Committed> const&) {});
    auto const first = house.caller().now + hours(48), then = first + hours(1);
    journal.tend(first);
    for (int slice = 0; slice < 4; ++slice) REQUIRE(house.store().commit_batch(1));
    CHECK(rounds.empty()); // in the middle of its screens
    write(house, fmt::format("UPDATE person SET delete_at = {} WHERE id = 1",
                             first.time_since_epoch().count()));
    journal.tend(then);
    while (house.store().commit_batch(1)) {
    }
    CHECK(rounds == std::vector<TimePoint>{first, then});
    CHECK(house.number("SELECT count(*) FROM tombstone") == 1);
}

TEST_CASE(
    "callers who wait for the disk go before upkeep, and every eighth commit leaves it a slice") {
    House house;
    REQUIRE(house.journal().append(house.step(), 1));
    REQUIRE(house.wait_for(1));
    house.close();
    house.open();
    std::vector<std::string> order;
    JournalOptions options;
    options.threads = false;
    options.on_upkeep = [&](UpkeepReport const&) { order.emplace_back("upkeep is done"); };
    auto& journal = house.store().start(options, [&](std::vector<Committed> const& steps) {
        for (auto const& step : steps) order.push_back(std::to_string(step.token));
    });
    journal.tend(house.caller().now + hours(48));
    for (std::uint64_t token = 1; token <= 300; ++token)
        REQUIRE(journal.append(house.step(), token));
    for (int i = 0; i < 7; ++i) REQUIRE(house.store().commit_batch(1));
    CHECK(order == std::vector<std::string>{"1", "2", "3", "4", "5", "6", "7"});
    // It needs some slices; all the same it is done before the last caller, who does not stop it.
    while (house.store().commit_batch(1)) {
    }
    CHECK(order.size() == 301);
    auto const done = std::find(order.begin(), order.end(), "upkeep is done") - order.begin();
    CHECK(done > 7);
    CHECK(done < 300);
}
