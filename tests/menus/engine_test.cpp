#include "tests/menus/play.hpp"

using namespace haatline;
using namespace haatline::menus;
using namespace haatline::menus::test;
using namespace std::chrono_literals;

TEST_CASE("a digit of any script, with blanks, a hash or leading zeros is the same digit") {
    auto const one = GENERATE(as<std::string>{}, "1", "१", "১", "੧", "૧", "୧", "௧", "౧", "೧", "൧",
                              "۱", " 1 ", "1#", "01", "001", "১#", " 0१ #");
    Player player;
    know_places(player);
    player.dial();
    INFO(one);
    CHECK(player.say(one).starts_with("जोड़ने को नंबर, काम, पिन रखेंगे।"));
}

TEST_CASE("a PIN is read in any script's digits, with or without the blank it is printed with") {
    auto const pin =
        GENERATE(as<std::string>{}, "110002", "११०००२", "110 002", "೧೧೦೦೦೨", "110002#");
    Player player;
    know_places(player);
    player.dial();
    player.say("2");
    player.say("1");
    CHECK(player.say(pin).starts_with("C Delhi."));
    CHECK(player.session.vars.get("pin") == "110002");
}

TEST_CASE("what is no PIN is told so, the second in a row offers a person") {
    auto const wrong = GENERATE(as<std::string>{}, "12345", "1234567", "012345", "abc", "11000x",
                                "1.0002", "", "#", "-1");
    Player player;
    know_places(player);
    player.dial();
    player.say("2");
    player.say("1");
    INFO(wrong);
    CHECK(player.say(wrong) == "Not understood. A PIN has 6 digits.\n"
                               "Type 6-digit PIN code of your work place\n(not known: 0)");
    CHECK(player.say(wrong) ==
          "Trouble? A person can help you by voice.\n1 Try again\n9 Ask for a call");
    CHECK(player.say("1") == "Type 6-digit PIN code of your work place\n(not known: 0)");
    // Counting begins anew.
    CHECK(player.say(wrong).starts_with("Not understood."));
    CHECK(player.say("110002").starts_with("C Delhi."));
}

TEST_CASE(
    "control characters, ill-formed UTF-8 and 10 kB are not understood, on every kind of screen") {
    auto const bad = GENERATE(as<std::string>{}, std::string("\x01\x02\x1b", 3), "\xff\xfe",
                              "\xe0\xa4", std::string(10'240, '1'), std::string(10'240, 'x'),
                              std::string("\0", 1), "\xed\xa0\x80", "\xe2\x80\xae");
    Player player;
    know_places(player);
    player.dial();
    CHECK(player.say(bad).starts_with("Wrong key:\nBhasha"));
    player.say("2");
    player.say("1");
    CHECK(player.say(bad).starts_with("Not understood. A PIN has 6 digits.\n"));
    player.say("110002");
    player.say("1");
    CHECK(
        player.say(bad).starts_with("Not understood. Type a number from the list.\nMain product?"));
    player.say("1");
    CHECK(player.say(bad).starts_with("Not understood. Type it again, in letters.\n"));
    CHECK_FALSE(player.session.vars.has("name"));
}

TEST_CASE("where the notice and the screen do not both fit, two words stand above the screen") {
    Player player;
    know_places(player);
    player.dial();
    player.say("2");
    CHECK(player.say("5").starts_with("Wrong key:\nFree business network."));
    CHECK(player.screen.id == "reg.consent");
    CHECK(player.say("1").starts_with("Type 6-digit PIN"));
}

TEST_CASE("0 goes back on choices and lists, also when it is not printed") {
    Player player;
    know_places(player);
    player.dial();
    player.say("2");
    player.say("1");
    player.say("110002");
    player.say("1");
    CHECK(player.say("0").starts_with("C Delhi. What do you do?"));
    CHECK(player.say("0").starts_with("Type 6-digit PIN"));
    CHECK(player.say("110002").starts_with("C Delhi."));
    player.say("1");
    player.say("1");
    CHECK(player.say("0").starts_with("Show you in search?")); // an entry: skip
    CHECK(player.say("0").starts_with("Your business or own name?"));
}

TEST_CASE("00 is home from everywhere: the root for a member, the consent for who is new") {
    Player player;
    know_member(player);
    player.dial();
    player.say("1");
    player.say("1");
    CHECK(player.say("00").starts_with("Asha Pickles\n1 Find people"));
    CHECK(player.session.back.empty());
    Player stranger;
    know_places(stranger);
    stranger.dial();
    stranger.say("2");
    stranger.say("1");
    CHECK(stranger.say("00").starts_with("Free business network."));
    CHECK(stranger.say("1").starts_with("Type 6-digit PIN"));
    CHECK(stranger.say("٠٠").starts_with("Free business network."));
}

TEST_CASE("9 asks for a call on every screen, promises what is stored and keeps the answers") {
    Player player;
    know_places(player);
    player.dial();
    player.say("2");
    player.say("1");
    std::string const text = player.say("9");
    REQUIRE(player.effects.size() == 1);
    CHECK(player.effects[0].name == "callback.ask");
    CHECK(player.effects[0].with.get("screen") == "reg.pin");
    std::string const ref(player.effects[0].with.get("ref"));
    CHECK(text == "Noted, no. " + ref +
                      ": you asked for a call. A person will see it. Your answers are kept.");
    CHECK(player.screen.ended);
    CHECK_FALSE(player.session.ended);
    CHECK(player.dial() == "You stopped at question 2.\n1 Continue\n2 Start again");
}

TEST_CASE("a fourth call in a day is refused kindly and leads back") {
    Player player;
    know_places(player);
    player.answers["callback.allowed"] = {"limit", {}, {}, false};
    player.dial();
    player.say("2");
    CHECK(player.say("9") == "You asked for a call 3 times today. A person will see it.\n0 Back");
    CHECK(player.effects.empty());
    CHECK(player.say("0").starts_with("Free business network."));
}

TEST_CASE("a dropped call goes on within 24 hours with every answer, and not later") {
    Player player;
    know_places(player);
    player.dial();
    player.say("1");
    player.say("1");
    player.say("110002");
    SECTION("continue") {
        player.wait(24h - 1ms);
        CHECK(player.dial() == "पिछली बार सवाल 3 पर रुके थे\n1 आगे बढ़ें\n2 फिर से");
        CHECK(player.say("1").starts_with("C Delhi. काम?"));
        CHECK(player.session.vars.get("pin") == "110002");
        CHECK(player.say("0").starts_with("काम की जगह"));
    }
    SECTION("dropped again at the question whether to go on") {
        player.wait(1h);
        player.dial();
        player.wait(23h);
        CHECK(player.dial().starts_with("पिछली बार सवाल 3"));
        CHECK(player.say("1").starts_with("C Delhi. काम?"));
    }
    SECTION("start again") {
        player.wait(1h);
        player.dial();
        CHECK(player.say("2").starts_with("Bhasha/भाषा"));
        CHECK(player.session.resume.screen.empty());
        CHECK_FALSE(player.session.vars.has("pin"));
    }
    SECTION("too late") {
        player.wait(24h);
        CHECK(player.dial().starts_with("Bhasha/भाषा"));
    }
}

TEST_CASE("a call dropped on a piece in between goes on at the question before it") {
    Player player;
    know_places(player);
    player.dial();
    player.say("2");
    player.say("1");
    player.say("110002");
    player.say("1");
    player.say("8");
    CHECK(player.dial().starts_with("You stopped at question 4."));
    CHECK(player.say("1").starts_with("Main product?"));
    CHECK(player.say("0").starts_with("C Delhi."));
}

TEST_CASE("a finished registration and a member's root leave nothing to go on with") {
    Player player;
    know_places(player);
    player.dial();
    for (auto const* key : {"2", "1", "110002", "1", "1", "0", "1"}) player.say(key);
    CHECK(player.session.ended);
    know_member(player);
    CHECK(player.dial().starts_with("Asha Pickles"));
    CHECK(player.dial().starts_with("Asha Pickles"));
}

TEST_CASE("a caller without a session id is asked whether it is the same call") {
    Player player;
    know_member(player);
    player.dial();
    for (auto const* key : {"1", "1", "1", "9"}) player.say(key);
    std::string const page = player.screen.text;
    CHECK(player.again() == "You stopped at question 3.\n1 Continue\n2 Start again");
    SECTION("the same screen, at the same rows") {
        CHECK(player.say("1") == page);
        CHECK(player.session.offset == 5);
        player.say("0");
        CHECK(player.session.offset == 0);
    }
    SECTION("asked once more") { CHECK(player.again().starts_with("You stopped at question 3.")); }
    SECTION("start again") { CHECK(player.say("2").starts_with("Asha Pickles")); }
    SECTION("it was over") {
        player.say("1");
        player.session.ended = true;
        CHECK(player.again().starts_with("Asha Pickles"));
    }
}

TEST_CASE(
    "a Hindi choice that needs two pages turns with 99 and 0, digits meaning the same on both") {
    Player player;
    know_places(player);
    player.context.budget = {160, 60};
    player.dial();
    std::string const first = player.say("1");
    CHECK(first == "जोड़ने को नंबर, काम, पिन रखेंगे। मुफ़्त। कभी बंद करें\n99>");
    std::string const second = player.say("99");
    CHECK(second == "1 सहमत\n2 नहीं\n9 कॉल मांगें");
    CHECK(player.say("0") == first);
    CHECK(player.say("९९") == second);
    CHECK(player.say("99").starts_with("गलत अंक:\n1 सहमत"));
    CHECK(player.session.page == 1);
    CHECK(player.say("0") == first);
    CHECK(player.say("1").starts_with("काम की जगह"));
}

TEST_CASE("a long name on an English screen is cut between letters, and the page still fits") {
    Player player;
    know_member(player);
    player.answers["peer.card"].values.set("name", "श्री क्षेत्रपाल महिला स्वयं सहायता समूह");
    player.answers["peers.near"].rows = {peer(1, "श्री क्षेत्रपाल महिला स्वयं सहायता समूह")};
    player.answers["peers.near"].more = false;
    player.dial();
    player.say("1");
    player.say("1");
    CHECK(player.say("1").starts_with("99+ found (*=vouched)\n1 श्री क्षे 1km*"));
    CHECK(player.say("1").starts_with("श्री क्षे, Hajipur 1km"));
    // Last words longer than a page are read on with 99 and torn nowhere.
    std::string const first = player.say("1");
    CHECK(first.ends_with("\n99>"));
    CHECK_FALSE(player.screen.ended);
    CHECK(player.effects.size() == 1);
    std::string const rest = player.say("99");
    CHECK(player.screen.ended);
    CHECK(player.session.ended);
    CHECK(player.effects.empty());
    CHECK(rest.ends_with("hidden."));
}

TEST_CASE("answers nobody routed and questions lacking what they need become the busy screen") {
    Player player;
    know_places(player);
    player.answers["caller.profile"] = {"surprise", {}, {}, false};
    CHECK(player.dial() ==
          "Service is busy. Your answers are saved. Please dial again in a few minutes.");
    CHECK(player.screen.ended);
    know_places(player);
    player.dial();
    player.say("2");
    player.say("1");
    player.say("110002");
    player.answers["product.list"] = {"some", {}, {}, false}; // "some", and yet no rows
    CHECK(player.say("1").starts_with("Service is busy."));
    know_places(player);
    CHECK(player.dial().starts_with("You stopped at question 3."));
    player.say("1");
    CHECK(player.say("1").starts_with("Main product?"));
}

TEST_CASE("an answer to a screen that the menus no longer have begins anew") {
    Player player;
    know_places(player);
    player.dial();
    player.session.screen = "gone.with.a.reload";
    CHECK(player.say("1").starts_with("Bhasha/भाषा"));
}

TEST_CASE("the way back is bounded however long somebody wanders") {
    Player player;
    know_member(player);
    player.dial();
    for (auto const* key : {"1", "1", "1"}) player.say(key);
    for (int i = 0; i < 50; ++i) player.say("9");
    CHECK(player.session.back.size() <= 16);
    CHECK(player.session.offset == 250);
}
