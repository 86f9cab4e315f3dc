#include "cluster/reference.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using haatline::tests::House;

namespace {

constexpr std::uint64_t kOther = 919'876'543'230; // a second phone

/// A member on the test's phone who calls from it.
void come_in(House& house, Values choices = {}) {
    house.join(tests::kCaller, std::move(choices));
    house.caller().person = house.number("SELECT max(id) FROM person");
}

std::string outcome(House& house, std::string name, Values with = {}) {
    return house.ask(std::move(name), std::move(with)).outcome;
}

std::string made(House& house) {
    return house.text(
        "SELECT group_concat(code || ':' || role, ' ') FROM (SELECT r.code, p.role FROM "
        "enterprise_product p JOIN product r ON r.id = p.product ORDER BY p.role, p.product)");
}

/// What the search and the counts would have to say, worked out from the tables themselves.
void follows(House& house) {
    CHECK(house.text(
              "SELECT group_concat(role || ':' || product || ':' || lat_row || ':' || lon_e4 || "
              "':' || district, ' ') FROM (SELECT * FROM peer WHERE product <> 0 ORDER BY role, "
              "product)") ==
          house.text("SELECT group_concat(role || ':' || product || ':' || lat || ':' || lon || "
                     "':' || district, ' ') FROM (SELECT p.role, p.product, e.lat_e4 / 1000 AS "
                     "lat, e.lon_e4 AS lon, e.district FROM enterprise e JOIN enterprise_product p "
                     "ON p.enterprise = e.id WHERE e.listed ORDER BY p.role, p.product)"));
    CHECK(house.text(
              "SELECT group_concat(district || ':' || role || ':' || product || ':' || n, ' ') "
              "FROM (SELECT * FROM district_product ORDER BY district, role, product)") ==
          house.text(
              "SELECT group_concat(district || ':' || role || ':' || product || ':' || n, ' ') "
              "FROM (SELECT e.district, p.role, p.product, count(*) AS n FROM enterprise e "
              "JOIN enterprise_product p ON p.enterprise = e.id GROUP BY 1, 2, 3 ORDER BY "
              "1, 2, 3)"));
}

} // namespace

TEST_CASE("details are changed one field at a time, and the search follows each") {
    House house;
    come_in(house);
    CHECK(house.ask("account.details") ==
          Answer{"some",
                 {{"own", "Asha Foods"}, {"place", "Vaishali 844101"}, {"role", "maker"}},
                 {},
                 false});
    REQUIRE(house.act({{"name.change", {{"name", "Asha Papad"}}}}));
    REQUIRE(house.act({{"place.change", {{"pin", "800001"}, {"dist_id", ""}}}}));
    follows(house);
    REQUIRE(house.act({{"role.change", {{"role", "buyer"}}}}));
    follows(house);
    CHECK(house.ask("account.details") ==
          Answer{"some",
                 {{"own", "Asha Papad"}, {"place", "Patna 800001"}, {"role", "buyer"}},
                 {},
                 false});
    auto const vaishali = house.text("SELECT id FROM district WHERE name = 'Vaishali'");
    REQUIRE(house.act({{"place.change", {{"dist_id", vaishali}}}}));
    follows(house);
    CHECK(house.ask("account.details").values.get("place") == "Vaishali");
}

TEST_CASE("two phones that edit one profile at once lose no field and mix none: the later answer "
          "wins, field by field") {
    House house;
    come_in(house);
    auto second = house.caller();
    second.phone = Msisdn::from_number(kOther);
    second.session = "at:other";
    auto const from_second = [&](Effect effect) {
        auto step = house.step({std::move(effect)});
        step.caller = second;
        return step;
    };
    // Both saw the old profile; their answers come between one another and in one commit.
    std::uint64_t token = 1'000;
    auto& journal = house.journal();
    REQUIRE(journal.append(house.step({{"name.change", {{"name", "From the first"}}}}), token++));
    REQUIRE(journal.append(from_second({"place.change", {{"pin", "800001"}}}), token++));
    REQUIRE(journal.append(house.step({{"role.change", {{"role", "supplier"}}}}), token++));
    REQUIRE(journal.append(from_second({"name.change", {{"name", "From the second"}}}), token++));
    REQUIRE(journal.append(from_second({"product.add", {{"product", "papad"}}}), token++));
    REQUIRE(journal.append(house.step({{"product.add", {{"product", "papad"}}}}), token++));
    REQUIRE(journal.append(house.step({{"product.add", {{"product", "namkeen"}}}}), token++));
    while (--token >= 1'000) REQUIRE(house.wait_for(token));
    CHECK(house.ask("account.details") ==
          Answer{"some",
                 {{"own", "From the second"}, {"place", "Patna 800001"}, {"role", "supplier"}},
                 {},
                 false});
    CHECK(made(house) == "pickle:3 papad:3 namkeen:3");
    follows(house);
}

TEST_CASE("an account's change that comes again changes nothing more") {
    House house;
    come_in(house);
    std::vector<Effect> const changes{
        {"place.change", {{"pin", "800001"}}},
        {"role.change", {{"role", "machine_maker"}, {"product", "mc_flour"}}},
        {"product.add", {{"product", "papad"}}},
        {"product.remove", {{"product", "pickle"}}},
        {"udyam.claim", {{"udyam", "UDYAM-BR-12-0001234"}}},
        {"alert.set", {{"topic", "prices"}, {"turn", "on"}, {"notice", "ussd-alerts-1"}}},
        {"consent.withdraw", {{"purpose", "list"}}},
        {"messages.stop", {}},
        {"erase.ask", {{"ref", reference_text(0)}}}};
    auto const all = [&] {
        std::string out = made(house);
        for (auto const* table : {"consent", "subscription", "message_stop", "erasure",
                                  "enterprise_id", "district_product", "peer"})
            out += fmt::format(" {}={}", table,
                               house.number(fmt::format("SELECT count(*) FROM {}", table)));
        return out + house.text("SELECT group_concat(ifnull(withdrawn_at, '-')) FROM consent");
    };
    for (auto const& change : changes) {
        if (!house.act({change})) FAIL(change.name);
        auto const before = all();
        if (!house.act({change})) FAIL(change.name);
        CHECK(all() == before);
    }
    follows(house);
}

TEST_CASE("work that suits none of her products asks for one that it suits") {
    House house;
    come_in(house);
    CHECK(outcome(house, "account.work", {{"role", "buyer"}}) == "fits");
    CHECK(outcome(house, "account.work", {{"role", "machine_maker"}}) == "product");
    REQUIRE(house.act({{"role.change", {{"role", "machine_maker"}, {"product", "mc_flour"}}}}));
    CHECK(house.ask("account.details").values.get("role") == "machine_maker");
    CHECK(made(house) == "pickle:1 mc_flour:2"); // who makes pickle still makes it
    CHECK(house.ask("caller.profile").values.get("product") == "mc_flour");
    CHECK(outcome(house, "account.work", {{"role", "machine_maker"}}) == "fits");
}

TEST_CASE("at least one product stays, at most five stand, and the main one keeps its place") {
    House house;
    come_in(house, {{"product", "papad"}});
    CHECK(outcome(house, "product.allowed", {{"product", "papad"}, {"turn", "off"}}) == "last");
    CHECK(house.act({{"product.remove", {{"product", "papad"}}}}).error().code == Errc::conflict);
    for (auto const* product : {"pickle", "namkeen", "badi", "spice"}) {
        CHECK(outcome(house, "product.allowed", {{"product", product}, {"turn", "on"}}) == "ok");
        if (!house.act({{"product.add", {{"product", product}}}})) FAIL(product);
    }
    CHECK(house.ask("caller.profile").values.get("product") == "papad");
    auto const list = house.ask("account.products");
    CHECK(list.rows.size() == 5);
    CHECK(list.rows.front().get("product") == "papad");
    CHECK(list.values.get("full") == "yes");
    CHECK(outcome(house, "product.allowed", {{"product", "jam"}, {"turn", "on"}}) == "full");
    CHECK(house.act({{"product.add", {{"product", "jam"}}}}).error().code == Errc::limit);
    CHECK(outcome(house, "product.allowed", {{"product", "badi"}, {"turn", "on"}}) == "there");
    REQUIRE(house.act({{"product.remove", {{"product", "papad"}}}}));
    CHECK(house.ask("account.products").values.get("full").empty());
    follows(house);
}

TEST_CASE(
    "a Udyam number is claimed until an officer verifies it, and a new one is claimed again") {
    House house;
    come_in(house);
    CHECK(outcome(house, "account.udyam") == "none");
    REQUIRE(house.act({{"udyam.claim", {{"udyam", "br 12 ooo1234"}}}}));
    CHECK(house.ask("account.udyam") ==
          Answer{"claimed", {{"udyam", "UDYAM-BR-12-0001234"}}, {}, false});
    CHECK(house.act({{"udyam.claim", {{"udyam", "BR-12"}}}}).error().code == Errc::bad_request);
    {
        auto db = storage::Db::open(house.dir() + "/haatline.db", storage::Db::Mode::read_write);
        REQUIRE(db);
        REQUIRE(db->execute("UPDATE enterprise_id SET verified_by = 'officer', verified_at = 1"));
    }
    CHECK(outcome(house, "account.udyam") == "verified");
    REQUIRE(house.act({{"udyam.claim", {{"udyam", "UDYAM-BR-12-0001234"}}}})); // the same: no doubt
    CHECK(outcome(house, "account.udyam") == "verified");
    REQUIRE(house.act({{"udyam.claim", {{"udyam", "UDYAM-BR-12-0005678"}}}}));
    CHECK(outcome(house, "account.udyam") == "claimed");
    CHECK(house.text("SELECT typeof(value) FROM enterprise_id") == "blob"); // under her key
    REQUIRE(house.act({{"udyam.drop", {}}}));
    CHECK(outcome(house, "account.udyam") == "none");
}

TEST_CASE("nobody known to be calling has no account, and an effect without a person is refused") {
    House house;
    house.join(tests::kCaller, {});
    for (auto const* name :
         {"account.details", "account.products", "account.udyam", "account.phones",
          "account.privacy", "account.kept", "alerts.mine", "erase.terms"})
        if (outcome(house, name) != "none") FAIL(name);
    for (auto const* name :
         {"name.change", "place.change", "role.change", "product.add", "product.remove",
          "udyam.claim", "udyam.drop", "consent.give", "consent.withdraw", "messages.stop",
          "messages.start", "alert.set", "alerts.by", "erase.ask", "erase.undo", "phone.ask",
          "phone.take_back", "phone.drop"})
        if (house.act({{name, {}}}).error().code != Errc::bad_request) FAIL(name);
}

TEST_CASE("a person with no enterprise left has no account to change") {
    House house;
    come_in(house);
    house.caller().person = 4'711;
    CHECK(outcome(house, "account.details") == "none");
    CHECK(house.act({{"name.change", {{"name", "X"}}}}).error().code == Errc::bad_request);
    CHECK(house.text("SELECT count(*) FROM enterprise") == "1");
}

TEST_CASE("names that no flow may set are refused, and nothing of the step stays") {
    House house;
    come_in(house);
    for (auto const& effect : std::vector<Effect>{
             {"role.change", {{"role", "king"}}},
             {"product.add", {{"product", "gold"}}},
             {"place.change", {{"pin", "999999"}}},
             {"consent.give", {{"purpose", "marketing"}, {"notice", "x"}}},
             {"consent.withdraw", {{"purpose", ""}}},
             {"alert.set", {{"topic", "weather"}, {"turn", "on"}, {"notice", "x"}}},
             {"alerts.by", {{"way", "fax"}}},
             {"phone.ask",
              {{"new_phone", "919876543230"}, {"relation", "enemy"}, {"ref", "100009"}}},
             {"phone.ask", {{"new_phone", ""}, {"relation", "own"}, {"ref", "100009"}}}})
        if (house.act({effect}).error().code != Errc::bad_request) FAIL(effect.name);
    CHECK(made(house) == "pickle:1");
    CHECK(house.number("SELECT count(*) FROM consent") == 2);
    CHECK(house.number("SELECT count(*) FROM event") == 1);
    follows(house);
}

TEST_CASE("STOP from a phone stops what is sent to everybody behind it, and a stranger's only what "
          "goes to that number") {
    House house;
    come_in(house);
    REQUIRE(house.act(
        {{"alert.set", {{"topic", "prices"}, {"turn", "on"}, {"notice", "ussd-alerts-1"}}}}));
    for (int again = 0; again < 2; ++again) {
        REQUIRE(house.act({{"line.stop", {}}}));
        CHECK(house.number("SELECT count(*) FROM message_stop WHERE until_at IS NULL") == 1);
        CHECK(house.number("SELECT count(*) FROM subscription WHERE until_at IS NULL") == 0);
    }
    House other;
    CHECK(other.act({{"line.stop", {}}}));
    CHECK(other.number("SELECT count(*) FROM message_stop") == 0);
    CHECK(other.number("SELECT count(*) FROM number_stop") == 1);
}
