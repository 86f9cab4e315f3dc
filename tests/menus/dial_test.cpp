#include "tests/menus/play.hpp"

using namespace haatline;
using namespace haatline::menus;
using namespace haatline::menus::test;

// What stands behind the service code: a language, a place, 3 for messages.
TEST_CASE("a dialled language and PIN are taken, in either order; anything else is ignored") {
    Player player;
    know_places(player);
    CHECK(player.dial("22").starts_with("जोड़ने को नंबर, काम, पिन रखेंगे।"));
    CHECK(player.dial("20*999#").starts_with("You stopped at question 1."));
    Player other;
    know_places(other);
    auto const dialled = GENERATE(as<std::string>{}, "20*110002", "110002*20#", "20#110002");
    CHECK(other.dial(dialled).starts_with("Free business network."));
    CHECK(other.say("1").starts_with("C Delhi. What do you do?"));
    Player third;
    know_places(third);
    CHECK(third.dial("77*012345*abc").starts_with("Bhasha/भाषा"));
}

TEST_CASE("a PIN dialled on the way back into a dropped call is not asked for again") {
    Player player;
    know_places(player);
    CHECK(player.dial("20").starts_with("Free business network."));
    CHECK(player.dial("20*110002").starts_with("You stopped at question 1."));
    SECTION("when the caller goes on") {
        CHECK(player.say("1").starts_with("Free business network."));
        CHECK(player.say("1").starts_with("C Delhi. What do you do?"));
        CHECK(player.session.vars.get("pin") == "110002");
    }
    SECTION("when the caller starts again, which may be somebody else with another language") {
        CHECK(player.say("2").starts_with("Bhasha"));
        CHECK(player.say("2").starts_with("Free business network."));
        CHECK(player.say("1").starts_with("C Delhi. What do you do?"));
    }
    SECTION("nor is it taken twice") {
        player.say("1");
        player.say("1");
        CHECK(player.say("0").starts_with("Type 6-digit PIN"));
        CHECK(player.session.vars.get("dial_pin").empty());
    }
}

TEST_CASE("a PIN dialled on the way back does not replace one that was answered") {
    Player player;
    know_places(player);
    player.dial("20");
    player.say("1");
    player.say("110002");
    CHECK(player.dial("20*800001").starts_with("You stopped at question 3."));
    CHECK(player.say("1").starts_with("C Delhi. What do you do?"));
    CHECK(player.session.vars.get("pin") == "110002");
}

TEST_CASE("a dialled PIN that nobody knows is asked for again") {
    Player player;
    know_places(player);
    player.answers["place.by_pin"] = {"none", {}, {}, false};
    player.dial("20*999999");
    CHECK(player.say("1").starts_with("That PIN is not in the list."));
}

TEST_CASE("a member who dials 3 behind the code reads her messages, who is new joins") {
    Player player;
    know_member(player);
    player.answers["inbox.list"] = {
        "some",
        {{"unread", "1"}},
        {{{"ask", "100009"}, {"name", "Rupa Samuh"}, {"prod", "Pickle"}, {"mark", "*"}}},
        false};
    CHECK(player.dial("3") == "Messages (*=new)\n1 Rupa Samuh: Pickle*\n0 Back");
    CHECK(player.say("0").starts_with("Asha Pickles\n1 Find people"));
    CHECK(player.dial("33*3").starts_with("Sandesh")); // in whatever order, with a language
    CHECK(player.dial("3*33").starts_with("Sandesh"));
    CHECK(player.dial().starts_with("Asha Pickles")); // for one call only

    player.answers["secret.state"] = {"set", {}, {}, false}; // a shared phone
    CHECK(player.dial("3") == "Type your 4-digit secret number\n(forgot: 0)");

    Player stranger;
    know_places(stranger);
    CHECK(stranger.dial("20*3").starts_with("Free business network."));
}

TEST_CASE("who stopped in the middle and dials 3 reads her messages, and may go on afterwards") {
    Player player;
    know_member(player);
    player.answers["inbox.list"] = {"none", {}, {}, false};
    player.dial();
    player.say("1");
    player.say("1"); // how far?
    CHECK(player.dial("3") == "No messages.\n0 Back");
    CHECK(player.dial().starts_with("You stopped at question"));
}

TEST_CASE("a member who dials a PIN searches there; the language is stored") {
    Player player;
    know_member(player);
    player.answers["place.by_pin"] = {"one", {{"dist_id", "d9"}, {"dist", "Patna"}}, {}, false};
    CHECK(player.dial("33*800001").starts_with("Kya khojein?"));
    CHECK(player.effects == std::vector<Effect>{{"language.choose", {{"lang", "hi-Latn"}}}});
    CHECK(player.say("1").find("2 Patna zila") != std::string::npos);
    player.say("1");
    CHECK(player.asked.at(0).with.get("pin") == "800001");
    player.answers["place.by_pin"] = {"none", {}, {}, false};
    CHECK(player.dial("999999") == "That PIN is not in the list.\nAsha Pickles\n1 Find people\n3 "
                                   "Messages\n8 My account\n9 Help: ask for a call");
    CHECK(player.session.vars.get("pin") == "110002");
    player.answers["place.by_pin"] = {
        "many", {}, {{{"dist_id", "a"}, {"dist", "A"}}, {{"dist_id", "b"}, {"dist", "B"}}}, false};
    CHECK(player.dial("110001") == "PIN lies in:\n1 A\n2 B\n0 Back");
    CHECK(player.say("2").starts_with("Find what?"));
    CHECK(player.session.vars.get("dist_id") == "b");
    CHECK(player.say("0").starts_with("Asha Pickles"));
}
