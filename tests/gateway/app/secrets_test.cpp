#include "gateway/wire/digest.hpp"
#include "storage/sqlite/db.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/line.hpp"

#include <fmt/format.h>

#include <fstream>
#include <set>
#include <sstream>

using namespace haatline;
using haatline::tests::Line;

// What is typed on the screens of the secret number stands nowhere: not in the log of answers, not
// in a dialogue's state, not in what a retry is recognised by.
namespace {

/// One phone at Africa's Talking, where each answer comes with all before it.
class Handset {
  public:
    explicit Handset(Line& line) : line_(line) {}
    std::string dial(std::string const& dialled = "") {
        ++calls_;
        text_ = dialled;
        return send();
    }
    std::string say(std::string const& typed) {
        text_ += (text_.empty() ? "" : "*") + typed;
        return send();
    }
    std::string send() { return line_.dial("+919876543210", fmt::format("s{}", calls_), text_); }
    void join(std::string const& code, std::string const& name) {
        dial(code);
        for (auto const* typed : {"1", "844101", "1", "1"}) say(typed);
        say(name);
        say("1");
    }
    /// A second person behind the number.
    void join_too(std::string const& name) {
        dial("0");
        for (auto const* typed : {"8", "2", "1", "844101", "1", "1"}) say(typed);
        say(name);
        say("1");
    }

  private:
    Line& line_;
    std::string text_;
    int calls_ = 0;
};

std::set<std::string> column(Line& line, std::string const& sql) {
    auto db = storage::Db::open(line.dir() + "/haatline.db", storage::Db::Mode::read_only);
    REQUIRE(db);
    auto rows = db->prepare(sql);
    REQUIRE(rows);
    std::set<std::string> out;
    while (rows->step()) out.emplace(rows->text(0));
    return out;
}

bool stands_in(std::set<std::string> const& texts, std::string_view what) {
    for (auto const& text : texts)
        if (text.find(what) != std::string::npos) return true;
    return false;
}

std::string file_of(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}

/// Two people behind one phone; the first has set 4821 and reads her messages.
void set_secret(Handset& caller) {
    caller.join("20", "Asha Foods");
    caller.join_too("Bela Mills");
    caller.dial();
    caller.say("1");
    REQUIRE(caller.say("3").find("4-digit secret number first") != std::string::npos);
    caller.say("1");
    caller.say("Asha Foods"); // proves that she is who she says
    REQUIRE(caller.say("1234").find("Too easy to guess") != std::string::npos);
    caller.say("4821");
    REQUIRE(caller.say("4821").find("Secret number is set.") != std::string::npos);
}

} // namespace

TEST_CASE("a secret number stands in no row, no state and no file of the data folder") {
    Line line;
    Handset caller(line);
    set_secret(caller);
    caller.dial();
    caller.say("1");
    caller.say("3");
    REQUIRE(caller.say("4821").find("No messages") != std::string::npos);
    caller.say("0");

    CHECK(column(line, "SELECT count(*) FROM event").begin()->size() > 1);
    CHECK(stands_in(column(line, "SELECT opened(said) FROM event"), "844101"));
    for (auto const* what : {"opened(said)", "state", "identity", "session"})
        CHECK_FALSE(stands_in(column(line, fmt::format("SELECT {} FROM event", what)), "4821"));
    CHECK(column(line, "SELECT length(secret) FROM person") == std::set<std::string>{"0", "64"});
    for (auto const* name : {"haatline.db", "haatline.db-wal", "haatline.pepper"})
        CHECK(file_of(line.dir() + "/" + name).find("*4821") == std::string::npos);
}

TEST_CASE("what a retry is known by cannot be used to guess what was typed") {
    Line line;
    Handset caller(line);
    set_secret(caller);
    auto const identities = column(line, "SELECT identity FROM event");
    for (int four = 0; four < 10'000; ++four)
        REQUIRE_FALSE(identities.contains(
            gateway::short_digest({"s3", "", fmt::format("1*3*1*1234*{:04}", four)})));
}

TEST_CASE("a dialogue behind the secret number goes on after a kill, and retries are still known") {
    Line line;
    Handset caller(line);
    set_secret(caller);
    caller.dial();
    caller.say("1");
    auto const asked = caller.say("3");
    line.restart(false);
    CHECK(caller.send() == asked); // the provider's retry
    auto const shown = caller.say("4821");
    CHECK(shown.find("No messages") != std::string::npos);
    line.restart(true);
    CHECK(caller.send() == shown);
    CHECK(caller.say("0").find("secret") == std::string::npos);
}

TEST_CASE(
    "a guesser on a borrowed phone reads the same words until it is closed, then others for ever") {
    Line line;
    Handset caller(line);
    set_secret(caller);
    std::set<std::string> said;
    for (int i = 0; i < 5; ++i) {
        caller.dial(); // a new call each time: tries are counted over all
        caller.say("1");
        caller.say("3");
        said.insert(caller.say(fmt::format("70{:02}", 10 + i)));
    }
    CHECK(said.size() == 1);
    CHECK(said.begin()->find("That did not fit.") != std::string::npos);
    caller.dial();
    caller.say("1");
    auto const closed = caller.say("3");
    CHECK(closed.find("closed for safety") != std::string::npos);
    CHECK(caller.say("1") == "END Noted. A person at the desk will see it.");
    CHECK(column(line, "SELECT kind FROM ticket") == std::set<std::string>{"secret"});
    // The other person's is not touched by it.
    caller.dial();
    caller.say("2");
    CHECK(caller.say("3").find("Set a 4-digit secret number first") != std::string::npos);
}

TEST_CASE("answers of a forgotten call that come all at once are no dial to be written down") {
    Line line;
    line.dial("+919876543219", "long-gone", "1*3*4821");
    CHECK(column(line, "SELECT opened(said) FROM event") == std::set<std::string>{"1*3*?"});
    CHECK_FALSE(stands_in(column(line, "SELECT state FROM event"), "4821"));
}

TEST_CASE("five hundred registrations from one number end at its cap, and operators are told") {
    Line line;
    Handset caller(line);
    caller.join("20", "Asha Foods");
    for (int i = 0; i < 40; ++i) {
        caller.join_too(fmt::format("Member {}", static_cast<char>('A' + i % 26)));
        if (i % 10 == 9) line.pass(std::chrono::hours(24));
    }
    CHECK(column(line, "SELECT count(*) FROM enterprise") == std::set<std::string>{"6"});
    CHECK(line.metrics().notices.at("registrations") > 0);
    CHECK(line.metrics().notices.at("people") > 0);
}

TEST_CASE(
    "who copies the directory by PIN code is stopped with a sentence, and operators are told") {
    Line line(2000);
    Handset caller(line);
    caller.join("20", "Asha Foods");
    std::string last;
    int lists = 0;
    for (int i = 0; i < 90; ++i) {
        caller.dial(fmt::format("{}", 800001 + i % 30));
        caller.say("1");
        last = caller.say(fmt::format("{}", 1 + (i / 30) % 4)); // near, district, state
        if (last.find("Enough searching for today.") == std::string::npos) ++lists;
    }
    CHECK(lists <= 75); // unknown PINs lead to her own list, which counts once
    CHECK(last == "CON Enough searching for today. Please try tomorrow.\n9 Ask for a call\n0 Back");
    CHECK(line.metrics().notices.at("directory") > 0);
    line.pass(std::chrono::hours(24));
    caller.dial();
    caller.say("1");
    caller.say("1");
    CHECK(caller.say("1").find("Enough searching") == std::string::npos);
}
