#include "tests/menus/play.hpp"

using namespace haatline;
using namespace haatline::menus::test;

namespace {

/// Dials as somebody new and answers in English up to `reg.pin`.
void to_pin(Player& player) {
    know_places(player);
    player.dial();
    player.say("2");
    player.say("1");
}

} // namespace

TEST_CASE("a producer registers in six answers after the language, and one effect holds them all") {
    Player player;
    know_places(player);
    CHECK(player.dial() ==
          "Bhasha/भाषा\n1 हिन्दी\n2 English\n3 Hindi\n4 বাংলা\n5 मराठी\n6 తెలుగు\n9 >>");
    CHECK(
        player.say("2") ==
        "Free business network. We keep your number, work and PIN to link you to buyers, schemes, "
        "banks. Stop any time.\n1 Agree\n2 No\n9 Ask for a call");
    CHECK(player.say("1") == "Type 6-digit PIN code of your work place\n(not known: 0)");
    CHECK(player.say("110002") ==
          "C Delhi. What do you do?\n1 Make food\n2 Make/repair machines\n3 Supply material\n"
          "4 Buy/trade\n5 Other work\n0 Wrong place");
    CHECK(player.asked == std::vector<Question>{{"place.by_pin", {{"pin", "110002"}}}});
    CHECK(player.say("1") ==
          "Main product?\n1 Pickle\n2 Papad\n3 Spices\n8 Type name\n9 More\n0 Back");
    CHECK(player.say("2") == "Your business or own name?\n(0 = skip)");
    CHECK(player.say("Asha Papad") ==
          "Show you in search? Your number stays hidden until you say yes.\n1 Yes\n2 No");
    CHECK(player.effects.empty());
    player.serials["member"] = 0;
    player.say("1");
    CHECK(player.screen.ended);
    CHECK(player.session.ended);
    REQUIRE(player.effects.size() == 1);
    Effect const& join = player.effects[0];
    CHECK(join.name == "member.join");
    CHECK(join.with.get("pin") == "110002");
    CHECK(join.with.get("dist_id") == "d1");
    CHECK(join.with.get("role") == "maker");
    CHECK(join.with.get("product") == "papad");
    CHECK(join.with.get("name") == "Asha Papad");
    CHECK(join.with.get("show") == "yes");
    CHECK(join.with.get("notice") == "ussd-short");
    CHECK(join.with.get("consent_at") == "1800000000000");
    std::string const ref(join.with.get("ref"));
    CHECK(ref.size() == 6);
    CHECK(player.screen.text == "Done. Your ID " + ref + ". Dial again for menu.");
}

TEST_CASE("who gives no consent leaves nothing behind") {
    Player player;
    know_places(player);
    player.dial();
    player.say("2");
    CHECK(player.say("2") == "Thank you. Dial again any time.");
    CHECK(player.screen.ended);
    CHECK(player.effects.empty());
    CHECK(player.dial() ==
          "Bhasha/भाषा\n1 हिन्दी\n2 English\n3 Hindi\n4 বাংলা\n5 मराठी\n6 తెలుగు\n9 >>");
}

TEST_CASE("a PIN nobody knows is asked for twice, then the district by name") {
    Player player;
    to_pin(player);
    player.answers["place.by_pin"] = {"none", {}, {}, false};
    CHECK(player.say("999999") ==
          "That PIN is not in the list. Type 6 digits again\n(not known: 0)");
    CHECK(player.say("899999") == "Type your district name\n(not known: 0)");
    player.answers["place.by_name"] = {"none", {}, {}, false};
    CHECK(player.say("qqqq") == "District not found.\nType your district name\n(not known: 0)");
    CHECK(player.effects == std::vector<Effect>{{"word.unknown", {{"word", "qqqq"}}}});
    player.answers["place.by_name"] = {"many",
                                       {},
                                       {{{"dist_id", "a"}, {"dist", "Aurangabad BR"}},
                                        {{"dist_id", "b"}, {"dist", "Aurangabad MH"}}},
                                       false};
    // Twelve units at most: a longer label is cut.
    CHECK(player.say("aurangabad") ==
          "Which district?\n1 Aurangabad B\n2 Aurangabad M\n8 Type again\n0 Back");
    CHECK(player.say("2").starts_with("Aurangabad M. What do you do?"));
    CHECK_FALSE(player.session.vars.has("pin"));
    CHECK(player.say("0") == "Type 6-digit PIN code of your work place\n(not known: 0)");
}

TEST_CASE("who changes the place gets two tries again") {
    Player player;
    to_pin(player);
    player.answers["place.by_pin"] = {"none", {}, {}, false};
    player.say("999999");
    player.answers["place.by_pin"] = {"one", {{"dist_id", "d1"}, {"dist", "C Delhi"}}, {}, false};
    player.say("110002");
    player.say("0");
    player.answers["place.by_pin"] = {"none", {}, {}, false};
    CHECK(player.say("999999").starts_with("That PIN is not in the list."));
    CHECK(player.say("999999").starts_with("Type your district name"));
}

TEST_CASE("a PIN in several districts asks which one") {
    Player player;
    to_pin(player);
    player.answers["place.by_pin"] = {
        "many",
        {},
        {{{"dist_id", "a"}, {"dist", "C Delhi"}}, {{"dist_id", "b"}, {"dist", "New Delhi"}}},
        false};
    CHECK(player.say("110001") == "PIN lies in:\n1 C Delhi\n2 New Delhi\n4 Other\n0 Back");
    CHECK(player.say("2").starts_with("New Delhi. What do you do?"));
    CHECK(player.session.vars.get("dist_id") == "b");
    CHECK(player.session.vars.get("pin") == "110001");
    CHECK(player.say("0").starts_with("Type 6-digit PIN"));
    CHECK(player.say("110001").starts_with("PIN lies in:"));
    CHECK(player.say("4").starts_with("Type your district name"));
    CHECK(player.say("0").starts_with("Noted, no. "));
}

TEST_CASE("a product typed in any spelling goes on when it is sure, else three are offered") {
    Player player;
    to_pin(player);
    player.say("110002");
    player.say("1");
    CHECK(player.say("8") == "Type the name, any spelling\n(0 = back)");
    player.answers["product.by_word"] = {"none", {}, {}, false};
    CHECK(player.say("qqq") ==
          "No such name yet. We noted it.\nType the name, any spelling\n(0 = back)");
    player.answers["product.by_word"] = {
        "guess",
        {},
        {{{"product", "oil"}, {"prod", "Oil"}}, {{"product", "jam"}, {"prod", "Jam"}}},
        false};
    CHECK(player.say("tel") ==
          "Did you mean\n1 Oil\n2 Jam\n8 Type again\n9 None: ask for a call\n0 Back");
    CHECK(player.say("8") == "Type the name, any spelling\n(0 = back)");
    player.answers["product.by_word"] = {
        "sure", {{"product", "pickle"}, {"prod", "Pickle"}}, {}, false};
    CHECK(player.say("aachar") == "Your business or own name?\n(0 = skip)");
    CHECK(player.session.vars.get("product") == "pickle");
    CHECK(player.say("00").starts_with("Free business network."));
}

TEST_CASE("0 on the typing screen goes back and the piece leads nowhere any more") {
    Player player;
    to_pin(player);
    player.say("110002");
    player.say("1");
    player.say("8");
    CHECK(player.session.returns.size() ==
          3); // where the language and the place led, and this piece
    CHECK(player.say("0").starts_with("Main product?"));
    CHECK(player.session.returns.size() == 2);
}

TEST_CASE("who chose the wrong language goes back and chooses another") {
    Player player;
    know_places(player);
    player.dial();
    player.say("1");
    CHECK(player.say("0").starts_with("Bhasha"));
    CHECK(player.say("2").starts_with("Free business network."));
    CHECK(player.session.language == "en");
}

TEST_CASE("quotes, braces and stars in a name survive to the letter") {
    Player player;
    to_pin(player);
    player.say("110002");
    player.say("1");
    player.say("1");
    std::string const name = "{name} \"q\" 'a' <b> \\ {0}";
    player.say(name);
    player.say("2");
    CHECK(player.effects.at(0).with.get("name") == name);
    CHECK(player.effects.at(0).with.get("show") == "no");
}

TEST_CASE("a name may be skipped; other work is asked for by word") {
    Player player;
    to_pin(player);
    player.say("110002");
    CHECK(player.say("5") == "Type the name, any spelling\n(0 = back)");
    player.answers["product.by_word"] = {
        "sure", {{"product", "repair"}, {"prod", "Repair"}}, {}, false};
    player.say("mistri");
    CHECK(player.say("0").starts_with("Show you in search?"));
    player.say("1");
    CHECK_FALSE(player.effects.at(0).with.has("name"));
    CHECK(player.effects.at(0).with.get("role") == "service");
}

TEST_CASE("on a route with Latin letters only, row 1 is Hindi in Latin letters") {
    Player player;
    know_places(player);
    player.context.ucs2 = false;
    CHECK(player.dial() == "Bhasha/Language\n1 Hindi\n2 English");
    CHECK(player.say("1").starts_with("Muft seva."));
    CHECK(player.session.language == "hi-Latn");
}

TEST_CASE("Hindi chosen elsewhere is shown in Latin letters where the route has no others") {
    Player player;
    know_places(player);
    player.dial();
    CHECK(player.say("1").starts_with("जोड़ने को नंबर, काम, पिन रखेंगे।"));
    player.context.ucs2 = false;
    CHECK(player.say("1").starts_with("Kaam ki jagah"));
    CHECK(player.session.language == "hi");
}

TEST_CASE("thirteen languages stand on three pages, each by its own name; 9 goes round, a wrong "
          "key moves none") {
    Player player;
    know_places(player);
    std::string const first =
        "Bhasha/भाषा\n1 हिन्दी\n2 English\n3 Hindi\n4 বাংলা\n5 मराठी\n6 తెలుగు\n9 >>";
    CHECK(player.dial() == first);
    CHECK(player.say("x") == "Wrong key:\n" + first);
    CHECK(player.say("9") ==
          "Bhasha/भाषा\n1 தமிழ்\n2 ગુજરાતી\n3 اردو\n4 ಕನ್ನಡ\n5 ଓଡ଼ିଆ\n6 മലയാളം\n9 >>");
    CHECK(player.say("9") == "Bhasha/भाषा\n1 ਪੰਜਾਬੀ\n2 অসমীয়া");
    CHECK(player.say("9") == first); // nobody is rung up who only looked for her language
    CHECK(player.say("9").starts_with("Bhasha/भाषा\n1 தமிழ்"));
    player.say("1");
    CHECK(player.session.language == "ta");
    CHECK_FALSE(player.session.vars.has("tongue"));
}

TEST_CASE(
    "where a wrong key leaves no room for the question, the rows stay and keep their digits") {
    Player player;
    know_places(player);
    player.context.budget = {160, 60};
    std::string const four = "1 हिन्दी\n2 English\n3 Hindi\n4 বাংলা\n", first = player.dial();
    CHECK(first.starts_with("Bhasha/भाषा\n" + four));
    CHECK(player.say("x") == "Wrong key:" + first.substr(first.find('\n')));
    player.say("4");
    CHECK(player.session.language == "bn");
}

TEST_CASE("a language is chosen by typing its name too, in its own letters or in Latin ones") {
    for (auto const& [typed, code] :
         {std::pair{"தமிழ்", "ta"}, {"tamil", "ta"}, {"ଓଡ଼ିଆ", "or"}, {"URDU", "ur"}}) {
        Player player;
        know_places(player);
        player.dial();
        player.say(typed);
        CHECK(player.session.language == code);
    }
}

TEST_CASE("an operator's languages are offered first and alone; the others have their own code") {
    std::vector<Problem> problems;
    auto words = Catalogue::load(locales::embedded_files(), problems);
    std::vector<std::string> const of_the_district{"or", "hi"};
    REQUIRE(words->offer(of_the_district));
    Player player(shipped_menu(), *words);
    know_places(player);
    CHECK(player.dial() == "Bhasha/भाषा\n1 ଓଡ଼ିଆ\n2 हिन्दी");
    CHECK(player.say("1").starts_with(words->format("reg.consent", "or", "ussd", {})));
    player.session = {};
    CHECK(player.dial("23").starts_with(words->format("reg.consent", "ta", "ussd", {})));
    player.session = {};
    player.context.ucs2 = false;
    CHECK(player.dial() == "Bhasha/Language\n1 Hindi"); // Odia has no Latin writing of ours
}
