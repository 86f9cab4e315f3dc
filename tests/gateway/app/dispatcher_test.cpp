#include "tests/support/catch.hpp"
#include "tests/support/line.hpp"

#include <fmt/format.h>

using namespace haatline;
using haatline::tests::Line;

namespace {

std::string form(std::string const& phone, std::string const& session, std::string const& text) {
    return fmt::format(
        "sessionId={}&serviceCode=%2A789%23&phoneNumber={}&networkCode=40410&text={}",
        tests::encoded(session), tests::encoded(phone), tests::encoded(text));
}

gateway::RawRequest turn(std::string const& phone, std::string const& session,
                         std::string const& text) {
    return {"POST",
            "/in/africastalking/demo",
            "",
            "application/x-www-form-urlencoded",
            form(phone, session, text),
            "127.0.0.1",
            ""};
}

gateway::RawRequest comviva(std::string const& query) {
    return {"GET", "/in/comviva/demo", query, "", "", "127.0.0.1", ""};
}

std::uint64_t retries(Line const& line, std::size_t route) {
    return line.metrics().routes.at(route).turns[static_cast<std::size_t>(
        gateway::TurnOutcome::retry)];
}

} // namespace

TEST_CASE("a provider's retry gets the stored reply byte for byte and takes no second step") {
    Line line;
    auto const first = line.dial("+919876543210", "s1", "");
    REQUIRE(first.substr(0, 4) == "CON ");
    auto const consent = line.dial("+919876543210", "s1", "2");
    REQUIRE(consent != first);
    CHECK(line.dial("+919876543210", "s1", "2") == consent);
    CHECK(line.dial("+919876543210", "s1", "") == first); // a late duplicate of the dial
    auto const pin = line.dial("+919876543210", "s1", "2*1");
    CHECK(pin != consent);
    CHECK(line.dial("+919876543210", "s1", "2*1") == pin);
}

TEST_CASE("a retry that comes while its twin is in work is answered by the twin's reply") {
    Line line;
    line.dial("+919876543210", "s1", "");
    auto const replies =
        line.call_all({turn("+919876543210", "s1", "2"), turn("+919876543210", "s1", "2"),
                       turn("+919876543210", "s1", "2")});
    CHECK(replies[0].body == replies[1].body);
    CHECK(replies[0].body == replies[2].body);
    CHECK(retries(line, 0) == 2);
    CHECK(line.dial("+919876543210", "s1", "2*1").substr(0, 4) == "CON ");
}

TEST_CASE("a retry after a restart gets the reply of the process that is gone") {
    Line line;
    line.dial("+919876543210", "s1", "");
    auto const consent = line.dial("+919876543210", "s1", "2");
    SECTION("after a clean stop") { line.restart(true); }
    SECTION("after a kill") { line.restart(false); }
    CHECK(line.dial("+919876543210", "s1", "2") == consent);
}

TEST_CASE("a killed gateway knows the replies it gave") {
    Line line;
    line.dial("+919876543210", "s1", "");
    auto const consent = line.dial("+919876543210", "s1", "2");
    line.restart(false);
    CHECK(line.dial("+919876543210", "s1", "2") == consent);
    CHECK(line.dial("+919876543210", "s1", "2*1").substr(0, 4) == "CON ");
}

TEST_CASE("two answers of one number that cross on the way are taken in order") {
    Line line;
    line.dial("+919876543210", "s1", "");
    auto const replies =
        line.call_all({turn("+919876543210", "s1", "2"), turn("+919876543210", "s1", "2*1")});
    Line other;
    other.dial("+919876543210", "s1", "");
    CHECK(replies[0].body == other.dial("+919876543210", "s1", "2"));
    CHECK(replies[1].body == other.dial("+919876543210", "s1", "2*1"));
}

TEST_CASE("a callback of an overtaken dialogue closes with a sentence, and the newer one goes on") {
    Line line;
    line.dial("+919876543210", "s1", "");
    auto const consent = line.dial("+919876543210", "s1", "2");
    line.dial("+919876543210", "s2", "");
    CHECK(line.dial("+919876543210", "s1", "2*1") == "END This call is over. Please dial again.");
    CHECK(line.dial("+919876543210", "s2", "1") == consent); // "1 Continue" of the second call
}

TEST_CASE("callers do not see each other's screens when their callbacks come together") {
    Line line;
    std::vector<gateway::RawRequest> dials, answers;
    for (int i = 0; i < 64; ++i)
        dials.push_back(turn(fmt::format("+9198765{:05}", i), fmt::format("s{}", i), ""));
    line.call_all(std::move(dials));
    for (int i = 0; i < 64; ++i)
        answers.push_back(
            turn(fmt::format("+9198765{:05}", i), fmt::format("s{}", i), i % 2 ? "1" : "2"));
    auto const replies = line.call_all(std::move(answers));
    for (std::size_t i = 2; i < replies.size(); ++i) CHECK(replies[i].body == replies[i % 2].body);
    CHECK(replies[0].body != replies[1].body);
}

TEST_CASE("a byte-identical comviva answer is the next answer once its twin was read, and a retry "
          "when it was not") {
    Line line;
    line.call(comviva("SessionID=c1&MSISDN=919876543210&MSC=m&input=789"));
    auto const language = line.call(comviva("SessionID=c1&MSISDN=919876543210&MSC=m&input=2"));
    auto const next = line.call(comviva("SessionID=c1&MSISDN=919876543210&MSC=m&input=2"));
    CHECK(next.body != language.body); // consent refused: the second 2 was a new answer
    CHECK(retries(line, 2) == 0);
}

TEST_CASE("a hang-up of a live dialogue is known, of another unknown, and the answers stay") {
    Line line;
    line.call(comviva("SessionID=c1&MSISDN=919876543210&MSC=m&input=789"));
    line.call(comviva("SessionID=c1&MSISDN=919876543210&MSC=m&input=2"));
    line.call(comviva("SessionID=c1&MSISDN=919876543210&MSC=m&input=1"));
    CHECK(line.call(comviva("SessionID=other&msisdn=919876543210&clean=clean-session&error=522"))
              .body == "Unknown Session");
    CHECK(line.call(comviva("SessionID=c1&msisdn=919876543210&clean=clean-session&error=522"))
              .body.empty());
    auto const again = line.call(comviva("SessionID=c2&MSISDN=919876543210&MSC=m&input=789"));
    CHECK(again.body.find("1") != std::string::npos);
    CHECK(again.body.find("stopped at question") != std::string::npos);
}

TEST_CASE("more callbacks of one number than may wait get the busy sentence") {
    Line line;
    line.dial("+919876543210", "s0", "");
    std::vector<gateway::RawRequest> flood;
    for (int i = 0; i < 20; ++i) flood.push_back(turn("+919876543210", fmt::format("f{}", i), ""));
    auto const replies = line.call_all(std::move(flood));
    int busy = 0;
    for (auto const& reply : replies) busy += reply.body.substr(0, 4) == "END " ? 1 : 0;
    CHECK(busy == 12); // eight may wait (limits::turns_waiting)
    CHECK(line.dial("+919876543210", "after", "").substr(0, 4) == "CON ");
}

TEST_CASE("after a restart a byte-identical comviva answer is a retry for as long as a provider "
          "retries, then the next answer") {
    Line line;
    line.call(comviva("SessionID=c1&MSISDN=919876543210&MSC=m&input=789"));
    auto const consent = line.call(comviva("SessionID=c1&MSISDN=919876543210&MSC=m&input=1"));
    line.restart(false);
    CHECK(line.call(comviva("SessionID=c1&MSISDN=919876543210&MSC=m&input=1")).body ==
          consent.body);
    line.restart(false);
    line.pass(std::chrono::seconds(31));
    CHECK(line.call(comviva("SessionID=c1&MSISDN=919876543210&MSC=m&input=1")).body !=
          consent.body);
}

TEST_CASE("a comviva reply that is given again stays to be given until one of them was read") {
    Line line;
    line.call(comviva("SessionID=c1&MSISDN=919876543210&MSC=m&input=789"));
    auto const answer = comviva("SessionID=c1&MSISDN=919876543210&MSC=m&input=1");
    SECTION("the connection was gone") {
        auto const consent = line.call_unread(answer);
        CHECK(line.call_unread(answer).body == consent.body);
        CHECK(line.call(answer).body == consent.body); // now it is read
        CHECK(line.call(answer).body != consent.body); // so this is the next answer
    }
    SECTION("the gateway was killed") {
        auto const consent = line.call_unread(answer);
        line.restart(false);
        CHECK(line.call_unread(answer).body == consent.body);
        line.pass(std::chrono::seconds(31));
        CHECK(line.call(answer).body == consent.body);
        CHECK(line.call(answer).body != consent.body);
    }
}

TEST_CASE("a caller who comes back while her dialogue is being put down goes on with it") {
    Line line;
    line.dial("+919876543210", "s1", "");
    line.dial("+919876543210", "s1", "2");
    line.pass(std::chrono::minutes(16));
    auto const heard = line.call_while_tidying(turn("+919876543210", "s2", "")).body;
    CHECK(heard.substr(0, heard.find('\n')) == "CON You stopped at question 1.");
}

TEST_CASE("a caller whose dialogue was put down goes on with it within a day") {
    Line line;
    line.dial("+919876543210", "s1", "");
    line.dial("+919876543210", "s1", "2");
    line.pass(std::chrono::minutes(16));
    line.call_while_tidying(turn("+919876500000", "other", ""));
    line.pass(std::chrono::hours(20));
    auto const heard = line.dial("+919876543210", "s2", "");
    CHECK(heard.substr(0, heard.find('\n')) == "CON You stopped at question 1.");
}

TEST_CASE("a dialogue that was put down, taken up again and finished does not come back") {
    Line line;
    auto const tidy = [&] {
        line.pass(std::chrono::minutes(16));
        line.call_while_tidying(turn("+919876500000", "other", ""));
    };
    line.dial("+919876543210", "s1", "");
    line.dial("+919876543210", "s1", "2");
    tidy();
    CHECK(line.dial("+919876543210", "s2", "").starts_with("CON You stopped at question 1."));
    line.dial("+919876543210", "s2", "1");
    CHECK(line.dial("+919876543210", "s2", "1*2").starts_with("END ")); // no consent: all is over
    tidy();
    CHECK(line.dial("+919876543210", "s3", "").starts_with("CON Bhasha"));
}

TEST_CASE("an answer to a call that is over is told so in her language, also after a restart") {
    std::string const told = "END यह कॉल पूरी हो चुकी। फिर से डायल करें";
    Line line;
    std::string typed;
    for (auto const* key : {"", "1", "1", "844101", "1", "1", "Asha Foods", "2"}) {
        typed += std::string(typed.empty() ? "" : "*") + key;
        line.dial("+919876543210", "s1", typed);
    }
    CHECK(line.dial("+919876543210", "s1", typed + "*1") == told);
    SECTION("after a clean stop") { line.restart(true); }
    SECTION("after a kill") { line.restart(false); }
    CHECK(line.dial("+919876543210", "s1", typed + "*1*1") == told);
}
