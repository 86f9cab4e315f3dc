#include "tests/support/catch.hpp"
#include "tests/support/line.hpp"

#include <fmt/format.h>

using namespace haatline;
using namespace std::chrono_literals;
using gateway::Refusal;
using haatline::tests::Line;

namespace {

std::string const busy =
    "Service is busy. Your answers are saved. Please dial again in a few minutes.";
std::string const asha = "+919876543210";

gateway::RawRequest turn(std::string const& phone, std::string const& session,
                         std::string const& text) {
    return {
        "POST",
        "/in/africastalking/demo",
        "",
        "application/x-www-form-urlencoded",
        fmt::format("sessionId={}&serviceCode=%2A789%23&phoneNumber={}&networkCode=40410&text={}",
                    session, tests::encoded(phone), tests::encoded(text)),
        "127.0.0.1",
        ""};
}

gateway::RawRequest get(std::string const& path, std::string const& query) {
    return {"GET", path, query, "", "", "127.0.0.1", ""};
}

gateway::DispatcherOptions with(gateway::AdmissionLimits limits) {
    gateway::DispatcherOptions out;
    out.admission = limits;
    return out;
}

/// Callbacks stand in line, each time somebody looks.
void let_the_line_stand(Line& line) {
    for (int i = 0; i < 6; ++i) {
        line.on_loop([](gateway::House& house) { house.dispatcher().line_waited(30ms, 100); });
        line.pass(100ms);
    }
}

void let_the_line_go(Line& line) {
    line.on_loop([](gateway::House& house) { house.dispatcher().line_waited(0ms, 100); });
}

std::uint64_t refused(Line const& line, std::size_t route, Refusal why) {
    return line.metrics().routes.at(route).refused[static_cast<std::size_t>(why)];
}

} // namespace

TEST_CASE("who is in a call goes on while new calls are told to come back") {
    Line line, calm;
    for (auto* each : {&line, &calm}) each->dial(asha, "s1", "");
    let_the_line_stand(line);
    CHECK(line.dial("+919876543211", "n1", "") == "END " + busy);
    CHECK(line.dial(asha, "s1", "2") == calm.dial(asha, "s1", "2"));
    CHECK(line.dial(asha, "s2", "") == "END " + busy); // her second call is a new one
    CHECK(line.dial(asha, "s1", "2*1") == calm.dial(asha, "s1", "2*1"));
    let_the_line_go(line);
    CHECK(line.dial("+919876543211", "n2", "").starts_with("CON "));
    CHECK(refused(line, 0, Refusal::new_call) == 2);
}

TEST_CASE("what was said before is still there after busy") {
    Line line;
    line.dial(asha, "s1", "");
    line.dial(asha, "s1", "2");
    line.dial(asha, "s1", "2*1");
    let_the_line_stand(line);
    CHECK(line.dial(asha, "s2", "") == "END " + busy);
    let_the_line_go(line);
    CHECK(line.dial(asha, "s3", "").starts_with("CON You stopped at question 2."));
}

TEST_CASE("a dial in a session that never changes is a new call, an answer in it is not") {
    Line line;
    auto const say = [&](std::string const& tid, std::string const& text) {
        return line.call(
            get("/in/imimobile/demo/789", "msisdn=919876543210&msg=" + tests::encoded(text) +
                                              "&tid=" + tid + "&dcs=0&code=x"));
    };
    CHECK(say("1", "*789#").headers.front().second == "1");
    let_the_line_stand(line);
    auto const again = say("2", "*789#");
    CHECK(again.body == busy);
    CHECK(again.headers.front() == std::pair<std::string, std::string>{"X-USSD-SESSION", "0"});
    CHECK(say("3", "2").headers.front().second == "1");
}

TEST_CASE("the busy reply is in the provider's own format and the caller's language when known") {
    std::string const hindi = "सेवा व्यस्त है। जवाब सुरक्षित हैं। कुछ देर बाद डायल करें";
    Line line;
    line.dial(asha, "s1", "");
    line.dial(asha, "s1", "1");          // Hindi
    for (auto const* other : {"1", "2"}) // or this route would be below its share
        line.call(get("/in/comviva/demo", std::string("SessionID=o") + other +
                                              "&MSISDN=91987654328" + other + "&MSC=m&input=789"));
    let_the_line_stand(line);
    CHECK(line.dial(asha, "s2", "") == "END " + hindi);
    auto const stranger =
        line.call(get("/in/comviva/demo", "SessionID=c1&MSISDN=919876543299&MSC=m&input=789"));
    CHECK(stranger.body == busy);
    CHECK(stranger.headers.front() == std::pair<std::string, std::string>{"Freeflow", "FB"});
    auto const known =
        line.call(get("/in/comviva/demo", "SessionID=c2&MSISDN=919876543210&MSC=m&input=789"));
    CHECK(known.body == hindi);
    line.restart(false);
    let_the_line_stand(line);
    CHECK(line.dial(asha, "s3", "") == "END " + hindi); // read back from the log
}

TEST_CASE("a provider's retry is answered even when the house is full") {
    gateway::AdmissionLimits limits;
    limits.turns_max = 1;
    Line line(with(limits));
    auto const first = line.dial(asha, "s1", "");
    auto const replies = line.call_all({turn("+919876543211", "o1", ""), turn(asha, "s1", ""),
                                        turn("+919876543211", "o1", ""), turn(asha, "s1", "2")});
    CHECK(replies[0].body == first); // everybody reads the same first screen
    CHECK(replies[1].body == first); // from memory
    CHECK(replies[2].body == first); // with its twin
    CHECK(replies[3].body == "END " + busy);
    CHECK(refused(line, 0, Refusal::full) == 1);
    CHECK(line.dial(asha, "s2", "").starts_with("CON "));
}

TEST_CASE("a hang-up is taken when the house is full") {
    gateway::AdmissionLimits limits;
    limits.turns_max = 1;
    Line line(with(limits));
    line.call(get("/in/comviva/demo", "SessionID=c1&MSISDN=919876543210&MSC=m&input=789"));
    std::string const gone = "msisdn=919876543210&clean=clean-session&error=522";
    auto const replies = line.call_all({turn("+919876543211", "o1", ""),
                                        get("/in/comviva/demo", "SessionID=c1&" + gone),
                                        get("/in/comviva/demo", "SessionID=c1&" + gone)});
    CHECK(replies[1].body.empty());              // known
    CHECK(replies[2].body == "Unknown Session"); // acknowledged only: there was no room for two
}

TEST_CASE("one number that floods is told to slow down and its neighbour is not, route by route") {
    gateway::AdmissionLimits limits;
    limits.number = gateway::Pace::per_minute(60, 8);
    Line line(with(limits));
    int answered = 0;
    for (int i = 0; i < 20; ++i)
        answered += line.dial(asha, fmt::format("f{}", i), "").starts_with("CON ") ? 1 : 0;
    CHECK(answered == 8);
    CHECK(refused(line, 0, Refusal::number) == 12);
    CHECK(line.dial("+919876543211", "n1", "").starts_with("CON "));
    CHECK(line.call(get("/in/comviva/demo", "SessionID=c1&MSISDN=919876543210&MSC=m&input=789"))
              .body == busy); // the same number elsewhere
    line.pass(1s);
    CHECK(line.dial(asha, "later", "").starts_with("CON "));
}

TEST_CASE("a route that floods leaves the others their share, and is told so alone") {
    gateway::AdmissionLimits limits;
    limits.turns_max = 1000;
    Line line(with(limits));
    std::vector<gateway::RawRequest> flood;
    for (int i = 0; i < 40; ++i)
        flood.push_back(turn(fmt::format("+9198765{:05}", i), fmt::format("f{}", i), ""));
    line.call_all(std::move(flood));
    let_the_line_stand(line);
    CHECK(line.dial("+919876599999", "n1", "") == "END " + busy);
    CHECK(line.call(get("/in/comviva/demo", "SessionID=c1&MSISDN=919876543298&MSC=m&input=789"))
              .body != busy);
}

TEST_CASE("who is refused leaves nothing in memory and nothing on the disk") {
    Line line;
    let_the_line_stand(line);
    for (int i = 0; i < 50; ++i) line.dial(fmt::format("+9198765{:05}", i), "s", "");
    line.on_loop([](gateway::House& house) { CHECK(house.dispatcher().phones() == 0); });
    CHECK(line.metrics().steps_committed == 0);
    CHECK(line.dial("+919876500001", "s", "") == "END " + busy);
}

TEST_CASE("a turn that takes too long is answered busy while its provider listens; its retry, and "
          "whoever dials again, find what was written") {
    gateway::DispatcherOptions options;
    options.give_up_after = 20s;
    Line line(options), calm;
    for (auto* each : {&line, &calm}) each->dial(asha, "s1", "");
    auto const late = [&](gateway::House& house) {
        line.pass(19s);
        house.dispatcher().look_at_the_waits(); // not yet
        line.pass(1s);
        house.dispatcher().look_at_the_waits();
    };
    auto const replies = line.call_all(
        {turn(asha, "s1", "2"), turn(asha, "s1", "2"), turn(asha, "s1", "2*1")}, late);
    for (auto const& reply : replies) CHECK(reply.body == "END " + busy);
    CHECK(refused(line, 0, Refusal::given_up) == 3);
    line.dial("+919876543211", "o1", ""); // whoever comes later is on the disk later
    // The first was on its way to the disk; the one behind it was never begun.
    CHECK(line.dial(asha, "s1", "2") == calm.dial(asha, "s1", "2"));
    CHECK(line.dial(asha, "s2", "").starts_with("CON You stopped at question 1."));
}
