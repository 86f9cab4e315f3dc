#include "menus/arguments.hpp"
#include "tests/menus/play.hpp"

using namespace haatline;
using namespace haatline::menus;
using namespace haatline::menus::test;

namespace {

/// A member who texts; one segment a message.
class Texter : public Player {
  public:
    Texter() {
        know_member(*this);
        context.channel = sms_channel;
        context.budget = {160, 70};
        answers["product.by_word"] = {
            "sure", {{"product", "pickle"}, {"prod", "Pickle"}}, {}, false};
        answers["inbox.list"] = {
            "some",
            {{"unread", "1"}},
            {{{"ask", "100009"}, {"name", "Ravi"}, {"prod", "Pickle"}, {"mark", "*"}}},
            false};
        answers["talk.item"] = {
            "request", {{"name", "Ravi"}, {"prod", "Pickle"}, {"km", "4"}}, {}, false};
        answers["talk.answerable"] = {"ok", {}, {}, false};
        answers["erase.terms"] = {"ok", {{"erase_day", "29-11-2026"}}, {}, false};
        answers["report.allowed"] = {"ok", {}, {}, false};
    }
    std::string text(std::string words) { return turn({Input::Kind::text, std::move(words)}); }
    std::string effect() const { return effects.empty() ? "" : effects.front().name; }
};

Values of(std::string_view command, std::string_view behind) {
    return read_arguments(shipped_menu(), shipped_words(), *shipped_menu().command(command),
                          behind);
}

} // namespace

TEST_CASE("what stands behind a command fills its variables, in any order and any script") {
    CHECK(of("FIND", "mango pickle in New Delhi 10 km buyer") == Values{{"at_place", "New Delhi"},
                                                                        {"ring", "near"},
                                                                        {"want", "buyer"},
                                                                        {"word", "mango pickle"}});
    CHECK(of("FIND", "achar 845401") == Values{{"at_pin", "845401"}, {"word", "achar"}});
    CHECK(of("FIND", "अचार पटना में १५० किमी") ==
          Values{{"at_place", "पटना"}, {"ring", "state"}, {"word", "अचार"}});
    CHECK(of("SELL", "achar 50kg at 120") == Values{{"price", "120"},
                                                    {"rate", "120"},
                                                    {"qty", "50"},
                                                    {"unit", "kg"},
                                                    {"amount", "50 kg"},
                                                    {"word", "achar"}});
    CHECK(of("BUY", "अचार ५० किलो") ==
          Values{{"qty", "50"}, {"unit", "kg"}, {"amount", "50 kg"}, {"word", "अचार"}});
    CHECK(of("YES", "100009").get("ask") == "100009");
    CHECK(of("YES", "100008") == Values{{"bad_ref", "yes"}});
    CHECK(of("TALK", "2") == Values{{"row", "2"}});
    CHECK(of("DELETE", "4821") == Values{{"said", "4821"}});
    CHECK(of("LANG", "தமிழ்") == Values{{"tongue", "ta"}});
    CHECK(of("ALERT", "off") == Values{{"turn", "off"}});
    CHECK(of("FIND", "").empty());
}

TEST_CASE("a word finds, a number opens, TALK asks: the same menu as numbered texts") {
    Texter asha;
    asha.answers["product.by_word"].values.set("product", "papad");
    CHECK(asha.text("KHOJ achar") == "99+ found (*=vouched). TALK 1 to speak.\n1 Maker 1 1km*\n"
                                     "2 Maker 2 2km\n3 Maker 3 3km\n4 Maker 4 4km\n5 Maker 5 5km\n"
                                     "Reply 1-5 or MORE");
    CHECK(asha.asked.at(1).with.get("word") == "achar");
    asha.text("more");
    CHECK(asha.session.offset == 5);
    asha.text("2.");
    CHECK(asha.screen.id == "find.card");
    asha.text("TALK 1");
    CHECK(asha.screen.id == "conn.sent");
    CHECK(asha.effect() == "talk.ask");
    CHECK(asha.effects.front().with.get("product") ==
          "papad");      // what was sought, not what she makes
    asha.text("TALK 2"); // the rows are good for a day
    CHECK(asha.screen.id == "conn.sent");
    asha.wait(std::chrono::hours(25));
    asha.text("TALK 2");
    CHECK(asha.screen.id == "sms.row");
}

TEST_CASE("missing arguments are asked for, one question a message") {
    Texter asha;
    asha.text("bech achar");
    CHECK(asha.screen.id == "need.qty");
    asha.text("50 kilo");
    CHECK(asha.screen.id == "need.price");
    CHECK(asha.text("120").substr(0, 33) == "I sell Pickle 50 kg, Rs120 each\n1");
    asha.text("haan");
    CHECK(asha.screen.id == "need.done");
    REQUIRE(asha.effect() == "listing.post");
    CHECK(asha.effects.front().with.get("kind") == "sell");
}

TEST_CASE("an answer to an ask is one message, and a wrong check digit is nobody's") {
    Texter asha;
    asha.text("YES 100009");
    CHECK(asha.screen.id == "conn.ok");
    CHECK(asha.effect() == "talk.agree");
    asha.text("NO 100009");
    CHECK(asha.effect() == "talk.decline");
    asha.text("BLOCK 100009");
    CHECK(asha.effect() == "talk.block");
    asha.text("YES 100008");
    CHECK(asha.screen.id == "sms.ref");
    CHECK(asha.effects.empty());
    asha.text("YES");
    CHECK(asha.screen.id == "inbox.list");
    asha.text("LATER 1");
    CHECK(asha.effects.front().with.get("how") == "evening");
}

TEST_CASE("STOP is at once effective in every script, and what was going on goes on") {
    for (auto const* stop : {"STOP", "band karo", "बंद", "நிறுத்து", "ఆపు", "বন্ধ", "mujhe stop"}) {
        INFO(stop);
        Texter asha;
        asha.text("sell achar");
        REQUIRE(asha.screen.id == "need.qty");
        asha.text(stop);
        CHECK(asha.screen.id == "sms.stopped");
        CHECK(asha.effects == std::vector<Effect>{{"line.stop", {}}});
        CHECK(asha.asked.empty());
        asha.text("50 kg");
        CHECK(asha.screen.id == "need.price");
    }
}

TEST_CASE("DELETE is read back with a code, and only that code deletes") {
    Texter asha;
    asha.text("DELETE");
    REQUIRE(asha.screen.id == "sms.del");
    std::string const code(asha.session.vars.get("code"));
    CHECK(asha.text("DELETE 0000") != "");
    CHECK(asha.screen.id == "sms.del");
    asha.text("find achar");
    asha.text("மிட்டாவ் " + code); // no word of ours
    CHECK(asha.effects.empty());
    asha.text("நீக்கு " + code);
    CHECK(asha.effect() == "erase.ask");
}

TEST_CASE("a dialogue dropped on USSD goes on by message, and the other way round") {
    Texter asha;
    asha.context.channel = ussd_channel;
    asha.dial();
    asha.say("1");
    asha.say("1");
    REQUIRE(asha.screen.id == "find.where");
    asha.context.channel = sms_channel;
    asha.text("1");
    CHECK(asha.screen.id == "find.list");
    asha.context.channel = ussd_channel;
    asha.dial();
    CHECK(asha.screen.id == "reg.resume");
    asha.say("1");
    CHECK(asha.screen.id == "find.list");
    asha.context.channel = sms_channel;
    CHECK(asha.text("continue").find("Maker 1") != std::string::npos);
}

TEST_CASE("what was opened with a secret number is not gone on with by message") {
    Texter asha;
    asha.context.channel = ussd_channel;
    asha.answers["secret.state"] = {"set", {}, {}, false};
    asha.dial();
    asha.say("3");
    REQUIRE(asha.screen.id == "secret.ask");
    asha.context.channel = sms_channel;
    asha.text("4821");
    CHECK(asha.session.vars.get("secret_typed").empty());
    asha.text("YES 100009");
    CHECK(asha.screen.id == "sms.dial");
    CHECK(asha.effects.empty());
}

TEST_CASE("a shared phone is asked who writes, or says so itself") {
    Texter asha;
    Answer const member = asha.answers["caller.profile"];
    asha.any_answer = [&](Question const& question) {
        if (question.name == "caller.profile" && asha.calling.empty())
            return Answer{"several", {{"shared", "yes"}, {"lang", "en"}}, {}, false};
        if (question.name == "caller.persons")
            return Answer{"some",
                          {},
                          {{{"me", "11"}, {"label", "Asha"}, {"named", "yes"}, {"i", "1"}},
                           {{"me", "12"}, {"label", "Ravi"}, {"named", "yes"}, {"i", "2"}}},
                          false};
        return asha.answers[question.name];
    };
    asha.text("FIND achar");
    CHECK(asha.screen.id == "who");
    asha.text("2");
    CHECK(asha.screen.id == "find.list");
    CHECK(asha.session.person == "12");
    asha.text("WHO 1 TALK 1");
    CHECK(asha.session.person == "11");
    CHECK(asha.screen.id == "conn.sent");
    asha.text("FIND achar");
    asha.text("1");
    asha.wait(std::chrono::minutes(30));
    asha.text("1"); // who has it in her hand now?
    CHECK(asha.screen.id == "who");
}

TEST_CASE("what is not understood gets help once, then silence; a product's name alone finds") {
    Texter asha;
    asha.answers["product.by_word"] = {"none", {}, {}, false};
    CHECK(asha.text("Your call is important to us").starts_with("Haatline: sorry"));
    CHECK(asha.text("Your call is important to us").empty());
    CHECK(asha.text("Your call is important to us").empty());
    asha.answers["product.by_word"] = {
        "sure", {{"product", "pickle"}, {"prod", "Pickle"}}, {}, false};
    CHECK(asha.text("அச்சார்").starts_with("99+ found"));
    asha.text("?!");
    asha.text("?!");
    CHECK(asha.text("?!").empty());
    CHECK_FALSE(asha.text("1").empty());
}

TEST_CASE("a stranger's word begins the registration, in its script's language") {
    Texter asha;
    asha.answers["caller.profile"] = {"new", {}, {}, false};
    asha.text("खोज अचार");
    CHECK(asha.screen.id == "reg.consent");
    CHECK(asha.session.language == "hi");
    asha.text("जी");
    CHECK(asha.screen.id == "reg.pin");
    asha.text("845401");
    CHECK(asha.screen.id == "reg.role");
}

TEST_CASE(
    "every shipped screen is drawn as messages of one part, or of two where its question is long") {
    Texter asha;
    asha.session.language = "hi";
    asha.answers["caller.profile"].values.set("lang", "hi");
    for (auto const* words :
         {"FIND", "HELP", "LANG", "ALERT", "ME", "SCHEME", "HIDE", "SHOW", "START", "CALL"}) {
        asha.answers["ticket.mine"] = {"none", {}, {}, false};
        asha.answers["alerts.mine"] = {"some", {}, {}, false};
        asha.answers["account.details"] = {
            "some", {{"own", "Asha"}, {"place", "Delhi"}, {"role", "maker"}}, {}, false};
        asha.text(words);
        INFO(words << ": " << asha.screen.text);
        CHECK(coding::measure(asha.screen.text).units <= 134);
        CHECK_FALSE(asha.screen.text.empty());
    }
}
