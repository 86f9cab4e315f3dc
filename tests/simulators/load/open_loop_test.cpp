#include "simulators/load/open_loop.hpp"
#include "simulators/load/story.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/world.hpp"

#include <map>
#include <set>

using namespace haatline;
using namespace haatline::simulators;
using namespace std::chrono_literals;

namespace {

/// A gateway by hand and a clock that jumps from one thing that is due to the next.
struct Bench {
    struct Asked {
        gateway::ClientRequest request;
        gateway::HttpVolley::Done done;
    };
    tests::ManualWorld world;
    std::multimap<std::chrono::nanoseconds, std::function<void()>> due;
    std::vector<Asked> asked;
    std::vector<std::string> seconds;
    bool ended = false;
    std::function<void(Asked&)> gateway; ///< what happens with a request; empty: it is kept

    LoadPlan plan(std::string_view story, double rate, std::chrono::seconds duration,
                  std::size_t callers) {
        LoadPlan out;
        out.line.code = "*789#";
        out.story = *read_story(story);
        out.rate = rate;
        out.duration = duration;
        out.callers = callers;
        out.first_number = 919'005'000'000;
        return out;
    }
    void after(std::chrono::nanoseconds delay, std::function<void()> work) {
        due.emplace(world.clock.steady() + delay, std::move(work));
    }
    Tally run(LoadPlan plan) {
        OpenLoop loop(
            std::move(plan), world.world,
            [this](gateway::ClientRequest request, gateway::HttpVolley::Done done) {
                asked.push_back({std::move(request), std::move(done)});
                if (gateway) after(0ns, [this, i = asked.size() - 1] { gateway(asked[i]); });
            },
            [this](auto delay, auto work) { after(delay, std::move(work)); });
        REQUIRE(loop.start([this](std::string const& line) { seconds.push_back(line); },
                           [this] { ended = true; }));
        while (!ended && !due.empty()) {
            auto const next = due.begin();
            auto const wait = next->first - world.clock.steady();
            if (wait > 0ns) world.clock.pass(std::chrono::ceil<Millis>(wait));
            auto const work = std::move(next->second);
            due.erase(next);
            work();
        }
        return loop.tally();
    }
    static Result<gateway::ClientReply> says(std::string body, unsigned status = 200) {
        return gateway::ClientReply{status, {}, std::move(body)};
    }
};

} // namespace

TEST_CASE(
    "turns leave when they are due, in the order of the story, each caller in her own dialogue") {
    Bench bench;
    bench.gateway = [](Bench::Asked& asked) { asked.done(Bench::says("CON next")); };
    auto const tally = bench.run(bench.plan("dial *789#\n1\n{name}\n", 10, 3s, 2));
    CHECK(tally.intended == 30);
    CHECK(tally.answered == 30);
    CHECK(tally.errors.empty());
    CHECK(tally.stories == 10); // three turns each
    CHECK(tally.callers == 12); // two begin, and a new one follows each that is through
    CHECK(tally.doubt().empty());
    CHECK(bench.seconds.size() == 2);
    std::set<std::string> dialogues;
    for (auto const& each : bench.asked)
        dialogues.insert(each.request.body.substr(0, each.request.body.find('&')));
    CHECK(dialogues.size() == 10);
    CHECK(bench.asked[4].request.body.ends_with("&text=1%2A" + name_of(0)));
}

TEST_CASE("a gateway that stands still for a second owes every turn of that second from when it "
          "was due") {
    Bench bench;
    auto const stands_until = bench.world.clock.steady() + 2s;
    bench.gateway = [&](Bench::Asked& asked) {
        auto const wait = std::max(0ns, stands_until - bench.world.clock.steady());
        auto const answer = [&asked] { asked.done(Bench::says("CON next")); };
        bench.world.clock.steady() + 1s < stands_until ? answer() : bench.after(wait, answer);
    };
    bench.asked.reserve(1000);
    auto const tally = bench.run(bench.plan("dial *789#\n1\n1\n1\n", 100, 4s, 5));
    CHECK(tally.intended == 400);
    CHECK(tally.answered == 400);
    CHECK(tally.latencies.max() >= 990ms);
    CHECK(tally.latencies.over(500ms) >= 45); // a closed loop would have seen one slow turn
    CHECK(tally.latencies.over(500ms) <= 55);
    CHECK(tally.longest_stall >= 990ms);
    CHECK(tally.stalls == 1);
    CHECK(tally.lateness.max() == 0ms);
    CHECK(tally.callers > 100); // nobody was asked to type on before her screen came
}

TEST_CASE("what is no screen is an error of its kind, and its caller makes room for a new one") {
    Bench bench;
    int turn = 0;
    bench.gateway = [&](Bench::Asked& asked) {
        switch (turn++ % 6) {
        case 0:
            return asked.done(Bench::says("CON good"));
        case 1:
            return asked.done(Bench::says("busy", 503));
        case 2:
            return asked.done(Bench::says("hello"));
        case 3:
            return asked.done(Bench::says("CON "));
        case 4:
            return asked.done(Bench::says("END We are busy"));
        default:
            return asked.done(fail(Errc::timeout, "late"));
        }
    };
    bench.asked.reserve(1000);
    auto const tally = bench.run(bench.plan("dial *789#\n1\n", 6, 10s, 1));
    CHECK(tally.answered + tally.errors_in_all() == 60);
    CHECK(tally.errors.at("status 503") == 10);
    CHECK(tally.errors.at("not a screen") == 20);
    CHECK(tally.errors.at("timeout") == 10);
    CHECK(tally.errors.contains("closed early"));
    CHECK(as_text(tally).find("10 status 503") != std::string::npos);
}

TEST_CASE("calls that are due are played to their end, each answer when its caller has thought") {
    Bench bench;
    bench.gateway = [](Bench::Asked& asked) { asked.done(Bench::says("CON next")); };
    bench.asked.reserve(1000);
    auto plan = bench.plan("dial *789#\n1\n1\n", 2, 20s, 99);
    plan.dials = true;
    plan.think = 3s;
    plan.warm_up = 10s;
    auto const tally = bench.run(std::move(plan));
    CHECK(tally.callers == 40);
    CHECK(tally.in_call_most == 13); // 2 a second, 6 s each; one dials as another ends
    CHECK(tally.rate_wanted == 6);
    CHECK(tally.intended == 60); // what was due from the tenth second on
    CHECK(tally.in_time == 60);
    CHECK(tally.goodput() == 6);
    CHECK(tally.stories == 20);
}

TEST_CASE("who is told that the gateway is busy goes away, and it is counted as no error") {
    Bench bench;
    int turn = 0;
    bench.gateway = [&](Bench::Asked& asked) {
        asked.done(Bench::says(turn++ % 4 == 0 ? "END We are busy" : "CON next"));
    };
    bench.asked.reserve(1000);
    auto plan = bench.plan("dial *789#\n1\n", 1, 10s, 1);
    plan.dials = true;
    plan.busy = {"We are busy"};
    auto const tally = bench.run(std::move(plan));
    CHECK(tally.callers == 10);
    CHECK(tally.busy + tally.answered == tally.intended);
    CHECK(tally.busy == (tally.intended + 3) / 4);
    CHECK(tally.busy_latencies.count() == tally.busy);
    CHECK(tally.errors_in_all() == 0);
    CHECK(as_text(tally).find("told to dial again") != std::string::npos);
}

TEST_CASE("a screen that comes after the deadline is answered and no goodput") {
    Bench bench;
    bench.asked.reserve(1000);
    int turn = 0;
    bench.gateway = [&](Bench::Asked& asked) {
        bench.after(turn++ % 2 == 0 ? 1s : 50ms, [&asked] { asked.done(Bench::says("CON next")); });
    };
    auto plan = bench.plan("dial *789#\n", 10, 2s, 100);
    plan.deadline = 500ms;
    auto const tally = bench.run(std::move(plan));
    CHECK(tally.answered == 20);
    CHECK(tally.in_time == 10);
    CHECK(tally.goodput() == 5);
}

TEST_CASE("turns that are never answered are counted when patience ends") {
    Bench bench;
    bench.asked.reserve(1000);
    auto const tally = bench.run(bench.plan("dial *789#\n1\n", 10, 2s, 4));
    CHECK(bench.ended);
    CHECK(tally.answered == 0);
    CHECK(tally.unanswered == 20);
    CHECK(tally.errors_in_all() == 20);
}

TEST_CASE("an unknown provider is said before anything is sent") {
    Bench bench;
    auto plan = bench.plan("dial *789#\n1\n", 10, 1s, 1);
    plan.provider = "pigeon";
    OpenLoop loop(std::move(plan), bench.world.world, nullptr, nullptr);
    CHECK(loop.start(nullptr, nullptr).error().code == Errc::not_found);
}

TEST_CASE("a generator that is late says that it measured itself") {
    Tally tally;
    tally.intended = 100;
    for (int i = 0; i < 100; ++i) tally.lateness.add(i < 90 ? 0ms : 20ms);
    CHECK(tally.doubt().find("after it was due") != std::string::npos);
    CHECK(as_text(tally).find("WARNING") != std::string::npos);
    CHECK(as_json(tally).find("\"warning\":\"the generator") != std::string::npos);
}

TEST_CASE("a story begins with a dial") {
    CHECK(read_story(built_in_story)->size() == 14);
    CHECK(read_story("1\n").error().code == Errc::bad_request);
    CHECK(read_story("").error().code == Errc::bad_request);
    CHECK(filled("{name} & {name}", "Qx") == "Qx & Qx");
    CHECK(name_of(1) != name_of(2));
}
