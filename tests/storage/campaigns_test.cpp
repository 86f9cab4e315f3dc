#include "storage/sqlite/campaign_readers.hpp"
#include "tests/storage/desk_of_alerts.hpp"

using namespace haatline;
using haatline::tests::AlertDesk;
using storage::campaigns::Filter;
using Map = std::map<std::string, std::uint64_t>;

namespace {

constexpr std::uint64_t kFirst = 919'876'543'200;

} // namespace

TEST_CASE(
    "an alert is written, submitted, approved by another and leaves to each in her language") {
    AlertDesk desk;
    desk.subscriber(kFirst);
    desk.subscriber(kFirst + 1, {}, "hi-Latn");
    desk.subscriber(kFirst + 2, {}, "ta");
    auto const id = desk.draft(desk.item());
    CHECK(desk.step(id, alerts::Verb::approve, desk.ravi()).error().code == Errc::conflict);
    REQUIRE(desk.step(id, alerts::Verb::submit, desk.asha()));
    CHECK(desk.step(id, alerts::Verb::approve, desk.asha()).error().code == Errc::unauthenticated);
    REQUIRE(desk.step(id, alerts::Verb::approve, desk.ravi()));
    auto const tended = desk.tend();
    CHECK(tended.begun == 1);
    REQUIRE(tended.running.size() == 1);
    CHECK(tended.running[0].id == id);
    auto const fed = desk.feed(id);
    CHECK(fed.written == 3);
    CHECK(fed.all_written);
    CHECK(desk.parcels(id) == "919876543200 hi, 919876543201 hi, 919876543202 en");
    CHECK(
        desk.house.text("SELECT DISTINCT class || ' ' || state || ' ' || subject || ' ' || "
                        "category || ' ' || consent || ' ' || ifnull(body, 'none') FROM parcel") ==
        "2 0 0 service_explicit alerts none");
    CHECK(desk.house.text("SELECT group_concat(who || ' ' || act, ', ') FROM (SELECT * FROM audit "
                          "ORDER BY seq)") == "asha alert.new, asha alert.submit, ravi "
                                              "alert.approve, gateway alert.begin");
}

TEST_CASE("who does not get an alert is counted by the reason, and gets none") {
    AlertDesk desk;
    auto const out = [&](std::uint64_t phone, std::string const& sql, std::string language = "hi") {
        auto const person = std::to_string(desk.subscriber(phone, {}, std::move(language)));
        for (auto at = std::size_t{0};;) {
            auto text = sql;
            while ((at = text.find('@')) != std::string::npos) text.replace(at, 1, person);
            if (!text.empty()) desk.execute(text);
            break;
        }
    };
    out(kFirst, "");
    out(kFirst + 1, "UPDATE consent SET withdrawn_at = 1 WHERE person = @ AND purpose = 'alerts'");
    out(kFirst + 2,
        "INSERT INTO message_stop (person, lang, channel, evidence, from_at) VALUES (@, "
        "'hi', 'sms', 's', 0)");
    out(kFirst + 3, "UPDATE person SET delete_at = 1 WHERE id = @");
    out(kFirst + 4, "UPDATE person SET alerts_by = 'evening' WHERE id = @");
    out(kFirst + 5, "UPDATE person_phone SET until_at = 1 WHERE person = @");
    out(kFirst + 6, "UPDATE phone SET state = 'quarantined' WHERE e164 = (SELECT phone FROM "
                    "person_phone WHERE person = @)");
    out(kFirst + 7, "", "ta");
    auto item = desk.item();
    item.fallback.clear();
    auto const id = desk.sending(item);
    auto const counts = desk.count(id);
    CHECK(counts.by_language == Map{{"hi", 1}});
    CHECK(counts.left_out == Map{{"consent", 1},
                                 {"stopped", 1},
                                 {"leaving", 1},
                                 {"voice", 1},
                                 {"no_phone", 2},
                                 {"language", 1}});
    CHECK(counts.looked_at == 8);
    CHECK(counts.whole());
    CHECK(desk.feed(id).written == 1);
    CHECK(desk.parcels(id) == "919876543200 hi");
}

TEST_CASE("one alert a phone: two people who share it, also in different chunks") {
    AlertDesk desk;
    auto const first = desk.subscriber(kFirst);
    desk.subscriber(kFirst + 1);
    auto const second = desk.subscriber(kFirst + 2);
    desk.execute("UPDATE person_phone SET phone = 919876543200 WHERE person = " +
                 std::to_string(second));
    auto const together = desk.sending(desk.item());
    CHECK(desk.count(together).left_out == Map{{"shared", 1}});
    CHECK(desk.feed(together).written == 2);
    auto item = desk.item();
    item.weekly_cap = 9;
    auto const apart = desk.sending(item);
    CHECK(desk.feed(apart, 1).written == 1);
    CHECK(desk.feed(apart, 1).written == 1);
    CHECK(desk.feed(apart, 1).written == 0);
    CHECK(desk.parcels(apart) == "919876543200 hi, 919876543201 hi");
    CHECK(desk.house.number("SELECT count(*) FROM parcel WHERE person = " +
                            std::to_string(first)) == 2);
}

TEST_CASE(
    "a phone gets so many alerts in seven days and no more; one who wants them weekly gets one") {
    AlertDesk desk;
    desk.subscriber(kFirst);
    auto const weekly = desk.subscriber(kFirst + 1);
    desk.execute("UPDATE person SET alerts_by = 'weekly' WHERE id = " + std::to_string(weekly));
    auto const written = [&] { return desk.feed(desk.sending(desk.item())).written; };
    CHECK(written() == 2);
    CHECK(written() == 1);
    auto const third = desk.sending(desk.item());
    CHECK(desk.count(third).left_out == Map{{"capped", 2}});
    CHECK(desk.feed(third).written == 0);
    desk.now += std::chrono::hours(24 * 7 + 1);
    CHECK(written() == 2);
}

TEST_CASE("an audience is added up from places and works, and each kind narrows it") {
    AlertDesk desk;
    desk.subscriber(kFirst, {{"pin", "844101"}, {"dist_id", "537"}, {"product", "pickle"}});
    desk.subscriber(kFirst + 1, {{"pin", "800001"}, {"product", "papad"}});
    desk.subscriber(kFirst + 2, {{"pin", "302001"}, {"product", "pickle"}});
    auto const who = [&](auto change) {
        auto item = desk.item();
        change(item.audience);
        item.weekly_cap = 50;
        auto const id = desk.sending(item);
        desk.feed(id);
        return desk.parcels(id);
    };
    auto const phones = [](std::initializer_list<int> last) {
        std::string out;
        for (auto const each : last)
            out += (out.empty() ? "" : ", ") +
                   std::to_string(kFirst + static_cast<unsigned>(each)) + " hi";
        return out;
    };
    CHECK(who([](auto&) {}) == phones({0, 1, 2}));
    CHECK(who([](auto& a) { a.states = {"bihar"}; }) == phones({0, 1}));
    CHECK(who([](auto& a) {
              a.states = {"Rajasthan"};
              a.pins = {844101};
          }) == phones({0, 2}));
    CHECK(who([](auto& a) { a.districts = {"Patna"}; }) == phones({1}));
    CHECK(who([](auto& a) { a.around = {{800001, 1'000}}; }) == phones({1}));
    CHECK(who([](auto& a) { a.around = {{800001, 100'000}}; }) == phones({0, 1}));
    CHECK(who([](auto& a) { a.products = {"pickle"}; }) == phones({0, 2}));
    CHECK(who([](auto& a) {
              a.products = {"pickle"};
              a.states = {"Bihar"};
          }) == phones({0}));
    CHECK(who([](auto& a) {
              a.sectors = {"food"};
              a.products = {"papad"};
          }) == phones({0, 1, 2}));
    CHECK(who([](auto& a) { a.roles = {"maker"}; }) == phones({0, 1, 2}));
    CHECK(who([](auto& a) { a.roles = {"buyer", "service"}; }).empty());
    CHECK(who([](auto& a) { a.languages = {"ta"}; }).empty());
}

TEST_CASE("places and works that are nowhere are refused, each with its entry") {
    AlertDesk desk;
    auto item = desk.item();
    item.audience.states = {"Bihaar"};
    item.audience.districts = {"Aurangabad", "Nowhere"};
    item.audience.pins = {999999};
    item.audience.products = {"pikle", "*"};
    item.audience.sectors = {"77", "food"};
    auto const made = storage::campaigns::create(desk.house.dir(), item, desk.asha());
    REQUIRE_FALSE(made);
    CHECK(made.error().code == Errc::bad_request);
    CHECK(made.error().detail ==
          "audience.states: 'Bihaar' is no state: give its name or its code, as `haatline export "
          "places` has them\naudience.districts: 'Aurangabad' may be Aurangabad, Bihar or "
          "Aurangabad, Maharashtra: write which\naudience.districts: 'Nowhere' is no district: "
          "`haatline find --kind district` knows their names\naudience.pins: '999999' is not in "
          "the list of places\naudience.products: 'pikle' is no product's code: `haatline export "
          "products` has them\naudience.products: '*' is no product's code: `haatline export "
          "products` has them\naudience.sectors: '77' is no sector: food, machine, service, or the "
          "first digits of a NIC code that some product has");
    CHECK(desk.house.number("SELECT count(*) FROM campaign") == 0);
    CHECK(desk.house.number("SELECT count(*) FROM audit") == 0);
}

TEST_CASE("paused, outside its hours or cancelled, nothing of an alert is read for a carrier") {
    AlertDesk desk;
    for (unsigned i = 0; i < 3; ++i) desk.subscriber(kFirst + i);
    auto item = desk.item();
    item.hours = {std::chrono::minutes(9 * 60), std::chrono::minutes(20 * 60)}; // 19:43 now
    auto const id = desk.sending(item);
    desk.feed(id, 2);
    auto const reader = desk.house.store().reader();
    REQUIRE(reader);
    auto const waiting = [&] {
        auto const parcels =
            (*reader)->parcels({.cls = storage::outbox::Class::bulk, .campaign = id, .max = 100});
        if (!parcels) FAIL(parcels.error().detail);
        auto const campaigns = (*reader)->campaigns_waiting();
        REQUIRE(campaigns);
        CHECK(campaigns->size() == (parcels->empty() ? 0U : 1U));
        return *parcels;
    };
    REQUIRE(waiting().size() == 2);
    CHECK(waiting()[0].text == item.texts[0].body);
    REQUIRE(desk.step(id, alerts::Verb::pause, desk.asha()));
    CHECK(waiting().empty());
    CHECK_FALSE(desk.feed(id).sending);
    REQUIRE(desk.step(id, alerts::Verb::resume, desk.asha()));
    CHECK(desk.tend().begun == 1);
    CHECK(waiting().size() == 2);
    desk.now += std::chrono::minutes(30); // 20:13
    desk.tend();
    CHECK(waiting().empty());
    desk.now += std::chrono::hours(13);
    CHECK(desk.tend().let_go == 1);
    CHECK(waiting().size() == 2);
    REQUIRE(desk.step(id, alerts::Verb::cancel, desk.ravi()));
    CHECK(waiting().empty());
    CHECK(desk.house.text("SELECT group_concat(state || ' ' || reason) FROM parcel") ==
          "9 cancelled,9 cancelled");
    CHECK(desk.step(id, alerts::Verb::resume, desk.ravi()).error().detail ==
          "it is cancelled, so there is nothing to resume: it is over, write a new one");
    CHECK(desk.tend().running.empty());
}

TEST_CASE("an alert is over when nothing of it waits, and expired when its time ends first") {
    AlertDesk desk;
    desk.subscriber(kFirst);
    desk.subscriber(kFirst + 1);
    auto const id = desk.sending(desk.item());
    desk.feed(id);
    CHECK(desk.tend().finished == 0);
    desk.execute("UPDATE parcel SET state = 1, due_at = 1");
    CHECK(desk.tend().finished == 0);
    desk.execute("UPDATE parcel SET state = 2, tries = 1"); // in a carrier's hands
    CHECK(desk.tend().finished == 0);
    desk.execute("UPDATE parcel SET state = 4, segments = 1 WHERE phone = 919876543200");
    desk.execute(
        "UPDATE parcel SET state = 5, reason = 'absent', segments = 1 WHERE phone = 919876543201");
    CHECK(desk.tend().finished == 1);
    CHECK(desk.standing(id) == "done");
    auto const progress = storage::campaigns::progress(desk.house.dir(), id);
    REQUIRE(progress);
    CHECK(progress->by_state == std::array<std::uint64_t, 10>{0, 0, 0, 0, 1, 1, 0, 0, 0, 0});
    CHECK(progress->reasons == std::vector<std::pair<std::string, std::uint64_t>>{{"absent", 1}});
    CHECK(progress->segments == 2);
    CHECK(progress->campaign.written == 2);
    auto const late = desk.sending(desk.item());
    desk.feed(late, 1);
    desk.now += std::chrono::hours(49);
    CHECK(desk.tend().expired == 1);
    CHECK(desk.standing(late) == "expired");
    CHECK(desk.parcels(late, "state = 7") == "919876543200 hi");
}

TEST_CASE("who says stop, or switches a topic off, gets nothing that waits for her") {
    AlertDesk desk;
    auto const person = desk.subscriber(tests::kCaller);
    desk.subscribe(person, "prices");
    auto prices = desk.item();
    prices.topic = "prices";
    auto const one = desk.sending(desk.item()), other = desk.sending(prices);
    desk.feed(one);
    desk.feed(other);
    desk.house.caller().person = person;
    REQUIRE(desk.house.act({{"alert.set", {{"topic", "prices"}, {"turn", "off"}}}}));
    CHECK(desk.parcels(one, "state = 0") == "919876543210 hi");
    CHECK(desk.parcels(other, "state = 9") == "919876543210 hi");
    REQUIRE(desk.house.act({{"messages.stop", {}}}));
    CHECK(desk.parcels(one, "state = 9") == "919876543210 hi");
    CHECK(desk.house.number("SELECT count(*) FROM parcel WHERE state = 0") == 0);
}

TEST_CASE("a draft is edited, an approval says what was read, and a trial waits for the gateway") {
    AlertDesk desk;
    auto const id = desk.draft(desk.item());
    auto item = desk.item();
    item.audience.states = {"Bihar"};
    item.audience.around = {{844101, 25'000}};
    item.texts.resize(1);
    item.fallback.clear();
    auto const edited = storage::campaigns::edit(desk.house.dir(), id, item, desk.ravi());
    REQUIRE(edited);
    CHECK(edited->item == item);
    CHECK(edited->hands.author == "asha");
    CHECK(edited->hands.edited_by == "ravi");
    REQUIRE(desk.step(id, alerts::Verb::submit, {"meena", desk.now}));
    CHECK(desk.step(id, alerts::Verb::approve, desk.ravi()).error().code == Errc::unauthenticated);
    CHECK(storage::campaigns::move(desk.house.dir(), id, alerts::Verb::approve, {"tara", desk.now},
                                   "", "0000")
              .error()
              .code == Errc::conflict);
    CHECK(storage::campaigns::move(desk.house.dir(), id, alerts::Verb::approve, {"tara", desk.now},
                                   "", edited->mark)
              ->approved_by == "tara");
    auto const try_on = [&](std::string_view language) {
        return storage::campaigns::try_on(desk.house.dir(), id, Msisdn::from_number(kFirst),
                                          language, desk.ravi());
    };
    CHECK(try_on("en").error().detail == "it has no text in 'en'; it has hi");
    REQUIRE(try_on("hi"));
    auto const tended = desk.tend();
    REQUIRE(tended.trials.size() == 1);
    CHECK(tended.trials[0].body == item.texts[0].body);
    CHECK(tended.trials[0].to.number() == kFirst);
    CHECK(desk.tend({tended.trials[0].id}).trials.empty());
    auto const listed = storage::campaigns::list(desk.house.dir(), {});
    REQUIRE(listed);
    REQUIRE(listed->size() == 1);
    CHECK((*listed)[0].item == item);
    CHECK_FALSE(storage::campaigns::list(desk.house.dir(), {.standing = "sent"}));
    CHECK_FALSE(storage::campaigns::show(desk.house.dir(), 77));
}

TEST_CASE("who agreed twice and has two phones is one reader, on her own phone") {
    AlertDesk desk;
    auto const her = std::to_string(desk.subscriber(kFirst + 1));
    desk.execute("INSERT INTO consent (person, purpose, notice, lang, channel, evidence, given_at, "
                 "basis) VALUES (" +
                 her + ", 'alerts', 'n', 'hi', 'sms', 's', 1, 'consent')");
    desk.execute("INSERT INTO phone (e164, lang, first_seen) VALUES (919876543200, 'hi', 0)");
    desk.execute("INSERT INTO person_phone (phone, person, relation, from_at) VALUES "
                 "(919876543200, " +
                 her + ", 'sister', 0)");
    auto const id = desk.sending(desk.item());
    auto const counts = desk.count(id);
    CHECK(counts.looked_at == 1);
    CHECK(counts.by_language == Map{{"hi", 1}});
    CHECK(desk.feed(id).written == 1);
    CHECK(desk.parcels(id) == "919876543201 hi");
}

TEST_CASE("no statement of an alert walks a table of people") {
    AlertDesk desk;
    auto db = storage::open_database(desk.house.dir());
    REQUIRE(db);
    for (auto const* sql : storage::campaign_statements()) {
        if (sql->name == "campaign.slice") { // a chunk's recipients, in memory
            REQUIRE(db->execute(std::string(sql->text)));
            continue;
        }
        auto plan = db->prepare("EXPLAIN QUERY PLAN " + std::string(sql->text));
        if (!plan) FAIL(std::string(sql->name) + ": " + plan.error().detail);
        while (plan->step()) {
            auto const line = std::string(plan->text(3));
            INFO(std::string(sql->name) + ": " + line);
            bool const of_ours = line.find("SCAN (subquery") == 0 || line.find("SCAN s") == 0 ||
                                 line.find("SCAN q") == 0 || line.find("SCAN z") == 0 ||
                                 line.find("SCAN campaign") == 0 ||
                                 line.find("SCAN temp.slice") == 0;
            CHECK((line.find("SCAN") == std::string::npos || of_ours));
            // What was written this week is as long as an audience: only one phone's rows are asked.
            CHECK((line.find(" k ") == std::string::npos ||
                   line.find("parcel_by_phone (phone=?") != std::string::npos));
            // One phone once: they stand by their phones already.
            CHECK(line.find("TEMP B-TREE") == std::string::npos);
        }
    }
}
