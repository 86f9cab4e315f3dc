#include "tests/storage/village.hpp"

using namespace haatline;
using namespace std::chrono_literals;
using namespace haatline::tests;

namespace {

/// Everything the database answers about introductions, as one text.
std::string all_of(Answer const& answer) {
    std::string out = answer.outcome;
    auto const add = [&](Values const& values) {
        for (auto const& [name, value] : values) out += " " + name + "=" + value;
    };
    add(answer.values);
    for (auto const& row : answer.rows) add(row);
    return out;
}

} // namespace

TEST_CASE("an ask is seen on the other side's next call, and its yes on the asker's") {
    Village village;
    CHECK(village.unread().empty());
    REQUIRE(village.asks(village.bela));
    CHECK(village.unread().empty()); // waiting is no news
    CHECK(village.item() ==
          Answer{"waiting", {{"name", "Bela Gruh"}, {"prod", "Pickle"}}, {}, false});

    village.as_bela();
    CHECK(village.unread() == "1");
    CHECK(village.inbox() == Answer{"some",
                                    {{"unread", "1"}},
                                    {{{"ask", reference_text(0)},
                                      {"name", "Asha Foods"},
                                      {"prod", "Pickle"},
                                      {"mark", "*"}}},
                                    false});
    CHECK(village.item() ==
          Answer{"request",
                 {{"name", "Asha Foods"}, {"prod", "Pickle"}, {"how", "none"}, {"km", "0"}},
                 {},
                 false});
    REQUIRE(village.opens());
    CHECK(village.state() == "seen");
    CHECK(village.unread().empty());
    CHECK(village.inbox().rows.at(0).get("mark").empty());
    REQUIRE(village.agrees("now"));
    CHECK(village.item().outcome == "agreed");

    village.as_asha();
    CHECK(village.unread() == "1");
    CHECK(village.item().outcome == "ring");
    REQUIRE(village.opens());
    CHECK(village.unread().empty());
    CHECK(village.inbox().outcome == "some");
    village.wait(30 * kDay);
    CHECK(village.inbox() == Answer{"none", {{"unread", ""}}, {}, false});
}

TEST_CASE("a yes becomes one wish at the desk: ring her, and the one who asked") {
    Village village;
    REQUIRE(village.asks(village.bela, 4));
    village.as_bela();
    auto const wishes = [&] {
        return village.house.text(
            "SELECT ifnull(group_concat(serial || ' ' || kind || ' ' || wanted || ' ' || phone || "
            "' ' || about || ' ' || other_phone || ' ' || state, ', '), 'none') FROM ticket");
    };
    REQUIRE(village.agrees("evening", 7, 4));
    CHECK(wishes() == "7 connect evening 919000000001 enquiry 4 919876543210 open");
    REQUIRE(village.agrees("evening", 8, 4)); // said again
    CHECK(wishes() == "7 connect evening 919000000001 enquiry 4 919876543210 open");
    REQUIRE(village.agrees("now", 9, 4)); // later may be answered again
    CHECK(wishes() == "9 connect now 919000000001 enquiry 4 919876543210 open");
    REQUIRE(village.agrees("now", 9, 4)); // the same step retried
    CHECK(wishes() == "9 connect now 919000000001 enquiry 4 919876543210 open");
    REQUIRE(village.declines(4));
    CHECK(wishes() == "none");
    CHECK(village.state(4) == "declined");
    // Its number was printed for the desk: no other ticket gets it, not after a restart either.
    CHECK(village.house.store().next_serial("ticket").value() == 10);
}

TEST_CASE("a yes that is taken back while the desk has it in hand says so on the ticket") {
    Village village;
    REQUIRE(village.asks(village.bela));
    village.as_bela();
    REQUIRE(village.agrees("now", 7));
    village.write("UPDATE ticket SET state = 'taken', taken_by = 'rina'");
    REQUIRE(village.declines());
    CHECK(village.house.text("SELECT serial || ' ' || state || ' ' || reason FROM ticket") ==
          "7 taken taken_back");
}

TEST_CASE("who stops all messages is not rung for what she agreed to, and the desk reads it") {
    Village village;
    REQUIRE(village.asks(village.bela));
    village.as(kBela, village.person_of(village.bela));
    REQUIRE(village.agrees("now", 7));
    auto const reason = [&] { return village.house.text("SELECT '-' || reason FROM ticket"); };
    auto const stop_and_start = [&](std::uint64_t phone, std::string const& enterprise) {
        village.as(phone, village.person_of(enterprise));
        REQUIRE(village.house.act({{"messages.stop", {}}}));
        auto const stopped = reason();
        REQUIRE(village.house.act({{"messages.start", {}}}));
        return stopped + " " + reason();
    };
    CHECK(stop_and_start(kBela, village.bela) == "-stopped -");
    CHECK(stop_and_start(tests::kCaller, village.asha) == "-stopped -");
    CHECK(stop_and_start(kChitra, village.chitra) == "- -"); // has no part in it
}

TEST_CASE("a number is shown to the one it was given to, for seven days, and to nobody else") {
    Village village;
    REQUIRE(village.asks(village.bela));
    village.as_bela();
    REQUIRE(village.agrees("share"));
    CHECK(village.house.number("SELECT count(*) FROM ticket") == 0);
    CHECK(village.item().values.get("how") == "share");
    village.as_asha();
    CHECK(
        village.item() ==
        Answer{"number",
               {{"name", "Bela Gruh"}, {"prod", "Pickle"}, {"number", "9000000001"}, {"days", "7"}},
               {},
               false});
    village.as(kChitra);
    CHECK(village.item() == Answer{"gone", {}, {}, false});
    village.as_asha();
    village.wait(7 * kDay - 1ms);
    CHECK(village.item().values.get("days") == "1");
    village.wait(1ms);
    CHECK(village.item() == Answer{"gone", {{"name", "Bela Gruh"}, {"prod", "Pickle"}}, {}, false});
    CHECK(village.inbox().outcome == "none");
}

TEST_CASE("a number that was given is no longer shown once it is taken back or somebody else's") {
    Village village;
    REQUIRE(village.asks(village.bela));
    village.as_bela();
    REQUIRE(village.agrees("share"));
    SECTION("taken back") {
        REQUIRE(village.declines());
        village.as_asha();
        CHECK(village.item().outcome == "refused");
    }
    SECTION("blocked") {
        REQUIRE(village.blocks());
        village.as_asha();
        CHECK(village.item().outcome == "refused");
    }
    SECTION("the number went to somebody else") {
        village.write(fmt::format("UPDATE person_phone SET until_at = 1 WHERE phone = {}", kBela));
        village.as_asha();
        CHECK(village.item().outcome == "gone");
    }
    SECTION("its owner is erased") {
        village.write(fmt::format("UPDATE person SET deleted_at = 1 WHERE id = {}",
                                  village.person_of(village.bela)));
        village.as_asha();
        CHECK(village.item().outcome == "gone");
    }
    CHECK_FALSE(village.item().values.has("number"));
}

TEST_CASE("numbers stand in no answer about an introduction but the one they were given in") {
    auto const how = GENERATE(as<std::string>(), "", "now", "evening", "no", "block");
    Village village;
    REQUIRE(village.asks(village.bela));
    village.as_bela();
    if (how == "no")
        REQUIRE(village.declines());
    else if (how == "block")
        REQUIRE(village.blocks());
    else if (!how.empty())
        REQUIRE(village.agrees(how));
    for (auto const phone : {kBela, tests::kCaller, kChitra}) {
        village.as(phone);
        auto const said = all_of(village.inbox()) + all_of(village.item()) +
                          all_of(village.house.ask("peer.card", {{"peer", village.bela}}));
        INFO(said);
        CHECK(said.find("9000000001") == std::string::npos);
        CHECK(said.find("9876543210") == std::string::npos);
    }
}

TEST_CASE("two phones of one person that answer at once agree on the careful answer") {
    constexpr std::uint64_t second = 919'000'000'003;
    Village village;
    village.also_on(second, village.person_of(village.bela));
    REQUIRE(village.asks(village.bela));
    SECTION("yes, then no: the no stands, and nobody rings") {
        REQUIRE(village.as(kBela).agrees("now"));
        REQUIRE(village.as(second).declines());
    }
    SECTION("no, then yes: the yes is refused, and its phone is told to look again") {
        REQUIRE(village.as(kBela).declines());
        CHECK(village.as(second)
                  .house.ask("talk.answerable", {{"ask", reference_text(0)}, {"how", "now"}})
                  .outcome == "late");
        CHECK(village.agrees("now").error().code == Errc::conflict);
        REQUIRE(village.declines()); // the same word twice is one
    }
    SECTION("a number is not given after a yes to be rung") {
        REQUIRE(village.as(kBela).agrees("now"));
        CHECK(village.as(second).agrees("share", 1).error().code == Errc::conflict);
        REQUIRE(village.declines());
    }
    CHECK(village.state() == "declined");
    CHECK(village.house.number("SELECT count(*) FROM ticket") == 0);
    village.as_asha();
    CHECK(village.item().outcome == "refused");
}

TEST_CASE("an ask can be answered until its thirtieth day ends, not at that moment") {
    Village village;
    REQUIRE(village.asks(village.bela));
    Values const yes{{"ask", reference_text(0)}, {"how", "now"}};
    village.as_bela();
    village.wait(callers::ask_open_for - 1ms);
    CHECK(village.unread() == "1");
    CHECK(village.house.ask("talk.answerable", yes).outcome == "ok");
    village.wait(1ms);
    CHECK(village.unread().empty());
    CHECK(village.inbox().outcome == "none");
    CHECK(village.item().outcome == "gone");
    CHECK(village.house.ask("talk.answerable", yes).outcome == "late");
    CHECK(village.agrees("now").error().code == Errc::conflict);
    CHECK(village.house.number("SELECT count(*) FROM ticket") == 0);
    village.as_asha();
    CHECK(village.unread() == "1");
    CHECK(village.item().outcome == "unanswered");
    CHECK(village.allowed(village.bela) == "ok");
}

TEST_CASE("five asks a day, one a month to the same enterprise, none to oneself") {
    Village village;
    std::vector<std::string> peers{village.bela, village.chitra};
    for (std::uint64_t i = 3; i <= 7; ++i)
        peers.push_back(village.house.join(919'000'000'000 + i, {}));
    CHECK(village.allowed(village.asha) == "self");
    REQUIRE(village.asks(village.asha, 99));
    CHECK(village.house.number("SELECT count(*) FROM enquiry") == 0);
    for (std::uint64_t i = 0; i < 5; ++i) {
        CHECK(village.allowed(peers[i]) == "ok");
        REQUIRE(village.asks(peers[i], i));
    }
    CHECK(village.allowed(peers[0]) == "asked");
    CHECK(village.allowed(peers[5]) == "limit");
    village.wait(kDay);
    CHECK(village.allowed(peers[5]) == "ok");
    CHECK(village.allowed(peers[0]) == "asked");
    village.wait(29 * kDay);
    CHECK(village.allowed(peers[0]) == "ok");
    CHECK(village.house.text("SELECT from_phone || ' ' || from_person || ' ' || from_enterprise || "
                             "' ' || state FROM enquiry WHERE serial = 0") ==
          fmt::format("919876543210 {} {} asked", village.person_of(village.asha), village.asha));
}

TEST_CASE("an ask retried, or made on two phones at once, is one ask") {
    Village village;
    REQUIRE(village.asks(village.bela, 0));
    REQUIRE(village.asks(village.bela, 0));
    REQUIRE(village.asks(village.bela, 1));
    CHECK(village.house.number("SELECT count(*) FROM enquiry") == 1);
}

TEST_CASE("a block stays with the number for 90 days when the account is taken off it") {
    Village village;
    auto const asha = village.person_of(village.asha);
    REQUIRE(village.asks(village.bela));
    village.as_bela();
    REQUIRE(village.blocks());
    village.also_on(kChitra + 7, asha);
    village.as(tests::kCaller, asha);
    REQUIRE(village.house.act({{"phone.drop", {{"line", std::to_string(tests::kCaller)}}}}));
    auto const anew = village.house.join(tests::kCaller, {{"name", "Asha Anew"}});
    auto const asks_anew = [&](std::uint64_t serial) {
        village.as(tests::kCaller, village.person_of(anew));
        REQUIRE(village.asks(village.bela, serial));
        return village.state(serial);
    };
    CHECK(asks_anew(1) == "blocked");
    village.as_bela();
    CHECK(village.inbox().outcome == "none");
    village.wait(callers::block_stays_on_line);
    CHECK(asks_anew(2) == "asked");
}

TEST_CASE("a number that several share asks ten times a day, whoever asks") {
    Village village;
    std::vector<std::string> peers;
    for (std::uint64_t i = 1; i <= 5; ++i)
        peers.push_back(village.house.join(919'000'000'010 + i, {}));
    std::vector<std::int64_t> people{village.person_of(village.asha)};
    for (auto const* name : {"Dina Mills", "Esha Mills"})
        people.push_back(village.person_of(village.house.join(tests::kCaller, {{"name", name}})));
    std::uint64_t serial = 0;
    for (auto const person : {people[0], people[1]}) {
        village.as(tests::kCaller, person);
        for (auto const& peer : peers) {
            CHECK(village.allowed(peer) == "ok");
            REQUIRE(village.asks(peer, serial++));
        }
    }
    village.as(tests::kCaller, people[2]);
    CHECK(village.allowed(peers[0]) == "limit");
    village.also_on(kChitra + 7, people[2]); // on a phone of her own she has asked nobody
    village.as(kChitra + 7, people[2]);
    CHECK(village.allowed(peers[0]) == "ok");
    village.wait(kDay);
    village.as(tests::kCaller, people[2]);
    CHECK(village.allowed(peers[0]) == "ok");
}

TEST_CASE("two who share a phone ask and are asked each for herself") {
    Village village;
    auto const dina = village.house.join(tests::kCaller, {{"name", "Dina Mills"}});
    auto const asha_herself = village.person_of(village.asha);
    auto const dina_herself = village.person_of(dina);
    village.as(tests::kCaller, dina_herself);
    REQUIRE(village.asks(village.bela));
    REQUIRE(village.asks(village.asha, 1)); // sharing a phone is not being one person
    CHECK(village.inbox().rows.size() == 2);
    village.as(tests::kCaller, asha_herself);
    CHECK(village.inbox().rows.size() == 1);
    CHECK(village.item(0).outcome == "gone");
    CHECK(village.item(1).outcome == "request");
    CHECK(village.allowed(village.bela) == "ok");
    village.as_bela();
    CHECK(village.item(0).values.get("name") == "Dina Mills");
}

TEST_CASE("more than nine new messages are 9+, and a long list comes in pages, new ones first") {
    Village village;
    for (std::uint64_t i = 0; i < 12; ++i) {
        village.house.join(919'000'000'100 + i, {{"name", fmt::format("Asker {}", i)}});
        village.as(919'000'000'100 + i);
        village.wait(1min);
        REQUIRE(village.asks(village.bela, i));
    }
    village.as_bela();
    CHECK(village.unread() == "9+");
    REQUIRE(village.opens(11));
    auto const first = village.inbox();
    CHECK(first.rows.size() == 9);
    CHECK(first.more);
    CHECK(first.rows.front().get("name") == "Asker 10");
    auto const rest = village.house.ask("inbox.list", {{"offset", "9"}});
    CHECK(rest.rows.size() == 3);
    CHECK_FALSE(rest.more);
    CHECK(rest.rows.back().get("name") == "Asker 11"); // read already
    CHECK(village.house.ask("inbox.list", {{"offset", "90"}}).rows.empty());
}
