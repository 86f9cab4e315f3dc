#include "tests/menus/play.hpp"

using namespace haatline;
using namespace haatline::menus::test;

namespace {

void know_messages(Player& player, std::string outcome, Values more = {}) {
    know_member(player);
    player.answers["inbox.list"] = {
        "some",
        {{"unread", ""}},
        {{{"ask", "100009"}, {"name", "Bela Gruh"}, {"prod", "Pickle"}, {"mark", ""}}},
        false};
    Values values{{"name", "Bela Gruh"}, {"prod", "Pickle"}, {"km", "4"}, {"how", "none"}};
    values.merge(more);
    player.answers["talk.item"] = {std::move(outcome), values, {}, false};
    player.answers["talk.answerable"] = {"ok", {}, {}, false};
    player.answers["report.allowed"] = {"ok", {}, {}, false};
}

} // namespace

TEST_CASE("the root counts new messages, and after reading them counts anew") {
    Player player;
    know_messages(player, "request");
    player.answers["caller.profile"].values.set("unread", "2");
    CHECK(player.dial() ==
          "Asha Pickles\n1 Find people\n3 Messages(2)\n8 My account\n9 Help: ask for a call");
    CHECK(player.say("3") == "Messages (*=new)\n1 Bela Gruh: Pickle\n0 Back");
    CHECK(player.say("0") ==
          "Asha Pickles\n1 Find people\n3 Messages\n8 My account\n9 Help: ask for a call");
}

TEST_CASE("on a phone that others hold too, messages open behind the secret number, once a call") {
    Player player;
    know_messages(player, "request");
    player.answers["secret.state"] = {"set", {}, {}, false};
    player.answers["secret.check"] = {"wrong", {}, {}, false};
    player.answers["caller.profile"].values.set("me", "5");
    player.context.digest = [](std::string_view, std::string_view) { return "a digest"; };
    player.dial();
    player.say("3");
    CHECK(player.screen.id == "secret.ask");
    CHECK(player.say("1111").find("Bela") == std::string::npos);
    player.answers["secret.check"] = {"right", {}, {}, false};
    CHECK(player.say("4827") == "Messages (*=new)\n1 Bela Gruh: Pickle\n0 Back");
    player.say("1");
    CHECK(player.say("0").starts_with("Messages"));
    CHECK(player.dial().find("Bela") == std::string::npos);
    player.say("3");
    CHECK(player.screen.id == "secret.ask");
}

TEST_CASE("each of the five digits leaves what it says, for the message that was opened") {
    auto const [key, effect, how] =
        GENERATE(table<std::string, std::string, std::string>({{"1", "talk.agree", "now"},
                                                               {"2", "talk.agree", "evening"},
                                                               {"4", "talk.decline", ""},
                                                               {"5", "talk.block", ""}}));
    Player player;
    know_messages(player, "request");
    player.dial();
    player.say("3");
    CHECK(player.say("1").starts_with("Bela Gruh (4km) wants to talk: Pickle\n1 Yes, ring me"));
    REQUIRE(player.effects.size() == 1);
    CHECK(player.effects[0].name == "talk.opened");
    player.say(key);
    REQUIRE(player.effects.size() == 1);
    CHECK(player.effects[0].name == effect);
    CHECK(player.effects[0].with.get("ask") == "100009");
    CHECK(player.effects[0].with.get("how") == how);
    CHECK(player.say("0").starts_with("Messages"));
}

TEST_CASE("a number is given only after a second yes") {
    Player player;
    know_messages(player, "request");
    player.dial();
    player.say("3");
    player.say("1");
    CHECK(player.say("3") == "Show your number to Bela Gruh for 7 days?\n1 Yes, show it\n2 No");
    CHECK(player.effects.empty());
    player.say("2");
    CHECK(player.effects.empty());
    player.say("3");
    CHECK(player.say("1").starts_with("Bela Gruh can read your number for 7 days."));
    CHECK(player.effects.at(0).with.get("how") == "share");
}

TEST_CASE("who answers too late leaves nothing and reads why") {
    Player player;
    know_messages(player, "request");
    player.answers["talk.answerable"] = {"late", {}, {}, false};
    auto const key = GENERATE(as<std::string>(), "1", "2", "4");
    player.dial();
    player.say("3");
    player.say("1");
    CHECK(player.say(key) == "This was answered on another phone, or its time is over.\n0 Back");
    CHECK(player.effects.empty());
}

TEST_CASE("a number that was read does not stay in the dialogue") {
    Player player;
    know_messages(player, "number", {{"number", "9000000001"}, {"days", "7"}});
    player.dial();
    player.say("3");
    CHECK(player.say("1") == "Bela Gruh, Pickle: 9000000001\nShown 7 more days. Pay nothing, give "
                             "no OTP.\n7 Report\n0 Back");
    auto const key = GENERATE(as<std::string>(), "0", "7");
    player.say(key);
    CHECK(to_json(player.session).find("9000000001") == std::string::npos);
}

TEST_CASE("a dropped call never goes on among messages: the next to dial may be another") {
    auto const outcome =
        GENERATE(as<std::string>(), "request", "agreed", "ring", "number", "refused");
    Player player;
    know_messages(player, outcome, {{"number", "9000000001"}, {"days", "7"}});
    player.dial();
    player.say("3");
    player.say("1");
    CHECK(player.dial().starts_with("Asha Pickles\n1 Find people"));
    CHECK(to_json(player.session).find("9000000001") == std::string::npos);
}

TEST_CASE("a report is about the card that was open, or the message, never about both") {
    Player player;
    know_messages(player, "request");
    player.dial();
    player.say("3");
    player.say("1");
    SECTION("a card after a message") {
        player.say("00");
        for (auto const* key : {"1", "1", "1", "2"}) player.say(key);
        CHECK(player.say("7").starts_with("Report why?\n1 Wrong details"));
        CHECK(player.say("3").starts_with("Report "));
        CHECK(player.effects.at(0).with.get("peer") == "2");
        CHECK_FALSE(player.effects.at(0).with.has("ask"));
    }
    SECTION("a message after a card") {
        player.say("00");
        for (auto const* key : {"1", "1", "1", "2", "00", "3", "1"}) player.say(key);
        player.say("7");
        CHECK(player.say("2").starts_with("Report "));
        CHECK(player.effects.at(0).with.get("ask") == "100009");
        CHECK_FALSE(player.effects.at(0).with.has("peer"));
        CHECK(player.effects.at(0).with.get("why") == "rude");
    }
    SECTION("the fourth of a day is a block, if she wants") {
        player.answers["report.allowed"] = {"limit", {}, {}, false};
        player.say("7");
        CHECK(player.say("2") == "You reported 3 times today. Block them?\n1 Block\n0 Back");
        CHECK(player.effects.empty());
        CHECK(player.say("1").starts_with("Blocked. Bela Gruh cannot reach you"));
        CHECK(player.effects.at(0).name == "talk.block");
    }
}
