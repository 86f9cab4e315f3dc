#include "tests/storage/village.hpp"

using namespace haatline;
using namespace std::chrono_literals;
using namespace haatline::tests;

TEST_CASE("who was blocked reads a no, asks again in vain, and cannot tell") {
    Village village;
    REQUIRE(village.asks(village.bela, 0));
    REQUIRE(village.asks(village.chitra, 1));
    village.as_bela();
    REQUIRE(village.blocks(0));
    REQUIRE(village.blocks(0));
    village.as(kChitra);
    REQUIRE(village.declines(1));
    village.as_asha();
    auto const same = [&](std::uint64_t blocked, std::uint64_t plain) {
        auto one = village.item(blocked), other = village.item(plain);
        one.values.set("name", "");
        other.values.set("name", "");
        CHECK(one == other);
        CHECK(village.allowed(village.bela) == village.allowed(village.chitra));
        CHECK(village.inbox().rows.size() == 2);
    };
    same(0, 1);
    CHECK(village.item(0).outcome == "refused");
    village.wait(30 * kDay);
    REQUIRE(village.asks(village.bela, 2));
    REQUIRE(village.asks(village.chitra, 3));
    same(2, 3);
    CHECK(village.item(2).outcome == "waiting");
    village.wait(30 * kDay);
    same(2, 3);
    CHECK(village.item(2).outcome == "unanswered");
    village.as_bela();
    CHECK(village.unread().empty());
    CHECK(village.inbox().outcome == "none");
    CHECK(village.item(2).outcome == "gone");
}

TEST_CASE("a block holds both ways, for all on the blocked one's phone, until it is lifted") {
    Village village;
    auto const dina = village.house.join(tests::kCaller, {{"name", "Dina Mills"}});
    REQUIRE(village.asks(village.bela, 0));
    village.as_bela();
    REQUIRE(village.asks(village.asha, 1));
    REQUIRE(village.blocks(0));
    village.as(tests::kCaller, village.person_of(village.asha));
    CHECK(village.item(1).outcome == "gone"); // what the one who blocked had asked herself
    village.as(tests::kCaller, village.person_of(dina));
    REQUIRE(village.asks(village.bela, 2)); // the same phone under another name
    village.as_bela();
    CHECK(village.inbox().outcome == "none");
    CHECK(village.allowed(village.asha) == "stopped");
    REQUIRE(village.asks(village.asha, 3)); // past the question: it goes nowhere
    village.as(tests::kCaller, village.person_of(village.asha));
    CHECK(village.inbox().rows.size() == 1);
    village.as_bela();
    REQUIRE(village.house.act({{"talk.unblock", {{"peer", village.asha}}}}));
    REQUIRE(village.house.act({{"talk.unblock", {{"peer", village.asha}}}}));
    village.wait(31 * kDay);
    CHECK(village.allowed(village.asha) == "ok");
    village.as(tests::kCaller, village.person_of(village.asha));
    REQUIRE(village.asks(village.bela, 4));
    village.as_bela();
    CHECK(village.item(4).outcome == "request");
}

TEST_CASE("a report is a ticket with its reason, blocks at once, and is made three times a day") {
    Village village;
    auto const reports = [&](Values about, std::uint64_t ticket) {
        about.merge({{"why", "money"}, {"screen", "report.why"}, {"ref", reference_text(ticket)}});
        return village.house.act({{"report.file", about}});
    };
    REQUIRE(village.asks(village.bela));
    REQUIRE(reports({{"peer", village.chitra}}, 0));
    REQUIRE(reports({{"peer", village.chitra}}, 0));
    CHECK(village.allowed(village.chitra) == "stopped");
    village.as_bela();
    REQUIRE(reports({{"ask", reference_text(0)}}, 1));
    CHECK(village.state() == "blocked");
    CHECK(village.house.text("SELECT group_concat(kind || ' ' || reason || ' ' || about || ' ' || "
                             "ifnull(other_phone, '-'), ', ') FROM ticket") ==
          "report money enterprise " + village.chitra + " -, report money enquiry 0 919876543210");
    CHECK(village.house.text("SELECT group_concat(by_person || '>' || against || ' ' || why || ' ' "
                             "|| ifnull(enquiry, '-'), ', ') FROM report") ==
          fmt::format("{}>{} money -, {}>{} money 0", village.person_of(village.asha),
                      village.person_of(village.chitra), village.person_of(village.bela),
                      village.person_of(village.asha)));
    village.as_asha();
    for (std::uint64_t i = 2; i <= 3; ++i) {
        CHECK(village.house.ask("report.allowed").outcome == "ok");
        REQUIRE(reports({{"peer", village.bela}}, i));
    }
    CHECK(village.house.ask("report.allowed").outcome == "limit");
    village.wait(kDay);
    CHECK(village.house.ask("report.allowed").outcome == "ok");
}

TEST_CASE("to ask somebody who hid or left meanwhile is no error and reaches nobody") {
    Village village;
    SECTION("hidden") {
        village.write("UPDATE enterprise SET listed = 0 WHERE id = " + village.bela);
    }
    SECTION("closed") {
        village.write("UPDATE enterprise SET status = 'closed' WHERE id = " + village.bela);
    }
    SECTION("no row is left") { village.bela = "999"; }
    CHECK(village.allowed(village.bela) == "gone");
    REQUIRE(village.asks(village.bela));
    village.as_bela();
    CHECK(village.unread().empty());
    CHECK(village.inbox().outcome == "none");
}

TEST_CASE("who hides while an ask is open may still answer it") {
    Village village;
    REQUIRE(village.asks(village.bela));
    village.write("UPDATE enterprise SET listed = 0 WHERE id = " + village.bela);
    CHECK(village.item().outcome == "waiting");
    village.as_bela();
    CHECK(village.item().outcome == "request");
    REQUIRE(village.agrees("now"));
    village.as_asha();
    CHECK(village.item().outcome == "ring");
}

TEST_CASE("an introduction whose one side is erased is over for the other") {
    Village village;
    REQUIRE(village.asks(village.bela));
    auto const erase = [&](std::string const& enterprise) {
        auto const person = village.person_of(enterprise);
        SECTION("marked") {
            village.write(fmt::format("UPDATE person SET deleted_at = 1 WHERE id = {}", person));
        }
        SECTION("closed and taken off the phone") {
            village.write(fmt::format("UPDATE enterprise SET status = 'closed' WHERE id = {}; "
                                      "UPDATE person_phone SET until_at = 1 WHERE person = {}; "
                                      "UPDATE person SET deleted_at = 1 WHERE id = {}",
                                      enterprise, person, person));
        }
        SECTION("without a row") {
            village.write(fmt::format("PRAGMA foreign_keys=OFF; DELETE FROM ownership WHERE person "
                                      "= {}; DELETE FROM enterprise WHERE id = {}; DELETE FROM "
                                      "person WHERE id = {}",
                                      person, enterprise, person));
        }
    };
    SECTION("the one who was asked") {
        erase(village.bela);
        village.as_asha();
        CHECK(village.item().outcome == "gone");
        CHECK(village.inbox().rows.size() == 1);
        REQUIRE(village.opens());
    }
    SECTION("the one who asked") {
        erase(village.asha);
        village.as_bela();
        CHECK(village.unread().empty());
        CHECK(village.inbox().outcome == "none");
        CHECK(village.item().outcome == "gone");
        REQUIRE(village.blocks());
        REQUIRE(village.house.act({{"report.file",
                                    {{"why", "fake"},
                                     {"ask", reference_text(0)},
                                     {"peer", village.asha},
                                     {"ref", reference_text(0)}}}}));
    }
}

TEST_CASE("an ask is nobody's business but the two sides'") {
    Village village;
    REQUIRE(village.asks(village.bela));
    village.as(kChitra);
    CHECK(village.item() == Answer{"gone", {}, {}, false});
    REQUIRE(village.opens());
    CHECK(village.agrees("share").error().code == Errc::not_found);
    CHECK(village.declines().error().code == Errc::not_found);
    village.as_asha(); // nor does the asker answer for the other
    CHECK(village.agrees("share").error().code == Errc::not_found);
    village.as(919'111'111'111); // a number that nobody registered
    CHECK(village.inbox().outcome == "none");
    CHECK(village.item().outcome == "gone");
    CHECK(village.state() == "asked");
}

TEST_CASE("references, replies and reasons that no flow sends change nothing") {
    Village village;
    REQUIRE(village.asks(village.bela));
    village.as_bela();
    for (auto const* ask : {"", "0", "123456", "-1", "99999999999999999999", "' OR 1=1"}) {
        INFO(ask);
        CHECK(village.house.ask("talk.item", {{"ask", ask}}).outcome == "gone");
        CHECK(village.house.ask("talk.answerable", {{"ask", ask}, {"how", "now"}}).outcome ==
              "late");
        REQUIRE(village.house.act({{"talk.opened", {{"ask", ask}}}}));
        REQUIRE(village.house.act({{"talk.block", {{"ask", ask}}}}));
    }
    CHECK(village.agrees("no").error().code == Errc::bad_request);
    CHECK(village.agrees("perhaps").error().code == Errc::bad_request);
    CHECK(village.house
              .act({{"report.file",
                     {{"why", "boring"}, {"peer", village.asha}, {"ref", reference_text(5)}}}})
              .error()
              .code == Errc::bad_request);
    CHECK(village.state() == "asked");
    CHECK(village.house.number("SELECT count(*) FROM block") == 0);
    CHECK(village.house.number("SELECT count(*) FROM ticket") == 0);
}
