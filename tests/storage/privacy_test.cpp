#include "cluster/reference.hpp"
#include "tests/storage/house.hpp"

#include <algorithm>

using namespace haatline;
using haatline::tests::House;

namespace {

constexpr std::uint64_t kNeighbour = 919'000'000'001;

void come_in(House& house) {
    house.join(tests::kCaller, {});
    house.caller().person = house.number("SELECT max(id) FROM person");
}

/// How many a neighbour finds near her.
std::size_t found(House& house) {
    auto const before = house.caller();
    house.caller().phone = Msisdn::from_number(kNeighbour);
    house.caller().person = 0;
    auto const answer = house.ask("peers.near", {{"product", "pickle"},
                                                 {"want", "maker"},
                                                 {"ring", "near"},
                                                 {"pin", "844101"},
                                                 {"dist_id", "537"}});
    house.caller() = before;
    return answer.rows.size();
}

std::string facts(House& house) {
    return house.text(
        "SELECT group_concat(purpose || ' ' || act || ' ' || notice || ' ' || lang || "
        "' ' || channel, ', ') FROM (SELECT * FROM consent_fact ORDER BY id)");
}

void later(House& house, Millis time) { house.caller().now += time; }

constexpr Millis kDay = std::chrono::hours(24);

} // namespace

TEST_CASE("who hides is out of the search with that very answer, and back with the consent given "
          "anew") {
    House house;
    come_in(house);
    CHECK(found(house) == 1);
    later(house, kDay);
    house.caller().language = "hi";
    house.caller().session = "at:hide";
    REQUIRE(house.act({{"consent.withdraw", {{"purpose", "list"}}}}));
    CHECK(found(house) == 0);
    CHECK(house.ask("account.privacy").values.get("shown").empty());
    REQUIRE(house.act({{"consent.give", {{"purpose", "list"}, {"notice", "ussd-list-1"}}}}));
    CHECK(found(house) == 1);
    CHECK(house.text("SELECT withdrawn_lang || ' ' || withdrawn_channel || ' ' || "
                     "withdrawn_evidence || ' ' || lang || ' ' || evidence FROM consent WHERE "
                     "withdrawn_at IS NOT NULL") == "hi ussd at:hide en join:1");
    CHECK(facts(house) == "core given ussd-short en ussd, list given ussd-short en ussd, list "
                          "withdrawn ussd-short hi ussd, list given ussd-list-1 hi ussd");
}

TEST_CASE("a consent that was given is never rewritten") {
    House house;
    come_in(house);
    auto db = storage::Db::open(house.dir() + "/haatline.db", storage::Db::Mode::read_write);
    REQUIRE(db);
    CHECK_FALSE(db->execute("UPDATE consent SET notice = 'another'"));
    CHECK_FALSE(db->execute("UPDATE consent SET given_at = 1"));
    CHECK(house.number("SELECT count(*) FROM consent WHERE notice = 'ussd-short'") == 2);
}

TEST_CASE("the consent for alerts begins with the first topic and ends with the last") {
    House house;
    come_in(house);
    auto const set = [&](std::string topic, std::string turn) {
        auto const done = house.act(
            {{"alert.set", {{"topic", topic}, {"turn", turn}, {"notice", "ussd-alerts-1"}}}});
        if (!done) FAIL(done.error().detail);
        return house.number("SELECT count(*) FROM consent WHERE purpose = 'alerts' AND "
                            "withdrawn_at IS NULL");
    };
    CHECK(set("schemes", "on") == 1);
    CHECK(set("prices", "on") == 1);
    CHECK(
        house.ask("alerts.mine") ==
        Answer{"some",
               {{"al_schemes", "on"}, {"al_buyers", ""}, {"al_prices", "on"}, {"al_training", ""}},
               {},
               false});
    CHECK(set("schemes", "off") == 1);
    CHECK(set("prices", "off") == 0);
    CHECK(house.number("SELECT count(*) FROM subscription WHERE until_at IS NOT NULL") == 2);
    REQUIRE(house.act({{"alerts.by", {{"way", "weekly"}}}}));
    CHECK(house.text("SELECT alerts_by FROM person") == "weekly");
}

TEST_CASE("stop ends every alert, start begins none by itself") {
    House house;
    come_in(house);
    REQUIRE(house.act(
        {{"alert.set", {{"topic", "buyers"}, {"turn", "on"}, {"notice", "ussd-alerts-1"}}}}));
    REQUIRE(house.act({{"messages.stop", {}}}));
    CHECK(house.ask("alerts.mine").outcome == "stopped");
    CHECK(house.ask("account.privacy").values.get("quiet") == "yes");
    REQUIRE(house.act({{"messages.start", {}}}));
    CHECK(house.ask("alerts.mine").values.get("al_buyers").empty());
    CHECK(house.number("SELECT count(*) FROM message_stop WHERE until_at IS NOT NULL") == 1);
}

TEST_CASE("who wishes to be erased is hidden at once, for seven days, and found again when she "
          "takes it back") {
    House house;
    come_in(house);
    CHECK(house.ask("erase.terms") == Answer{"ok", {{"erase_day", "28-09-2026"}}, {}, false});
    REQUIRE(house.act({{"erase.ask", {{"ref", reference_text(0)}}}}));
    CHECK(found(house) == 0);
    CHECK(house.number("SELECT delete_at FROM person") ==
          (house.caller().now + 7 * kDay).time_since_epoch().count());

    later(house, kDay);
    auto const again = house.ask("erase.terms");
    CHECK(again ==
          Answer{"asked", {{"ref", reference_text(0)}, {"erase_day", "28-09-2026"}}, {}, false});
    REQUIRE(house.act({{"erase.ask", {{"ref", reference_text(1)}}}})); // from a second phone
    CHECK(house.ask("erase.terms") == again);                          // the first wish stands
    CHECK(house.ask("caller.profile").values.get("erase_day") == "28-09-2026");
    // A consent given meanwhile does not bring her back before the wish is taken back.
    REQUIRE(house.act({{"consent.withdraw", {{"purpose", "list"}}}}));
    REQUIRE(house.act({{"consent.give", {{"purpose", "list"}, {"notice", "ussd-list-1"}}}}));
    CHECK(found(house) == 0);

    REQUIRE(house.act({{"erase.undo", {}}}));
    CHECK(found(house) == 1);
    CHECK(house.number("SELECT count(*) FROM person WHERE delete_at IS NULL") == 1);
    CHECK_FALSE(house.ask("caller.profile").values.has("erase_day"));
    REQUIRE(house.act({{"erase.ask", {{"ref", reference_text(1)}}}}));
    CHECK(house.ask("erase.terms").values.get("erase_day") == "29-09-2026");
}

TEST_CASE("who was hidden before the wish to be erased stays hidden after it is taken back") {
    House house;
    come_in(house);
    REQUIRE(house.act({{"consent.withdraw", {{"purpose", "list"}}}}));
    REQUIRE(house.act({{"erase.ask", {{"ref", reference_text(0)}}}}));
    REQUIRE(house.act({{"erase.undo", {}}}));
    CHECK(found(house) == 0);
}

TEST_CASE("what is kept is told fact by fact, in pages") {
    House house;
    come_in(house);
    REQUIRE(house.act(
        {{"product.add", {{"product", "papad"}}},
         {"udyam.claim", {{"udyam", "UDYAM-BR-12-0001234"}}},
         {"alert.set", {{"topic", "prices"}, {"turn", "on"}, {"notice", "ussd-alerts-1"}}}}));
    std::string all;
    for (std::size_t at = 0;;) {
        auto const page = house.ask("account.kept", {{"offset", std::to_string(at)}});
        for (auto const& row : page.rows)
            all += fmt::format("{}={} ", row.get("what"), row.get("value"));
        at += page.rows.size();
        if (!page.more) break;
    }
    CHECK(all == "name=Asha Foods place=Vaishali 844101 udyam=UDYAM-BR-12-0001234 "
                 "since=21-09-2026 maker=Pickle maker=Papad phones=1 alerts=1 "
                 "alerts_yes=21-09-2026 core_yes=21-09-2026 list_yes=21-09-2026 ");
}

TEST_CASE(
    "the ledger says on what each purpose rests, and what rests on a law is asked of nobody") {
    House house;
    come_in(house);
    REQUIRE(house.act(
        {{"alert.set", {{"topic", "buyers"}, {"turn", "on"}, {"notice", "ussd-alerts-1"}}}}));
    CHECK(house.text("SELECT group_concat(purpose || ' ' || basis, ', ') FROM (SELECT * FROM "
                     "consent_fact ORDER BY id)") == "core consent, list consent, alerts consent");
    for (auto const* effect : {"consent.give", "consent.withdraw"})
        for (auto const* purpose : {"log", "benefits", "marketing", ""}) {
            auto const done = house.act({{effect, {{"purpose", purpose}, {"notice", "any"}}}});
            INFO(effect << " " << purpose);
            REQUIRE_FALSE(done);
            CHECK(done.error().code == Errc::bad_request);
        }
    CHECK(house.number("SELECT count(*) FROM consent") == 3);
}

TEST_CASE("nobody is published on another basis than her consent") {
    House house;
    come_in(house);
    REQUIRE(house.act({{"consent.withdraw", {{"purpose", "list"}}}}));
    auto db = storage::Db::open(house.dir() + "/haatline.db", storage::Db::Mode::read_write);
    REQUIRE(db);
    REQUIRE(db->execute("INSERT INTO consent (person, purpose, notice, lang, channel, evidence, "
                        "given_at, basis) SELECT id, 'list', 'order', 'en', 'paper', '', 0, 's7b' "
                        "FROM person"));
    REQUIRE(house.act({{"erase.ask", {{"ref", reference_text(0)}}}}));
    REQUIRE(house.act({{"erase.undo", {}}})); // the search follows the consents anew
    CHECK(found(house) == 0);
    CHECK(house.ask("account.privacy").values.get("shown").empty());
    auto const rows = house.ask("account.kept").rows;
    CHECK(std::count_if(rows.begin(), rows.end(),
                        [](Values const& row) { return row.get("what") == "s7b_yes"; }) == 1);
}

TEST_CASE("what was typed and left for the desk is told with its number, and until when it stays") {
    House house;
    come_in(house);
    auto const told = [&] {
        std::string out;
        for (auto const& row : house.ask("account.kept").rows)
            if (!row.get("n").empty())
                out += fmt::format("{} {} {}, ", row.get("what"), row.get("n"), row.get("until"));
        return out;
    };
    std::uint64_t token = 1'000;
    auto const types = [&](std::string said, std::string kind = "answer") {
        auto step = house.step();
        step.kind = std::move(kind);
        step.said = std::move(said);
        REQUIRE(house.journal().append(std::move(step), ++token));
        REQUIRE(house.wait_for(token));
    };
    CHECK(told().empty());
    types("1");                  // a key of a menu is no word
    types("22*110002", "begin"); // nor is what was dialled
    CHECK(told().empty());
    types("Asha Foods");
    later(house, 10 * kDay);
    types("110002");
    CHECK(told() == "typed 2 01-10-2027, ");
    REQUIRE(house.act({{"word.unknown", {{"word", "zebrina"}}}}));
    REQUIRE(house.act({{"callback.ask", {{"screen", "root"}, {"ref", reference_text(0)}}}}));
    CHECK(told() == "typed 2 01-10-2027, unmet 1 , tickets_open 1 , ");

    auto db = storage::Db::open(house.dir() + "/haatline.db", storage::Db::Mode::read_write);
    REQUIRE(db);
    REQUIRE(
        db->execute(fmt::format("UPDATE ticket SET state = 'done', outcome = 'helped', taken_by "
                                "= 'ravi', done_at = {}",
                                house.caller().now.time_since_epoch().count())));
    CHECK(told() == "typed 2 01-10-2027, unmet 1 , tickets 1 30-12-2026, ");

    house.caller().person = 0; // another one on this line
    auto const before = house.number("SELECT max(id) FROM person");
    house.join(tests::kCaller, {{"product", "papad"}});
    house.caller().person = house.number("SELECT max(id) FROM person");
    REQUIRE(house.caller().person != before);
    CHECK(told().empty());
}

TEST_CASE("more than ninety-nine are told as ninety-nine and more") {
    House house;
    come_in(house);
    for (int i = 0; i < 100; ++i) {
        auto step = house.step();
        step.said = "word number " + std::to_string(i);
        REQUIRE(house.journal().append(std::move(step), 1'000 + static_cast<std::uint64_t>(i)));
    }
    REQUIRE(house.wait_for(1'099));
    auto const rows = house.ask("account.kept").rows;
    CHECK(std::count_if(rows.begin(), rows.end(),
                        [](Values const& row) { return row.get("n") == "99+"; }) == 1);
}
