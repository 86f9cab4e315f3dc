#include "storage/demo.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using namespace haatline::storage;
using haatline::tests::House;

TEST_CASE("demo data is the same every time") {
    std::string const fingerprint =
        "SELECT group_concat(e.id || e.name || e.pin || e.listed || p.role || p.product || "
        "ifnull(v.org, '')) FROM enterprise e "
        "JOIN enterprise_product p ON p.enterprise = e.id LEFT JOIN vouch v ON v.enterprise = e.id";
    House first, second;
    REQUIRE(fill_demo(first.dir(), 300, first.world().world));
    second.world().clock.pass(std::chrono::hours(99));
    REQUIRE(fill_demo(second.dir(), 300, second.world().world));
    CHECK(first.text(fingerprint) == second.text(fingerprint));
    CHECK(first.text(fingerprint).size() > 3000);
}

TEST_CASE("a second start adds nothing, and another size says what to do") {
    House house;
    auto const first = fill_demo(house.dir(), 200, house.world().world);
    REQUIRE(first);
    CHECK(first->added);
    CHECK(first->enterprises == 200);
    auto const second = fill_demo(house.dir(), 200, house.world().world);
    REQUIRE(second);
    CHECK_FALSE(second->added);
    auto const other = fill_demo(house.dir(), 300, house.world().world);
    REQUIRE_FALSE(other);
    CHECK(other.error().code == Errc::conflict);
    CHECK(other.error().detail.find("--demo-size 200") != std::string::npos);
    CHECK(house.number("SELECT count(*) FROM enterprise") == 200);
    CHECK(fill_demo(house.dir(), -1, house.world().world).error().code == Errc::bad_request);
}

TEST_CASE("everybody invented is marked so, on numbers kept for it, in real places") {
    House house;
    REQUIRE(fill_demo(house.dir(), 1000, house.world().world));
    CHECK(house.number("SELECT count(*) FROM enterprise WHERE demo = 0") == 0);
    CHECK(house.number(
              "SELECT count(*) FROM phone WHERE e164 NOT BETWEEN 919000000000 AND 919009999999") ==
          0);
    CHECK(house.number("SELECT count(*) FROM cluster WHERE demo = 1") == 2000);
    CHECK(house.number("SELECT count(*) FROM pragma_foreign_key_check") == 0);
    CHECK(house.number("SELECT max(length(name)) FROM enterprise") <= 13);
    CHECK(house.number("SELECT count(DISTINCT role) FROM peer") == 6);
    auto const vouched = house.number("SELECT count(*) FROM vouch");
    CHECK(vouched > 150);
    CHECK(vouched < 250);
}

TEST_CASE("every search from a pilot town finds somebody among ten thousand") {
    House house;
    REQUIRE(fill_demo(house.dir(), 10'000, house.world().world));
    for (auto const* pin : {"844101", "800001", "302001", "682001"})
        for (auto const* want :
             {"maker", "buyer", "supplier", "machine_maker", "service", "institute"}) {
            INFO(pin << " " << want);
            CHECK(house
                      .ask("peers.near",
                           {{"product", "pickle"}, {"want", want}, {"ring", "near"}, {"pin", pin}})
                      .outcome == "some");
        }
}
