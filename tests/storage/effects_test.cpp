#include "cluster/reference.hpp"
#include "tests/storage/house.hpp"

using namespace haatline;
using haatline::tests::House;

namespace {

Effect join(std::uint64_t serial, Values more = {}) {
    Values with{{"role", "maker"},
                {"product", "pickle"},
                {"pin", "844101"},
                {"dist_id", "537"},
                {"show", "yes"},
                {"notice", "ussd-short"},
                {"name", "Asha Foods"},
                {"ref", reference_text(serial)},
                {"consent_at", "1789999990000"}};
    with.merge(more);
    return {"member.join", with};
}

} // namespace

TEST_CASE("joining writes person, phone and enterprise apart, with a consent for each purpose") {
    House house;
    REQUIRE(house.act({join(0)}));
    CHECK(house.text("SELECT group_concat(purpose || ':' || notice || ':' || channel || ':' || "
                     "evidence || ':' || given_at, ' ') "
                     "FROM consent") ==
          "core:ussd-short:ussd:at:1:1789999990000 list:ussd-short:ussd:at:1:1790000000000");
    CHECK(
        house.text(
            "SELECT opened(name) || ' ' || pin || ' ' || district || ' ' || listed || ' ' || demo "
            "|| ' ' || code FROM enterprise") == "Asha Foods 844101 537 1 0 H" + reference_text(0));
    CHECK(house.number("SELECT count(*) FROM person_phone") == 1);
    CHECK(house.number("SELECT count(*) FROM peer") == 1);
    CHECK(house.store().next_serial("member").value() == 1);
    CHECK(house.store().enterprises() == 1);
}

TEST_CASE("who does not want to be shown gives no consent for it and is in no index") {
    House house;
    REQUIRE(house.act({join(0, {{"show", "no"}})}));
    CHECK(house.text("SELECT group_concat(purpose) FROM consent") == "core");
    CHECK(house.number("SELECT count(*) FROM peer") == 0);
}

TEST_CASE("joining twice in one dialogue is one member") {
    House house;
    REQUIRE(house.act({join(0)}));
    REQUIRE(house.act({join(0)})); // the same step again
    REQUIRE(house.act({join(1)})); // "show me?" answered twice
    CHECK(house.number("SELECT count(*) FROM enterprise") == 1);
    CHECK(house.number("SELECT count(*) FROM person") == 1);
    CHECK(house.number("SELECT n FROM district_product") == 1);
}

TEST_CASE("a second member on a shared phone is a second person") {
    House house;
    REQUIRE(house.act({join(0)}));
    house.caller().session = "at:2";
    REQUIRE(house.act({join(1, {{"product", "papad"}})}));
    CHECK(house.number("SELECT count(*) FROM enterprise") == 2);
    CHECK(house.number("SELECT count(*) FROM person_phone") == 2);
    CHECK(house.number("SELECT count(*) FROM phone") == 1);
    CHECK(house.ask("caller.profile") ==
          Answer{"several", {{"lang", "en"}, {"shared", "yes"}, {"seen", "yes"}}, {}, false});
}

TEST_CASE(
    "a serial of another member is refused, and so is a join without place, product or reference") {
    House house;
    REQUIRE(house.act({join(0)}));
    house.caller().session = "at:2";
    CHECK(house.act({join(0)}).error().code == Errc::internal);
    CHECK(house.act({join(1, {{"product", "gold"}})}).error().code == Errc::bad_request);
    CHECK(house.act({join(1, {{"role", "king"}})}).error().code == Errc::bad_request);
    CHECK(house.act({join(1, {{"pin", ""}, {"dist_id", ""}})}).error().code == Errc::bad_request);
    CHECK(house.act({join(1, {{"ref", "123456"}})}).error().code == Errc::internal);
    CHECK(house.number("SELECT count(*) FROM person") == 1);
    CHECK(house.number("SELECT count(*) FROM event") == 1);
}

TEST_CASE("who makes machines or mends them is found under that, whatever they said they were") {
    House house;
    REQUIRE(house.act({join(0, {{"role", "machine_maker"}, {"product", "repair"}})}));
    CHECK(house.text("SELECT group_concat(product || ':' || role) FROM (SELECT product, role FROM "
                     "peer ORDER BY product)") == "0:5,41:5");
}

TEST_CASE("a district of a caller who knows better stands beside the point of the PIN") {
    House house;
    auto const other = house.text("SELECT id FROM district WHERE name = 'Patna'");
    REQUIRE(house.act({join(0, {{"dist_id", other}})}));
    CHECK(house.text("SELECT district FROM enterprise") == other);
    CHECK(house.number("SELECT lat_e4 FROM enterprise") ==
          house.number("SELECT lat_e4 FROM pin WHERE pin = 844101"));
}

TEST_CASE("names keep quotes, braces and any script") {
    House house;
    std::string const name = "O'Brien \"{biz}\" अचार 😀";
    REQUIRE(house.act({join(0, {{"name", name}})}));
    CHECK(house.ask("caller.profile").values.get("biz") == name);
}

TEST_CASE("three call-backs a day, counted by the caller's day") {
    House house;
    // 23:55 on one Indian day.
    house.caller().now = TimePoint(Millis(1'790'000'000'000)) + std::chrono::hours(24);
    house.caller().now = std::chrono::floor<std::chrono::days>(house.caller().now) +
                         std::chrono::hours(18) + std::chrono::minutes(25);
    for (std::uint64_t i = 0; i < 3; ++i) {
        CHECK(house.ask("callback.allowed").outcome == "ok");
        REQUIRE(house.act({{"callback.ask", {{"screen", "reg.pin"}, {"ref", reference_text(i)}}}}));
    }
    CHECK(house.ask("callback.allowed").outcome == "limit");
    house.caller().now += std::chrono::minutes(10);
    CHECK(house.ask("callback.allowed").outcome == "ok");
    CHECK(house.text("SELECT kind || ' ' || screen || ' ' || state FROM ticket WHERE serial = 2") ==
          "callback reg.pin open");
}

TEST_CASE("posts are kept as said, five a day") {
    House house;
    house.join(tests::kCaller, {});
    auto const post = [](std::uint64_t serial) {
        return Effect{"listing.post",
                      {{"kind", "buy"},
                       {"product", "pickle"},
                       {"qty", "50"},
                       {"unit", "kg"},
                       {"price", ""},
                       {"dist_id", "537"},
                       {"ref", reference_text(serial)}}};
    };
    for (std::uint64_t i = 0; i < 5; ++i) REQUIRE(house.act({post(i)}));
    CHECK(house.ask("listing.allowed").outcome == "limit");
    CHECK(house.text("SELECT kind || qty || unit || '/' || price || '/' || ifnull(pin, 'none') || "
                     "'/' || district || state || "
                     "((expires_at - created_at) / 86400000) FROM listing WHERE serial = 0") ==
          "buy50kg//none/537draft15");
    CHECK(house.number(
              "SELECT count(*) FROM listing WHERE person IS NOT NULL AND enterprise IS NOT NULL") ==
          5);
}

TEST_CASE("a post on a shared phone is of the one who wrote it, who alone ends it or keeps it on") {
    House house;
    house.join(tests::kCaller, {});
    house.join(tests::kCaller, {{"name", "Second"}});
    auto const ref = reference_text(0);
    house.caller().person = 2;
    REQUIRE(house.act({{"listing.post",
                        {{"kind", "sell"},
                         {"product", "papad"},
                         {"qty", "5"},
                         {"unit", "kg"},
                         {"price", "80"},
                         {"ref", ref}}}}));
    REQUIRE(
        house.act({{"watch.add", {{"product", "papad"}, {"want", "buyer"}, {"ring", "near"}}}}));
    CHECK(house.text("SELECT l.person || ' ' || l.enterprise || ' ' || w.person FROM listing l, "
                     "watch w") == "2 2 2");

    house.caller().person = 1;
    CHECK(house.ask("listing.mine") == Answer{"none", {}, {}, false});
    CHECK(house.ask("listing.item", {{"post", ref}}) == Answer{"none", {}, {}, false});
    REQUIRE(house.act({{"listing.close", {{"post", ref}}}}));
    CHECK(house.text("SELECT state FROM listing") == "draft");

    house.caller().person = 2;
    CHECK(house.ask("listing.mine") ==
          Answer{"some", {}, {{{"post", ref}, {"kind", "sell"}, {"prod", "Papad"}}}, false});
    house.caller().now += std::chrono::hours(24 * 14);
    REQUIRE(house.act({{"listing.renew", {{"post", ref}}}}));
    CHECK(house.number("SELECT (expires_at - created_at) / 86400000 FROM listing") == 14 + 15);
    REQUIRE(house.act({{"listing.close", {{"post", ref}}}}));
    CHECK(house.ask("listing.mine") == Answer{"none", {}, {}, false});
    auto const item = house.ask("listing.item", {{"post", ref}});
    CHECK(item.outcome == "over");
    CHECK(item.values.get("amount") == "5 kg");
    REQUIRE(house.act({{"listing.renew", {{"post", ref}}}})); // what is ended stays ended
    CHECK(house.ask("listing.item", {{"post", ref}}).outcome == "over");
}

TEST_CASE("posts are listed newest first, a page at a time, until their time is over") {
    House house;
    house.join(tests::kCaller, {});
    house.caller().person = 1;
    for (std::uint64_t i = 0; i < 12; ++i) {
        house.caller().now += std::chrono::hours(12);
        REQUIRE(
            house.act({{"listing.post",
                        {{"kind", "buy"}, {"product", "pickle"}, {"ref", reference_text(i)}}}}));
    }
    auto const first = house.ask("listing.mine");
    CHECK(first.rows.front().get("post") == reference_text(11));
    CHECK(first.more);
    auto const rest = house.ask("listing.mine", {{"offset", std::to_string(first.rows.size())}});
    CHECK(rest.rows.size() == 12 - first.rows.size());
    CHECK(rest.rows.back().get("post") == reference_text(0));
    house.caller().now += std::chrono::hours(24 * 15);
    CHECK(house.ask("listing.mine") == Answer{"none", {}, {}, false});
}

TEST_CASE("a watch said twice is one watch") {
    House house;
    Effect const watch{
        "watch.add",
        {{"product", "pickle"}, {"want", "buyer"}, {"ring", "near"}, {"pin", "844101"}}};
    REQUIRE(house.act({watch}));
    REQUIRE(house.act({watch}));
    REQUIRE(house.act(
        {{"watch.add",
          {{"product", "pickle"}, {"want", "buyer"}, {"ring", "india"}, {"pin", "844101"}}}}));
    CHECK(house.number("SELECT count(*) FROM watch") == 2);
}

TEST_CASE("words nobody knew and searches that found nobody are counted, without the caller") {
    House house;
    for (auto const* word : {"Xyzzy", "xyzzy", " XYZZY "})
        REQUIRE(house.act({{"word.unknown", {{"word", word}}}}));
    REQUIRE(house.act({{"word.unknown", {{"word", ""}}}}));
    CHECK(house.text("SELECT group_concat(opened(word) || n) FROM unmet_word") == "Xyzzy3");
    Effect const empty{
        "search.empty",
        {{"product", "honey"}, {"want", "maker"}, {"ring", "near"}, {"dist_id", "537"}}};
    REQUIRE(house.act({empty}));
    REQUIRE(house.act({empty}));
    CHECK(house.text("SELECT ring || district || n FROM unmet_search") == "near5372");
    CHECK(house.number(
              "SELECT count(*) FROM pragma_table_info('unmet_word') WHERE name = 'phone'") == 0);
}
