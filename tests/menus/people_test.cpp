#include "tests/menus/play.hpp"
#include "tests/menus/small_menu.hpp"

using namespace haatline;
using namespace haatline::menus;
using namespace haatline::menus::test;

// Who is calling, and what one person's call may not bring to another's: the engine's part.
namespace {

/// Two people behind the phone, each with a list to stop at and a room behind the secret number.
std::string const kShared = R"(settings:
  start: dial
  root: root
  resume: stopped
  callback: ring
  trouble: trouble
  bye: bye
  busy: err.busy
  unlock: secret
screens:
  dial:
    ask: caller.profile
    outcomes: {new: root, member: home, several: who, silent: who, lapsed: who}
  home:
    cases:
      - when: {stopped: yes}
        go: stopped
      - go: root
  who:
    list: caller.persons
    outcomes: {none: root}
    page_rows: 6
    choose: dial
    rows: {8: {set: {me: ""}, go: open}}
  root:
    choice:
      1: open
      2: {go: secret, then: room}
      3: {go: secret.new, then: room}
  open:
    choice: {1: ring}
    resume: yes
  room:
    choice: {1: ring}
    resume: yes
  secret:
    cases:
      - {when: {unlocked: yes}, go: "@return"}
      - go: secret.ask
  secret.ask:
    entry: secret
    into: secret_typed
    go: secret.check
    zero: ring
    remember: no
  secret.check:
    ask: secret.check
    outcomes:
      right: {set: {unlocked: yes, secret_typed: ""}, effects: secret.right, go: "@return"}
      wrong: {set: {secret_typed: ""}, effects: secret.wrong, go: secret.ask}
      locked: ring
  secret.new:
    entry: secret
    into: secret_new
    simple: {notice: simple, go: secret.new}
    go: {effects: secret.set, go: "@return"}
    remember: no
  stopped:
    choice: {1: "@resume", 2: "@restart"}
  trouble:
    choice: {1: "@again"}
  ring: {end: yes, resume: yes}
  bye: {end: yes}
  err.busy: {end: yes}
)";

Menu const& shared_menu() {
    static Menu const menu = load_menu({{"menus/flows/test.yaml", kShared}});
    return menu;
}

Catalogue const& shared_words() {
    static Catalogue const words = [] {
        std::vector<std::pair<std::string, std::string>> texts;
        for (auto const* key :
             {"more",       "back",    "err.input", "err.row",   "err.busy",  "err.expired",
              "who",        "who.row", "who.8",     "root",      "root.1",    "root.2",
              "root.3",     "open",    "open.1",    "room",      "room.1",    "secret.ask",
              "secret.new", "simple",  "stopped",   "stopped.1", "stopped.2", "trouble",
              "trouble.1",  "ring",    "bye"})
            texts.emplace_back(key, std::string("T ") + key);
        std::string const written = po(texts);
        std::vector<Embedded> const files{{"locales/en/language.toml",
                                           "code = \"en\"\nown_name = \"English\"\nlatin_name = "
                                           "\"English\"\ndial_suffix = \"20\"\n"},
                                          {"locales/en/messages.po", written}};
        std::vector<Problem> problems;
        auto read = Catalogue::load(files, problems);
        REQUIRE(read.has_value());
        return std::move(*read);
    }();
    return words;
}

/// Person 5 and person 6 behind one phone.
class Sharers : public Player {
  public:
    Sharers() : Player(shared_menu(), shared_words()) { know(); }
    Sharers(Sharers const& other) : Player(other), choosing(other.choosing) { know(); }

    void know() {
        context.digest = [](std::string_view person, std::string_view digits) {
            return "digest of " + std::string(person) + " and " + std::string(digits);
        };
        any_answer = [this](Question const& question) -> Answer {
            if (question.name == "caller.profile" && choosing.empty())
                return {"several", {{"shared", "yes"}}, {}, false};
            if (question.name == "caller.profile")
                return {"member", {{"shared", "yes"}}, {}, false};
            if (question.name == "caller.persons")
                return {"some", {}, {{{"me", "5"}}, {{"me", "6"}}}, false};
            return {question.with.get("secret_typed") == "digest of 5 and 4821" ? "right" : "wrong",
                    {},
                    {},
                    false};
        };
    }
    std::string choosing; ///< whom the store would hear of; empty before `who`

    std::string call_of(int row) {
        choosing.clear();
        dial();
        choosing = row == 1 ? "5" : "6";
        return say(std::to_string(row));
    }
};

} // namespace

TEST_CASE("the digits of a secret number are digested at once, in any script, and stand nowhere") {
    Sharers phone;
    phone.call_of(1);
    REQUIRE(phone.say("2").starts_with("T secret.ask"));
    for (auto const* typed : {"४८२१", "4821#", " 4821 "}) {
        Sharers again = phone;
        CHECK(again.say(typed).starts_with("T room"));
        CHECK(again.effects == std::vector<Effect>{{"secret.right", {}}});
        REQUIRE(again.asked.size() == 1);
        CHECK(again.asked[0].with == Values{{"secret_typed", "digest of 5 and 4821"}});
        CHECK(to_json(again.session).find("4821") == std::string::npos);
        CHECK(to_json(again.session).find("digest") == std::string::npos);
    }
}

TEST_CASE("a secret number of noughts is four digits and no key that leads home") {
    Sharers phone;
    phone.call_of(1);
    phone.say("2");
    CHECK(phone.say("0099").starts_with("T secret.ask")); // wrong, and counted
    CHECK(phone.effects == std::vector<Effect>{{"secret.wrong", {}}});
    CHECK(phone.asked.at(0).with.get("secret_typed") == "digest of 5 and 0099");
    for (auto const* typed : {"482", "48210", "abcd", "", "4 8"}) {
        Sharers again = phone;
        again.say(typed);
        CHECK(again.asked.empty()); // no try is lost on what cannot be one
        CHECK(again.effects.empty());
    }
    CHECK(phone.say("00").starts_with("T root"));
}

TEST_CASE("a secret number everybody guesses is refused where it is set") {
    Sharers phone;
    phone.call_of(1);
    phone.say("3");
    CHECK(phone.say("1234").starts_with("T simple"));
    CHECK(phone.effects.empty());
    CHECK(phone.say("0000").starts_with("T simple"));
    CHECK(phone.say("7291").starts_with("T room"));
    CHECK(phone.effects ==
          std::vector<Effect>{{"secret.set", {{"secret_new", "digest of 5 and 7291"}}}});
}

TEST_CASE("a stopped dialogue of a shared phone is offered to its own person only") {
    Sharers phone;
    phone.call_of(1);
    phone.say("1");
    REQUIRE(phone.session.screen == "open");
    CHECK(phone.call_of(2).starts_with("T root"));
    phone.say("3");
    phone.say("1234");
    CHECK(phone.call_of(1).starts_with("T stopped"));
    CHECK(phone.say("1").starts_with("T open"));
}

TEST_CASE("another's calls do not lengthen the day in which a dialogue can be gone on with") {
    Sharers phone;
    phone.call_of(1);
    phone.say("1");
    phone.wait(std::chrono::hours(20));
    phone.call_of(2);
    phone.wait(std::chrono::hours(3));
    CHECK(Sharers(phone).call_of(1).starts_with("T stopped"));
    phone.wait(std::chrono::hours(2));
    CHECK(phone.call_of(1).starts_with("T root"));
}

TEST_CASE("a call that another ends does not forget the first one's dialogue") {
    Sharers phone;
    phone.call_of(1);
    phone.say("1");
    phone.call_of(2);
    phone.say("9"); // a person rings me: the call ends
    REQUIRE(phone.screen.ended);
    CHECK(phone.call_of(1).starts_with("T stopped"));
}

TEST_CASE("a secret number typed yesterday opens nothing today") {
    Sharers phone;
    phone.call_of(1);
    phone.say("2");
    phone.say("4821");
    REQUIRE(phone.session.screen == "room");
    CHECK(phone.call_of(1).starts_with("T stopped"));
    CHECK(phone.say("1").starts_with("T secret.ask")); // before the room is shown again
    CHECK(phone.say("4821").starts_with("T room"));
}

TEST_CASE("a phone that changes hands within a call keeps nothing of the first person") {
    Sharers phone;
    phone.call_of(1);
    phone.say("2");
    phone.say("4821");
    REQUIRE(phone.session.vars.get("unlocked") == "yes");
    phone.session.vars.set("own", "Asha Foods");
    phone.say("0");
    phone.say("0");
    REQUIRE(phone.session.screen == "who");
    phone.choosing = "6";
    CHECK(phone.say("2").starts_with("T root"));
    CHECK(phone.session.person == "6");
    CHECK(phone.session.vars == Values{{"shared", "yes"}});
    CHECK(phone.say("2").starts_with("T secret.ask"));
}

TEST_CASE("a silence without a session id asks who it is on a shared phone") {
    Sharers phone;
    phone.call_of(1);
    phone.say("1");
    phone.choosing.clear();
    CHECK(phone.again().starts_with("T who"));
    phone.choosing = "6";
    Sharers other = phone;
    CHECK(other.say("2").starts_with("T root"));
    phone.choosing = "5";
    CHECK(phone.say("1").starts_with("T stopped"));
}

TEST_CASE("what must not be written down is told before it is answered") {
    Engine const engine(shared_menu(), shared_words());
    Session session;
    for (auto const* hushed : {"secret.ask", "secret.new"}) {
        session.screen = hushed;
        CHECK(engine.hushes(session));
    }
    for (auto const* plain : {"root", "who", "", "nowhere"}) {
        session.screen = plain;
        CHECK_FALSE(engine.hushes(session));
    }
}
