#include "tests/menus/play.hpp"

using namespace haatline;
using namespace haatline::menus::test;

namespace {

/// A member who looks at her account.
void to_account(Player& player) {
    know_member(player);
    player.answers["secret.state"] = {"open", {}, {}, false};
    player.answers["account.details"] = {
        "some", {{"own", "Asha"}, {"place", "Patna 800001"}, {"role", "maker"}}, {}, false};
    player.answers["account.udyam"] = {"none", {}, {}, false};
    player.answers["account.phones"] = {
        "some", {}, {{{"line", "1"}, {"kin", "this"}, {"tail", "XX3210"}, {"ask", ""}}}, false};
    player.answers["phone.allowed"] = {"ok", {}, {}, false};
    player.answers["account.privacy"] = {"some", {{"shown", "yes"}, {"quiet", ""}}, {}, false};
    player.dial();
    CHECK(player.say("8").starts_with("My account\n1 See/change details"));
}

} // namespace

TEST_CASE("0 leads back from every screen of the account, 00 to the root, and nothing is changed") {
    for (std::string const row : {"1", "3", "5", "7"}) {
        Player player;
        to_account(player);
        player.say(row);
        CHECK(player.say("0").starts_with("My account\n"));
        player.say(row);
        CHECK(player.say("00").starts_with("Asha Pickles\n"));
        CHECK(player.effects.empty());
    }
}

TEST_CASE("a name is read back before it counts, and the root greets with it") {
    Player player;
    to_account(player);
    player.say("1");
    CHECK(player.say("1") == "Type your business or own name\n(0 = keep the old one)");
    CHECK(player.say("Asha Papad") ==
          "Name: Asha Papad\nRight?\n1 Yes, save\n2 Type again\n0 Back");
    CHECK(player.effects.empty());
    CHECK(player.say("1") == "Saved.\n1 My account\n0 Main menu");
    CHECK(player.effects == std::vector<Effect>{{"name.change", {{"name", "Asha Papad"}}}});
    CHECK(player.session.vars.get("biz") == "Asha Papad");
}

TEST_CASE("the place of an account is asked as in joining, and leads back to the account") {
    Player player;
    to_account(player);
    player.say("1");
    CHECK(player.say("2") == "Type 6-digit PIN code of your work place\n(not known: 0)");
    CHECK(player.say("110002") ==
          "Place: C Delhi, PIN 110002\nRight?\n1 Yes, save\n2 Type again\n0 Back");
    CHECK(player.say("2") == "Type 6-digit PIN code of your work place\n(not known: 0)");
    player.say("110002");
    player.say("1");
    CHECK(player.effects ==
          std::vector<Effect>{{"place.change", {{"dist_id", "d1"}, {"pin", "110002"}}}});
}

TEST_CASE("a Udyam number is read in any form, read back, and forgotten by the dialogue") {
    Player player;
    to_account(player);
    player.say("5");
    CHECK(player.say("ABCD") ==
          "Not understood. Ex: BR-12-0001234\nType Udyam no. without UDYAM\nEx: BR-12-0001234\n(0 "
          "= I have none)");
    CHECK(player.say("udyam br १२ ooo1234") ==
          "UDYAM-BR-12-0001234\nRight?\n1 Yes, save\n2 Type again\n0 Back");
    CHECK(player.say("1") ==
          "Saved as you told it. No officer has checked it yet.\n1 My account\n0 Main menu");
    CHECK(player.effects ==
          std::vector<Effect>{{"udyam.claim", {{"udyam", "UDYAM-BR-12-0001234"}}}});
    CHECK(player.session.vars.get("udyam").empty());
}

TEST_CASE("another phone's number is read in any form and said back in two groups") {
    for (std::string const typed : {"9876543230", "98765 43230", "09876543230", "+919876543230",
                                    "0091 9876543230", "९८७६५४३२३०"}) {
        Player player;
        to_account(player);
        player.say("3");
        player.say("8");
        CHECK(player.say(typed).starts_with("Whose phone is it?"));
        CHECK(
            player.say("2") ==
            "98765 43230\nRight? That phone has to say yes.\n1 Yes, ask it\n2 Type again\n0 Back");
        player.say("1");
        REQUIRE(player.effects.size() == 1);
        CHECK(player.effects[0].with.get("new_phone") == "919876543230");
        CHECK(player.effects[0].with.get("relation") == "family");
        CHECK(player.screen.ended);
    }
    Player player;
    to_account(player);
    player.say("3");
    player.say("8");
    for (std::string const typed : {"12345", "5876543230", "98765432301", "call me"}) {
        CHECK(player.say(typed).starts_with("Not understood. Type 10 digits."));
        player.session.wrong = 0;
    }
}

TEST_CASE("hiding is one key, showing again is a consent of its own") {
    Player player;
    to_account(player);
    player.say("7");
    CHECK(player.say("1").starts_with("Hidden."));
    CHECK(player.effects == std::vector<Effect>{{"consent.withdraw", {{"purpose", "list"}}}});
    player.answers["account.privacy"] = {"some", {{"shown", ""}, {"quiet", ""}}, {}, false};
    player.say("1");
    CHECK(player.say("7").starts_with("Privacy\n1 Show me in search"));
    CHECK(player.say("1").starts_with("Others may find your name"));
    CHECK(player.effects.empty());
    player.say("1");
    CHECK(player.effects ==
          std::vector<Effect>{{"consent.give", {{"purpose", "list"}, {"notice", "ussd-list-1"}}}});
}

TEST_CASE("a wish to be erased that waits comes before the menu, and so does a question to this "
          "phone") {
    Player player;
    know_member(player);
    auto values = member_values();
    values.set("erase_day", "29-11-2026");
    values.set("ref", "100009");
    player.answers["caller.profile"] = {"member", values, {}, false};
    CHECK(player.dial() == "All your data will be deleted on 29-11-2026.\n1 Keep my data\n2 Yes, "
                           "delete\n9 Ask for a call");
    CHECK(player.say("2") == "Will delete on 29-11-2026. To stop: dial again. Ref 100009");
    player.dial();
    CHECK(player.say("1") == "Your data stays. Nothing was deleted.\n1 My account\n0 Main menu");
    CHECK(player.effects == std::vector<Effect>{{"erase.undo", {}}});

    values = member_values();
    values.set("offer", "1");
    values.set("tail", "XX3210");
    player.answers["caller.profile"] = {"member", values, {}, false};
    player.answers["join.allowed"] = {"ok", {}, {}, false};
    CHECK(player.dial().starts_with("Phone XX3210 wants to open its account on this phone too."));
    player.say("2");
    CHECK(player.effects ==
          std::vector<Effect>{{"phone.answer", {{"offer", "1"}, {"turn", "no"}}}});
    player.dial();
    player.say("1");
    CHECK(player.effects ==
          std::vector<Effect>{{"phone.answer", {{"offer", "1"}, {"turn", "yes"}}}});
}

TEST_CASE("9 is never two things on one page: more rows, or a person who rings") {
    Player player;
    to_account(player);
    auto values = member_values();
    values.set("lang", "hi");
    player.answers["caller.profile"] = {"member", values, {}, false};
    player.answers["account.kept"] = {"some",
                                      {},
                                      {{{"what", "alerts_yes"}, {"value", "21-09-2026"}},
                                       {{"what", "alerts_no"}, {"value", "21-09-2026"}},
                                       {{"what", "core_yes"}, {"value", "21-09-2026"}},
                                       {{"what", "list_yes"}, {"value", "21-09-2026"}}},
                                      false};
    player.dial();
    player.say("8");
    player.say("7");
    CHECK(player.say("3") ==
          "हम यह रखते हैं:\n1 सूचना शुरू: 21-09-2026\n2 सूचना बंद: 21-09-2026\n9 और\n0 पीछे");
    player.answers["account.kept"] = {
        "some", {}, {{{"what", "core_yes"}, {"value", "21-09-2026"}}}, false};
    CHECK(player.say("9") == "हम यह रखते हैं:\n1 सहमति: 21-09-2026\n9 कॉल मांगें\n0 पीछे");
}

TEST_CASE("on a shared phone a member chooses her word and whether her name may stand there") {
    Player player;
    to_account(player);
    Values line{{"line", "919876543210"}, {"kin", "this"}, {"tail", "XX3210"}, {"ask", ""},
                {"others", "yes"},        {"label", ""},   {"names", ""}};
    player.answers["account.phones"] = {"some", {}, {line}, false};
    player.say("3");
    std::string const shared =
        "Others use phone XX3210 too\n1 Choose my word on it\n2 Show my name "
        "on it\n3 Take my account off\n4 Who may help me\n0 Back";
    CHECK(player.say("1") == shared);
    player.say("1");
    CHECK(player.say("A") == "2 to 12 letters, please.\nType a word that stands for you, 2-12 "
                             "letters. Others on this phone read it\n(0 = back)");
    CHECK(player.say("Red door") ==
          "On this phone you are: Red door\nRight?\n1 Yes, save\n2 Type again\n0 Back");
    CHECK(player.effects.empty());
    player.say("1");
    CHECK(player.effects ==
          std::vector<Effect>{{"label.set", {{"label", "Red door"}, {"line", "919876543210"}}}});
    line.set("label", "Red door");
    line.set("names", "yes");
    player.answers["account.phones"] = {"some", {}, {line}, false};
    player.say("1");
    player.say("3");
    CHECK(player.say("1") == "Others use phone XX3210 too\n1 My word on it\n2 Hide my name on "
                             "it\n3 Take my account off\n4 Who may help me\n0 Back");
    CHECK(player.say("1") ==
          "Where XX3210 asks who is calling, you are: Red door\n1 Change\n2 Remove\n0 Back");
    player.say("2");
    CHECK(player.effects ==
          std::vector<Effect>{{"label.set", {{"label", "-"}, {"line", "919876543210"}}}});
    CHECK(player.session.vars.get("label").empty());
    player.say("1");
    player.say("3");
    player.say("1");
    player.say("2");
    CHECK(player.effects ==
          std::vector<Effect>{{"names.allow", {{"turn", "off"}, {"line", "919876543210"}}}});
}

TEST_CASE(
    "an account that was being changed is gone on with, and what is saved is not offered again") {
    Player player;
    to_account(player);
    player.say("1");
    player.say("1");
    player.say("Asha Papad");
    CHECK(player.dial() == "You stopped at question 2.\n1 Continue\n2 Start again");
    CHECK(player.say("1") == "Name: Asha Papad\nRight?\n1 Yes, save\n2 Type again\n0 Back");
    player.say("1");
    CHECK(player.effects == std::vector<Effect>{{"name.change", {{"name", "Asha Papad"}}}});
    CHECK(player.dial().starts_with("Asha Pickles\n1 Find people")); // settled

    player.say("8");
    player.say("3");
    player.say("8");
    player.say("98765 43230");
    CHECK(player.dial().starts_with("You stopped at question 2."));
    CHECK(player.say("1").starts_with("Whose phone is it?"));
    player.say("2");
    player.say("1");
    CHECK(player.screen.ended);
    CHECK(player.dial().starts_with("Asha Pickles\n1 Find people"));
}

TEST_CASE("on a shared phone an account is gone on with behind the secret number only") {
    Player player;
    to_account(player);
    player.context.digest = [](std::string_view, std::string_view digits) {
        return std::string(digits);
    };
    auto values = member_values();
    values.set("me", "7");
    values.set("shared", "yes");
    player.answers["caller.profile"] = {"member", values, {}, false};
    player.answers["secret.state"] = {"set", {}, {}, false};
    player.answers["secret.check"] = {"right", {}, {}, false};
    player.dial();
    player.say("8");
    player.say("4821");
    player.say("1");
    player.say("1");
    CHECK(player.dial().starts_with("You stopped at question 1."));
    CHECK(player.say("1").starts_with("Type your 4-digit secret number"));
    CHECK(player.say("4821").starts_with("Type your business or own name"));
}

TEST_CASE("where somebody read or withdrew, nothing is offered to go on with") {
    for (std::string const row : {"1", "3", "7"}) {
        Player player;
        to_account(player);
        player.say(row);
        CHECK(player.dial().starts_with("Asha Pickles\n1 Find people"));
    }
    Player player;
    to_account(player);
    player.say("7");
    player.say("1"); // hidden
    CHECK(player.dial().starts_with("Asha Pickles\n1 Find people"));
}

namespace {

/// Asha, who may act for Bela on a phone that they share.
void know_sisters(Player& player) {
    player.any_answer = [&player](Question const& question) -> Answer {
        auto values = member_values();
        bool const unlocked = question.with.get("unlocked") == "yes";
        if (question.name == "caller.profile") {
            if (player.calling.empty())
                return {"several", {{"lang", "en"}, {"shared", "yes"}}, {}, false};
            values.set("me", player.calling);
            values.set("biz", unlocked ? "Somebody" : "");
            values.set("helps", player.calling == "1" ? "yes" : "");
            bool const helped = question.with.get("helper") == "1" && player.calling == "2";
            values.set("acting", helped ? "helper" : "");
            return {"member", values, {}, false};
        }
        if (question.name == "caller.persons")
            return {"some",
                    {},
                    {{{"me", "1"}, {"label", ""}, {"named", "no"}, {"i", "1"}},
                     {{"me", "2"}, {"label", ""}, {"named", "no"}, {"i", "2"}}},
                    false};
        if (question.name == "caller.helped")
            return {"some",
                    {},
                    {{{"whom", "1"}, {"label", ""}, {"named", "self"}, {"i", "1"}},
                     {{"whom", "2"}, {"label", ""}, {"named", "no"}, {"i", "2"}}},
                    false};
        if (question.name == "secret.state") return {"set", {}, {}, false};
        if (question.name == "secret.check")
            return {
                question.with.get("secret_typed") == "1:4821" ? "right" : "wrong", {}, {}, false};
        if (question.name == "account.details")
            return {
                "some", {{"own", "Bela"}, {"place", "Patna 800001"}, {"role", "maker"}}, {}, false};
        return {"none", {}, {}, false};
    };
    player.context.digest = [](std::string_view person, std::string_view digits) {
        return std::string(person) + ":" + std::string(digits);
    };
}

} // namespace

TEST_CASE("a helper proves who she is with her own number, and acts for the other one on record") {
    Player player;
    know_sisters(player);
    CHECK(player.dial() == "Who is calling?\n1 Person 1\n2 Person 2\n8 New person");
    CHECK(player.say("1") == "For whom?\n1 Myself\n2 Person 2");
    CHECK(player.say("2").starts_with("Type your 4-digit secret number"));
    CHECK(player.say("1111").starts_with("That did not fit."));
    CHECK(player.effects == std::vector<Effect>{{"secret.wrong", {}}});
    CHECK(player.session.person == "1");
    CHECK(player.say("4821") ==
          "You act for Person 2. What you do is noted and told to them.\n1 Go "
          "on\n0 My own menu");
    CHECK(player.session.person == "1"); // her own tries are set back, not the other one's
    CHECK(player.effects == std::vector<Effect>{{"secret.right", {}}});
    CHECK(player.say("1").starts_with("Somebody\n1 Find people"));
    CHECK(player.session.person == "2");
    CHECK(player.say("8") == "My account\n1 See/change details\n2 Products\n4 Language\n5 Udyam "
                             "number\n0 Back");
    for (std::string const hers : {"3", "6", "7", "8"}) {
        CHECK(player.say(hers).starts_with("Not understood."));
        player.session.wrong = 0;
    }
    player.say("1");
    player.say("1");
    player.say("Bela Ghar");
    player.say("1");
    CHECK(player.effects ==
          std::vector<Effect>{
              {"name.change", {{"name", "Bela Ghar"}, {"acting", "helper"}, {"helper", "1"}}}});
}

TEST_CASE("a helper who is somebody else again, or calls again, acts for nobody") {
    Player player;
    know_sisters(player);
    player.dial();
    player.say("1");
    player.say("2");
    player.say("4821");
    CHECK(player.say("0").starts_with("Haatline\n1 Find people")); // her own menu after all
    CHECK(player.session.person == "1");
    CHECK(player.session.vars.get("helper").empty());
    player.dial();
    player.say("1");
    player.say("2");
    player.say("4821");
    player.say("1");
    CHECK(player.session.vars.get("helper") == "1");
    player.dial();
    CHECK(player.session.vars.get("helper").empty());
    CHECK(player.say("2").starts_with("Haatline\n1 Find people")); // Bela herself
    CHECK(player.session.vars.get("acting").empty());
    CHECK(player.say("8").starts_with("Type your 4-digit secret number"));
}

TEST_CASE("what a member stopped at is offered to herself, not to her helper") {
    Player player;
    know_sisters(player);
    player.dial();
    player.say("2");
    player.say("1");
    player.say("1");
    player.dial();
    player.say("1");
    player.say("2");
    player.say("4821");
    CHECK(player.say("1").starts_with("Somebody\n1 Find people"));
    player.dial();
    CHECK(player.say("2").starts_with("You stopped at question 2."));
}
