#include "tests/menus/play.hpp"

using namespace haatline;
using namespace haatline::menus::test;

TEST_CASE("a member finds a maker and asks to talk in five answers; no number is shown") {
    Player player;
    know_member(player);
    CHECK(player.dial() ==
          "Asha Pickles\n1 Find people\n3 Messages\n8 My account\n9 Help: ask for a call");
    CHECK(player.say("1") ==
          "Find what?\n1 Pickle makers\n2 Pickle buyers\n3 Raw material\n4 Machines\n"
          "5 Repair/service\n6 Institute/help centre\n8 Type name\n0 Back");
    CHECK(player.say("1") ==
          "How far?\n1 Near (25 km)\n2 C Delhi district\n3 My state\n4 All India\n0 Back");
    CHECK(player.say("1") ==
          "99+ found (*=vouched)\n1 Maker 1 1km*\n2 Maker 2 2km\n3 Maker 3 3km\n4 Maker 4 4km\n"
          "5 Maker 5 5km\n9 More\n0 Back");
    CHECK(player.asked == std::vector<Question>{{"peers.near",
                                                 {{"product", "pickle"},
                                                  {"want", "maker"},
                                                  {"ring", "near"},
                                                  {"pin", "110002"},
                                                  {"dist_id", "d1"},
                                                  {"eid", "7"},
                                                  {"offset", "0"}}}});
    CHECK(player.say("1") ==
          "Maker 1, Hajipur 1km\nMango pickle\n1 Ask to talk\n7 Report\n9 Ask for a call\n0 Back");
    CHECK(player.say("1") ==
          "Asked Maker 1. You will see the answer when you dial again. Numbers stay hidden.");
    CHECK(player.screen.ended);
    REQUIRE(player.effects.size() == 1);
    CHECK(player.effects[0].name == "talk.ask");
    CHECK(player.effects[0].with.get("peer") == "1");
    CHECK(player.effects[0].with.get("product") == "pickle");
}

TEST_CASE("the card of somebody vouched for names who vouches, and the searched product stays") {
    Player player;
    know_member(player);
    player.answers["peer.card"].values.set("assoc", "District SHG");
    player.dial();
    for (auto const* key : {"1", "1", "1"}) player.say(key);
    CHECK(player.say("1") == "Maker 1, Hajipur 1km\nMango pickle\nVouched: District SHG\n"
                             "1 Ask to talk\n7 Report\n9 Ask for a call\n0 Back");
    player.say("0");
    player.say("0");
    CHECK(player.say("0").starts_with("Find what?\n1 Pickle makers"));
}

TEST_CASE("9 pages on through a list, 0 comes back page by page, a digit means what was printed") {
    Player player;
    know_member(player);
    player.dial();
    for (auto const* key : {"1", "1", "1"}) player.say(key);
    player.say("9");
    CHECK(player.asked.at(0).with.get("offset") == "5");
    CHECK(player.session.offset == 5);
    player.say("9");
    CHECK(player.session.offset == 10);
    player.say("0");
    CHECK(player.session.offset == 5);
    player.say("3");
    CHECK(player.asked.at(0).with.get("peer") == "3");
    // Back from the card to the page it was on.
    player.say("0");
    CHECK(player.session.offset == 5);
    player.say("0");
    CHECK(player.session.offset == 0);
    CHECK(player.say("0").starts_with("How far?"));
}

TEST_CASE("the last page of a list has no 9 More, and 9 then asks for a call") {
    Player player;
    know_member(player);
    player.answers["peers.near"] = {"some", {{"n", "2"}}, {peer(1, "A"), peer(2, "B")}, false};
    player.dial();
    for (auto const* key : {"1", "1"}) player.say(key);
    CHECK(player.say("1") == "2 found (*=vouched)\n1 A 1km*\n2 B 2km\n0 Back");
    CHECK(player.say("3").starts_with("Not understood. Type a number from the list.\n2 found"));
    CHECK(player.say("9").starts_with("Noted, no. "));
    CHECK(player.effects.at(0).with.get("screen") == "find.list");
}

TEST_CASE("nobody found: a wider place, a note for later, a wish; each is stored") {
    Player player;
    know_member(player);
    player.answers["peers.near"] = {"none", {}, {}, false};
    player.dial();
    for (auto const* key : {"1", "2"}) player.say(key);
    CHECK(player.say("1") == "None found.\n1 Search C Delhi\n2 Tell me when one joins\n"
                             "3 Post what I need\n0 Back");
    CHECK(player.effects.at(0).name == "search.empty");
    CHECK(player.effects.at(0).with.get("ring") == "near");
    CHECK(player.say("1").starts_with("None found.\n1 Search my state"));
    CHECK(player.effects.at(0).with.get("ring") == "district");
    CHECK(player.say("1").starts_with("None found.\n1 Search all India"));
    CHECK(player.say("1") == "None found.\n2 Tell me when one joins\n3 Post what I need\n0 Back");
    CHECK(player.say("1").starts_with("Not understood."));
    CHECK(player.say("2") == "Noted: you want to know when one joins. Dial again later to look.");
    REQUIRE(player.effects.size() == 1);
    CHECK(player.effects[0].name == "watch.add");
    CHECK(player.effects[0].with.get("want") == "buyer");
    CHECK(player.effects[0].with.get("ring") == "india");
}

TEST_CASE("what I need: quantity, price, read back, stored") {
    Player player;
    know_member(player);
    player.answers["peers.near"] = {"none", {}, {}, false};
    player.dial();
    for (auto const* key : {"1", "3", "1"}) player.say(key);
    CHECK(player.say("3") ==
          "How much? Type number + unit\nEx: 50 kg, 2 qtl, 100 pkt\n(not sure: 0)");
    SECTION("with a unit, in native digits") {
        CHECK(player.say("५० किलो") == "Price in Rs per unit?\n(0 = talk)");
        CHECK(player.say("12,000") ==
              "I need Pickle 50 kg, Rs12000 each\n1 Post it\n2 Change\n3 Cancel\n0 Back");
        player.say("1");
        CHECK(player.screen.ended);
        Effect const& post = player.effects.at(0);
        CHECK(post.name == "listing.post");
        CHECK(post.with.get("kind") == "buy");
        CHECK(post.with.get("qty") == "50");
        CHECK(post.with.get("unit") == "kg");
        CHECK(post.with.get("price") == "12000");
        CHECK(player.screen.text == "Kept, no. " + std::string(post.with.get("ref")) +
                                        ": you need Pickle. Dial again to look for sellers.");
    }
    SECTION("the unit is missing") {
        CHECK(player.say("50") == "50 of what?\n1 kg\n2 quintal\n3 tonne\n4 litre\n5 piece\n"
                                  "6 packet\n0 Back");
        player.say("2");
        CHECK(player.say("9").starts_with("I need Pickle 50 qtl, Rs9 each"));
    }
    SECTION("neither is known") {
        player.say("0");
        CHECK(player.say("0") == "I need Pickle\n1 Post it\n2 Change\n3 Cancel\n0 Back");
        player.say("1");
        CHECK_FALSE(player.effects.at(0).with.has("qty"));
        CHECK_FALSE(player.effects.at(0).with.has("price"));
    }
    SECTION("no number at all") {
        CHECK(player.say("many").starts_with("Not understood. Type a number.\nHow much?"));
    }
    SECTION("as many as a day allows stand already") {
        player.answers["listing.allowed"] = {"limit", {}, {}, false};
        player.say("1 kg");
        CHECK(player.say("5").starts_with("You have as many posts"));
        CHECK(player.say("0").starts_with("Price in Rs"));
    }
}

TEST_CASE("an ask that may not be made says why and leads back") {
    Player player;
    know_member(player);
    auto const [outcome, text] = GENERATE(table<std::string, std::string>(
        {{"limit", "You asked 5 times today. Ask again tomorrow.\n0 Back"},
         {"asked", "You asked Maker 1 already. The answer comes under Messages.\n0 Back"},
         {"self", "This is your own entry.\n0 Back"}}));
    player.answers["talk.allowed"] = {outcome, {}, {}, false};
    player.dial();
    for (auto const* key : {"1", "1", "1", "1"}) player.say(key);
    CHECK(player.say("1") == text);
    CHECK(player.effects.empty());
    CHECK_FALSE(player.screen.ended);
    CHECK(player.say("0").starts_with("Maker 1, Hajipur"));
}

TEST_CASE("an enterprise that left meanwhile is said to be gone") {
    Player player;
    know_member(player);
    player.answers["peer.card"] = {"none", {}, {}, false};
    player.dial();
    for (auto const* key : {"1", "1", "1"}) player.say(key);
    CHECK(player.say("2") == "This one is no longer in the list.\n0 Back");
    CHECK(player.say("0").starts_with("99+ found"));
}

TEST_CASE("in Hindi at 60 units the list prints fewer whole rows and loses none") {
    Player player;
    know_member(player);
    player.answers["caller.profile"].values.set("lang", "hi");
    player.context.budget = {160, 60};
    player.answers["peers.near"].rows.clear();
    for (int i = 1; i <= 9; ++i)
        player.answers["peers.near"].rows.push_back(peer(i, "क्षत्रिय किसान संघ"));
    player.dial();
    player.say("1");
    CHECK(player.session.page == 0);
    player.say("1");
    std::string const page = player.say("1");
    CHECK(page == "99+ मिले\n1 क्षत्रिय 1किमी*\n2 क्षत्रिय 2किमी\n9 और\n0 पीछे");
    CHECK(player.session.shown == 2);
    player.say("9");
    CHECK(player.asked.at(0).with.get("offset") == "2");
}

TEST_CASE("a member without a name sees ours; a search begins with the member's own product") {
    Player player;
    know_member(player);
    player.answers["caller.profile"].values.set("biz", "");
    CHECK(player.dial() ==
          "Haatline\n1 Find people\n3 Messages\n8 My account\n9 Help: ask for a call");
    player.answers["product.by_word"] = {"sure", {{"product", "jam"}, {"prod", "Jam"}}, {}, false};
    player.say("1");
    player.say("8");
    CHECK(player.say("jam").starts_with("How far?"));
    CHECK(player.say("0").starts_with("Type the name, any spelling"));
    // Back in the piece, it still knows where it leads on.
    CHECK(player.say("jam").starts_with("How far?"));
    player.say("0");
    CHECK(player.say("0").starts_with("Find what?\n1 Jam makers"));
    player.say("00");
    CHECK(player.say("1").starts_with("Find what?\n1 Pickle makers"));
}
