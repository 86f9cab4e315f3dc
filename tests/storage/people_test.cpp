#include "cluster/people.hpp"
#include "cluster/reference.hpp"
#include "storage/sqlite/people.hpp"
#include "tests/storage/house.hpp"

#include <algorithm>

using namespace haatline;
using haatline::tests::House;
using haatline::tests::kCaller;

namespace {

constexpr auto day = std::chrono::hours(24);

std::string outcome(House& house, Values with = {}) {
    return house.ask("caller.profile", std::move(with)).outcome;
}

/// The person behind an enterprise.
std::int64_t owner(House& house, std::string const& enterprise) {
    return house.number("SELECT person FROM ownership WHERE enterprise = " + enterprise);
}

/// Two members on the caller's phone; gives their persons, the first first.
std::array<std::int64_t, 2> two_on_one_phone(House& house) {
    auto const first = house.join(kCaller, {{"name", "Asha Foods"}});
    auto const second = house.join(kCaller, {{"name", "Bela Mills"}, {"product", "papad"}});
    return {owner(house, first), owner(house, second)};
}

std::string ref(std::uint64_t serial) { return reference_text(serial); }

/// A change past the store, as another program would make it.
void run_sql(House& house, std::string const& sql) {
    auto db = storage::Db::open(house.dir() + "/haatline.db", storage::Db::Mode::read_write);
    REQUIRE(db);
    auto const done = db->execute(sql);
    if (!done) FAIL(done.error().detail);
}

Errc refused(Result<std::uint64_t> const& done) {
    REQUIRE_FALSE(done);
    return done.error().code;
}

} // namespace

TEST_CASE("a shared phone says nothing of anybody before it is known who is calling") {
    House house;
    auto const [asha, bela] = two_on_one_phone(house);
    CHECK(house.ask("caller.profile") ==
          Answer{"several", {{"lang", "en"}, {"shared", "yes"}, {"seen", "yes"}}, {}, false});
    auto const people = house.ask("caller.persons");
    CHECK(people.rows ==
          std::vector<Values>{
              {{"me", std::to_string(asha)}, {"label", ""}, {"named", "no"}, {"i", "1"}},
              {{"me", std::to_string(bela)}, {"label", ""}, {"named", "no"}, {"i", "2"}}});
    house.caller().person = bela;
    auto const profile = house.ask("caller.profile");
    CHECK(profile.outcome == "member");
    CHECK(profile.values.get("product") == "papad");
    CHECK(profile.values.get("biz").empty()); // no name before her secret number
    CHECK(house.ask("caller.profile", {{"unlocked", "yes"}}).values.get("biz") == "Bela Mills");
    run_sql(house, "UPDATE person_phone SET names_ok = 1");
    CHECK(house.ask("caller.profile").values.get("biz") == "Bela Mills");
}

TEST_CASE("each speaks her own language on a shared phone") {
    House house;
    auto const first = owner(house, house.join(kCaller, {}));
    house.caller().language = "hi";
    auto const second = owner(house, house.join(kCaller, {{"product", "papad"}}));
    CHECK(house.ask("caller.profile").values.get("lang") == "en"); // the phone's stays
    house.caller().person = second;
    CHECK(house.ask("caller.profile").values.get("lang") == "hi");
    house.caller().person = first;
    CHECK(house.ask("caller.profile").values.get("lang") == "en");
    REQUIRE(house.act({{"language.choose", {{"lang", "hi-Latn"}}}}));
    CHECK(house.ask("caller.profile").values.get("lang") == "hi-Latn");
}

TEST_CASE("a label stands on its own phone until it is taken away") {
    House house;
    auto const [asha, bela] = two_on_one_phone(house);
    CHECK(refused(house.act({{"label.set", {{"label", "Pickle 1"}}}})) == Errc::conflict);
    house.caller().person = asha;
    REQUIRE(house.act({{"label.set", {{"label", " Pickle\n1 "}}}}));
    CHECK(house.ask("caller.persons").rows.at(0).get("label") == "Pickle 1");
    CHECK(house.ask("caller.persons").rows.at(0).get("named") == "yes");
    CHECK(house.ask("caller.persons", {{"silent", "yes"}}).rows.at(0).get("label").empty());
    REQUIRE(house.act({{"label.set", {{"label", "-"}}}}));
    CHECK(house.ask("caller.persons").rows.at(0).get("named") == "no");
}

TEST_CASE(
    "a name stands where a shared phone asks only by its owner's leave, and a label before it") {
    House house;
    auto const [asha, bela] = two_on_one_phone(house);
    auto const shown = [&](Values with = {}) {
        auto const row = house.ask("caller.persons", std::move(with)).rows.at(1);
        return fmt::format("{} {}", row.get("named"), row.get("label"));
    };
    CHECK(refused(house.act({{"names.allow", {{"turn", "on"}}}})) == Errc::conflict); // nobody yet
    house.caller().person = bela;
    CHECK(shown() == "no ");
    REQUIRE(house.act({{"names.allow", {{"turn", "on"}}}}));
    CHECK(shown() == "yes Bela Mills");
    CHECK(shown({{"silent", "yes"}}) == "no "); // a number that fell silent tells nothing
    CHECK(house.ask("caller.persons").rows.at(0).get("named") == "no"); // hers alone
    REQUIRE(house.act({{"label.set", {{"label", "Red door"}}}}));
    CHECK(shown() == "yes Red door");
    REQUIRE(house.act({{"label.set", {{"label", "-"}}}}));
    REQUIRE(house.act({{"names.allow", {{"turn", "off"}}}}));
    CHECK(shown() == "no ");
}

TEST_CASE("a word or a leave is for one phone, said from any of hers, and nobody else's phone") {
    House house;
    auto const [asha, bela] = two_on_one_phone(house);
    run_sql(house, "INSERT INTO phone (e164, lang, first_seen, last_seen) VALUES (919876543219, "
                   "'en', 1790000000000, 1790000000000); INSERT INTO person_phone (phone, person, "
                   "from_at) VALUES (919876543219, " +
                       std::to_string(asha) + ", 1790000000000)");
    house.caller().person = asha;
    house.caller().phone = Msisdn::from_number(919'876'543'219);
    auto const own = std::to_string(tests::kCaller);
    REQUIRE(house.act({{"label.set", {{"label", "Tree"}, {"line", own}}}}));
    REQUIRE(house.act({{"names.allow", {{"turn", "on"}, {"line", own}}}}));
    auto const rows = house.ask("account.phones").rows;
    REQUIRE(rows.size() == 2);
    CHECK(rows[0] == Values{{"line", own},
                            {"kin", "own"},
                            {"tail", "XX3210"},
                            {"ask", ""},
                            {"others", "yes"},
                            {"label", "Tree"},
                            {"names", "yes"}});
    CHECK(rows[1].get("others").empty());
    CHECK(rows[1].get("label").empty());
    for (auto const* effect : {"label.set", "names.allow"})
        CHECK(refused(house.act(
                  {{effect, {{"label", "Mine"}, {"turn", "on"}, {"line", "919876543299"}}}})) ==
              Errc::conflict);
}

TEST_CASE("whoever left a phone is nobody on it, and the others keep their numbers") {
    House house;
    auto const [asha, bela] = two_on_one_phone(house);
    run_sql(house, "UPDATE person_phone SET until_at = 1, ended_why = 'left' WHERE person = " +
                       std::to_string(asha));
    house.caller().person = asha; // chosen before she left
    auto const profile = house.ask("caller.profile");
    CHECK(profile.outcome == "member");
    CHECK(profile.values.get("me") == std::to_string(bela));
    CHECK(house.ask("caller.persons").rows.at(0).get("i") == "2");
}

TEST_CASE("two people of one phone join in one session where the provider has no session id") {
    House house;
    auto const join = [&](std::uint64_t serial, std::string at) {
        return Effect{"member.join",
                      {{"role", "maker"},
                       {"product", "pickle"},
                       {"dist_id", "537"},
                       {"show", "no"},
                       {"consent_at", std::move(at)},
                       {"ref", ref(serial)}}};
    };
    REQUIRE(house.act({join(0, "1789999990000")}));
    REQUIRE(house.act({join(1, "1789999990000")})); // the same agreement: the same member
    CHECK(house.number("SELECT count(*) FROM enterprise") == 1);
    REQUIRE(house.act({join(2, "1789999995000")}));
    CHECK(house.number("SELECT count(*) FROM enterprise") == 2);
    CHECK(house.number("SELECT count(*) FROM person_phone") == 2);
}

TEST_CASE("a number holds six people, and four may join from it in a day") {
    House house;
    CHECK(house.ask("join.allowed").outcome == "ok");
    for (int i = 0; i < people::registrations_a_day; ++i) house.join(kCaller, {});
    CHECK(house.ask("join.allowed").outcome == "limit");
    house.caller().now += day;
    CHECK(house.ask("join.allowed").outcome == "ok");
    house.join(kCaller, {});
    house.join(kCaller, {});
    CHECK(house.ask("join.allowed").outcome == "full");
    // And who comes past the question is refused where it is written.
    house.caller().session = "at:500";
    auto const one_more = house.act({{"member.join",
                                      {{"role", "maker"},
                                       {"product", "pickle"},
                                       {"dist_id", "537"},
                                       {"show", "no"},
                                       {"ref", ref(6)}}}});
    CHECK(refused(one_more) == Errc::bad_request);
    CHECK(house.number("SELECT count(*) FROM person") == 6);
    CHECK(house.number("SELECT count(*) FROM enterprise") == 6);
}

TEST_CASE("a number that was silent for 60 days shows nothing before it is proven") {
    House house;
    house.join(kCaller, {{"name", "Asha Foods"}});
    house.caller().now += 59 * day;
    CHECK(outcome(house) == "member");
    house.caller().now += day;
    CHECK(house.ask("caller.profile") ==
          Answer{"silent", {{"lang", "en"}, {"shared", ""}, {"seen", ""}}, {}, false});

    auto const rows = house.ask("verify.products");
    CHECK(rows.values.get("ask_by") == "name");
    REQUIRE(rows.rows.size() == 3);
    auto const has = [&](std::string_view code) {
        return std::any_of(rows.rows.begin(), rows.rows.end(),
                           [&](Values const& row) { return row.get("vprod") == code; });
    };
    CHECK(has("pickle"));
    CHECK(house.ask("verify.products") == rows); // asked again, nothing more is learnt

    auto const check = [&](char const* product, char const* word) {
        return house.ask("verify.check", {{"vprod", product}, {"vword", word}}).outcome;
    };
    CHECK(check("pickle", "asha") == "right");
    CHECK(check("papad", "asha") == "wrong");
    CHECK(check("pickle", "bela") == "wrong");
    CHECK(check("gold", "asha") == "wrong");

    CHECK(outcome(house, {{"verified", "yes"}}) == "member");
    REQUIRE(house.act({{"phone.seen", {{"verified", "yes"}}}}));
    CHECK(outcome(house) == "member");
    CHECK(house.ask("caller.profile").values.get("seen") == "yes");
    CHECK(house.number("SELECT last_verified = last_seen FROM phone") == 1);
}

TEST_CASE("who gave no name proves herself by her PIN code") {
    House house;
    house.join(kCaller, {{"name", ""}});
    house.caller().now += 61 * day;
    CHECK(house.ask("verify.products").values.get("ask_by") == "pin");
    auto const check = [&](char const* pin) {
        return house.ask("verify.check", {{"vprod", "pickle"}, {"vword", pin}}).outcome;
    };
    CHECK(check("844101") == "right");
    CHECK(check("800001") == "wrong");
}

TEST_CASE("a calling member is written down once a day and never turns silent") {
    House house;
    house.join(kCaller, {});
    for (int i = 0; i < 4; ++i) {
        house.caller().now += 40 * day;
        auto const profile = house.ask("caller.profile");
        REQUIRE(profile.outcome == "member");
        CHECK(profile.values.get("seen").empty());
        REQUIRE(house.act({{"phone.seen", {}}}));
        CHECK(house.ask("caller.profile").values.get("seen") == "yes");
    }
    CHECK(house.number("SELECT last_verified IS NULL FROM phone") == 1); // it had nothing to prove
}

TEST_CASE(
    "a stranger with a recycled number fails once, and the number is nobody's until the desk") {
    House house;
    auto const asha = owner(house, house.join(kCaller, {{"name", "Asha Foods"}}));
    house.caller().now += 70 * day;
    REQUIRE(house.act({{"phone.detach", {{"detached", "unproven"}}}}));
    CHECK(outcome(house) == "new");
    CHECK(house.ask("caller.persons").outcome == "none");
    CHECK(house.ask("verify.products").outcome == "none");
    CHECK(house.text("SELECT state FROM phone") == "quarantined");
    CHECK(house.text("SELECT ended_why FROM person_phone") == "unproven");

    // The stranger joins; the number is hers now.
    auto const stranger = owner(house, house.join(kCaller, {{"name", "Sita"}}));
    CHECK(house.ask("caller.profile").values.get("me") == std::to_string(stranger));

    // The desk has rung: it was the member after all. Both are on the phone then.
    {
        auto db = storage::Db::open(house.dir() + "/haatline.db", storage::Db::Mode::read_write);
        REQUIRE(db);
        storage::Prepared sql(*db);
        CHECK(storage::restore_number(sql, kCaller,
                                      house.caller().now.time_since_epoch().count()) == 1);
        CHECK(storage::restore_number(sql, kCaller, 0) == 0);
    }
    CHECK(outcome(house) == "several");
    house.caller().person = asha;
    CHECK(outcome(house) == "member");
}

TEST_CASE(
    "who could not prove her number leaves one ticket, and closing it as restored gives it back") {
    House house;
    house.join(kCaller, {{"name", "Asha Foods"}});
    house.caller().now += 70 * day;
    REQUIRE(house.act({{"phone.detach", {{"detached", "unproven"}}},
                       {"number.ask", {{"screen", "verify.name"}, {"ref", ref(0)}}}}));
    REQUIRE(house.act({{"number.ask", {{"screen", "verify.prod"}, {"ref", ref(1)}}}}));
    CHECK(house.text("SELECT group_concat(kind || ' ' || screen) FROM ticket") ==
          "number verify.name");
    auto db = storage::Db::open(house.dir() + "/haatline.db", storage::Db::Mode::read_write);
    REQUIRE(db);
    storage::Prepared sql(*db);
    auto const now = house.caller().now.time_since_epoch().count();
    REQUIRE(storage::settle_ticket(sql, 0, "not_restored", now));
    CHECK(outcome(house) == "new");
    REQUIRE(storage::settle_ticket(sql, 0, "restored", now));
    CHECK(outcome(house) == "member");
    CHECK(storage::settle_ticket(sql, 0, "restored", now).error().code == Errc::conflict);
    REQUIRE(storage::settle_ticket(sql, 99, "restored", now)); // no such ticket: nothing to do
}

TEST_CASE("after 90 silent days whoever calls is new") {
    House house;
    house.join(kCaller, {{"name", "Asha Foods"}});
    house.caller().now += 90 * day;
    CHECK(house.ask("caller.profile") == Answer{"lapsed", {}, {}, false});
    REQUIRE(house.act({{"phone.detach", {{"detached", "lapsed"}}}}));
    CHECK(outcome(house) == "new");
}

TEST_CASE(
    "an imported number that never called must prove itself, however late, and does not lapse") {
    House house;
    house.join(kCaller, {{"name", "Asha Foods"}});
    run_sql(house, "UPDATE phone SET last_seen = NULL");
    CHECK(outcome(house) == "member");
    house.caller().now += 400 * day;
    CHECK(outcome(house) == "silent");
}

TEST_CASE("a person is the same on each of her phones") {
    House house;
    auto const asha = owner(house, house.join(kCaller, {{"name", "Asha Foods"}}));
    run_sql(house, "INSERT INTO phone (e164, lang, first_seen, last_seen) VALUES (919876543219, "
                   "'hi', 1790000000000, 1790000000000); INSERT INTO person_phone (phone, person, "
                   "from_at) VALUES (919876543219, " +
                       std::to_string(asha) + ", 1790000000000)");
    auto const here = house.ask("caller.profile");
    house.caller().phone = Msisdn::from_number(919'876'543'219);
    auto const there = house.ask("caller.profile");
    CHECK(there.values.get("me") == here.values.get("me"));
    CHECK(there.values.get("biz") == "Asha Foods");
    CHECK(there.values.get("lang") == "hi");
    CHECK(there.values.get("acting").empty());
}

TEST_CASE("what a helper does for somebody is written down, and nothing else is") {
    House house;
    auto const asha = owner(house, house.join(kCaller, {{"name", "Asha Foods"}}));
    run_sql(house, "INSERT INTO phone (e164, lang, first_seen, last_seen) VALUES (919876543219, "
                   "'hi', 1790000000000, 1790000000000); INSERT INTO person_phone (phone, person, "
                   "relation, from_at) VALUES (919876543219, " +
                       std::to_string(asha) + ", 'helper', 1790000000000)");
    REQUIRE(house.act({{"phone.seen", {}}}));
    CHECK(house.number("SELECT count(*) FROM person_act") == 0);
    house.caller().phone = Msisdn::from_number(919'876'543'219);
    CHECK(house.ask("caller.profile").values.get("acting") == "helper");
    house.caller().person = asha;
    REQUIRE(house.act(
        {{"watch.add",
          {{"product", "pickle"}, {"want", "buyer"}, {"ring", "state"}, {"acting", "helper"}}}}));
    CHECK(house.text("SELECT person || ' ' || phone || ' ' || relation || ' ' || act FROM "
                     "person_act") == std::to_string(asha) + " 919876543219 helper watch.add");
}
