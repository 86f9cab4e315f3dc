#include "gateway/wire/fields.hpp"
#include "simulators/aggregator/aggregator.hpp"
#include "simulators/load/story.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/world.hpp"

#include <map>

using namespace haatline;
using namespace haatline::simulators;
using namespace haatline::simulators::aggregator;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view story = "dial *789#\n2\n{name}\n1\ndial *789#\n7\n";

/// A gateway with a menu of four questions, and promises it can be told to break.
struct Village {
    bool takes_repeats_twice = false, forgets_broken_calls = false, mixes_phones = false;
    struct Person {
        std::vector<std::string> answers;
        bool open = false, asked = false; ///< asked: "go on where you stopped?"
    };
    std::map<std::string, Person> people;
    std::map<std::string, std::string> said; ///< by session and text
    std::string last;

    static std::string screen(std::vector<std::string> const& answers) {
        switch (answers.size()) {
        case 0:
            return "CON Language?";
        case 1:
            return "CON Your name?";
        case 2:
            return "CON Right, " + answers[1] + "?";
        case 3:
            return "END Thank you " + answers[1] + ", your number is " +
                   std::to_string(std::hash<std::string>()(answers[1]) % 1000);
        default:
            return "END Seven.";
        }
    }
    std::string hear(std::string const& body) {
        auto const fields = *gateway::Fields::parse(body);
        auto const session = std::string(fields.get("sessionId"));
        auto& person = people[std::string(fields.get("phoneNumber"))];
        auto const text = std::string(fields.get("text"));
        if (!fields.get("status").empty()) { // hung up
            person.open = false;
            if (forgets_broken_calls && person.answers.size() < 3) person.answers.clear();
            return "";
        }
        auto const known = said.find(session + '|' + text);
        if (known != said.end() && !takes_repeats_twice) return known->second;
        auto const reply = answer(person, text);
        said[session + '|' + text] = reply;
        auto const shown =
            mixes_phones && !last.empty() && reply.starts_with("CON Right") ? last : reply;
        if (reply.starts_with("CON Right")) last = reply;
        return shown;
    }
    std::string answer(Person& person, std::string const& text) {
        auto const typed =
            text.substr(text.rfind('*') == std::string::npos ? 0 : text.rfind('*') + 1);
        if (text.empty()) {
            person.asked = !person.answers.empty() && person.answers.size() < 3;
            if (person.answers.size() == 3) return "CON Welcome " + person.answers[1];
            return person.asked ? "CON You stopped.\n1 Go on" : screen(person.answers);
        }
        if (person.asked) {
            person.asked = false;
            return screen(person.answers);
        }
        person.answers.push_back(typed);
        return screen(person.answers);
    }
};

/// What names a request: a repeated one has the same name.
std::string mark_of(gateway::ClientRequest const& request) {
    return "turn-" +
           std::to_string(1'000'000'000 + std::hash<std::string>()(request.body) % 1'000'000'000);
}

/// The same provider, were it one that takes the screen by a request of the gateway's own.
class Later final : public Carrier {
  public:
    explicit Later(std::unique_ptr<Carrier> inner) : inner_(std::move(inner)) {}
    Result<CarrierRequest> dial(std::string_view dialled) override {
        return marked(inner_->dial(dialled));
    }
    Result<CarrierRequest> answer(std::string_view text) override {
        return marked(inner_->answer(text));
    }
    std::optional<CarrierRequest> hang_up() override { return inner_->hang_up(); }
    Result<Heard> read(gateway::ClientReply const& reply) const override {
        auto said = reply;
        said.body.erase(0, said.body.find('\n') + 1); // whom it is for
        return inner_->read(said);
    }
    std::string session() const override { return inner_->session(); }
    bool answers_later() const override { return true; }
    std::vector<std::string> marks() const override { return {mark_}; }

  private:
    Result<CarrierRequest> marked(Result<CarrierRequest> request) {
        if (request) mark_ = mark_of(*request);
        return request;
    }
    std::string mark_;
    std::unique_ptr<Carrier> inner_;
};

struct Bench {
    tests::ManualWorld world;
    std::multimap<std::chrono::nanoseconds, std::function<void()>> due;
    Village village;
    std::function<Result<gateway::ClientReply>(gateway::ClientRequest const&)> instead;
    std::string problem;
    bool later = false; ///< the gateway acknowledges and sends its screens
    Aggregator* playing = nullptr;

    Plan plan() {
        Plan out;
        out.provider = "africastalking";
        out.story = *read_story(story);
        out.phones = 20;
        out.duration = 60s;
        out.first_number = 919'005'000'000;
        out.faults.think = {Millis(100), Millis(900)};
        out.faults.retry_after = Millis(2000);
        out.seed = 7;
        return out;
    }
    void after(std::chrono::nanoseconds delay, std::function<void()> work) {
        due.emplace(world.clock.steady() + delay, std::move(work));
    }
    void acknowledge(gateway::ClientRequest const& request, gateway::HttpVolley::Done const& done) {
        auto const screen = village.hear(request.body);
        done(gateway::ClientReply{200, {}, "taken"});
        if (!screen.empty() && !silent)
            after(4ms, [this, mark = mark_of(request), screen] {
                playing->screen_came({200, {}, "for " + mark + '\n' + screen});
            });
    }
    bool silent = false;
    Count run(Plan plan) {
        bool ended = false;
        Aggregator run(
            std::move(plan),
            [this](Msisdn from) -> Result<std::unique_ptr<Carrier>> {
                auto out = make_carrier("africastalking", Line{from, "demo", "*789#"}, world.world);
                if (later && out) return std::make_unique<Later>(std::move(*out));
                return out;
            },
            world.world,
            [this](gateway::ClientRequest request, gateway::HttpVolley::Done done) {
                after(3ms, [this, request, done] {
                    if (later) return acknowledge(request, done);
                    done(instead ? instead(request)
                                 : gateway::ClientReply{200, {}, village.hear(request.body)});
                });
            },
            [this](auto delay, auto work) { after(delay, std::move(work)); });
        playing = &run;
        REQUIRE(run.start([&] { ended = true; }));
        while (!ended && !due.empty()) {
            auto const next = due.begin();
            auto const wait = next->first - world.clock.steady();
            if (wait > 0ns) world.clock.pass(std::chrono::ceil<Millis>(wait));
            auto const work = std::move(next->second);
            due.erase(next);
            work();
        }
        CHECK(ended);
        problem = run.problem();
        return run.count();
    }
    Plan rough() {
        auto out = plan();
        out.faults.drop = out.faults.duplicate = out.faults.reorder = out.faults.abandon = 20;
        out.faults.slow = {Millis(0), Millis(500)};
        return out;
    }
};

} // namespace

TEST_CASE(
    "a gateway that keeps its promises is played through every fault without a wrong screen") {
    Bench bench;
    auto const count = bench.run(bench.rough());
    CHECK(bench.problem.empty());
    CHECK(count.wrong.empty());
    CHECK(count.unanswered == 0);
    CHECK(count.good());
    CHECK(count.stories > 50);
    CHECK(count.lost_requests > 0);
    CHECK(count.lost_replies > 0);
    CHECK(count.duplicates > 0);
    CHECK(count.late_copies > 0);
    CHECK(count.retries >= count.lost_requests);
    CHECK(count.resumed > 0);
    CHECK(count.resumed <= count.abandoned);
}

TEST_CASE("the same seed plays the same faults") {
    Bench one, two;
    auto const first = one.run(one.rough()), second = two.run(two.rough());
    CHECK(first.requests == second.requests);
    CHECK(first.lost_requests == second.lost_requests);
    CHECK(first.stories == second.stories);
}

TEST_CASE("an answer that is taken twice is told by the next screen") {
    Bench bench;
    bench.village.takes_repeats_twice = true;
    auto const count = bench.run(bench.rough());
    CHECK(count.wrong.contains("a repeated request got another answer"));
    CHECK_FALSE(count.good());
}

TEST_CASE("another phone's screen is known by its name") {
    Bench bench;
    auto plan = bench.plan();
    bench.instead = [&](auto const& request) {
        bench.village.mixes_phones =
            bench.village.people.size() > 3; // the first two tell the story
        return gateway::ClientReply{200, {}, bench.village.hear(request.body)};
    };
    auto const count = bench.run(plan);
    CHECK(count.wrong.contains("a screen of another phone"));
    CHECK(count.examples.at("a screen of another phone").starts_with("step 3: expected `Right, Q"));
}

TEST_CASE("who hung up and finds her answers gone is counted") {
    Bench bench;
    bench.village.forgets_broken_calls = true;
    auto plan = bench.plan();
    plan.faults.abandon = 30;
    auto const count = bench.run(plan);
    CHECK(count.wrong.contains("an answer was lost with a call that broke off"));
}

TEST_CASE("a gateway that falls silent leaves requests unanswered, however often they are tried") {
    Bench bench;
    int heard = 0;
    bench.instead = [&](auto const& request) -> Result<gateway::ClientReply> {
        if (++heard > 200) return fail(Errc::timeout, "no answer");
        return gateway::ClientReply{200, {}, bench.village.hear(request.body)};
    };
    auto const count = bench.run(bench.plan());
    CHECK(count.unanswered > 0);
    CHECK(count.wrong.empty());
    CHECK_FALSE(count.good());
}

TEST_CASE("a gateway that is busy is dialled again, and what was answered is found") {
    Bench bench;
    auto plan = bench.plan();
    plan.busy = {"Busy, dial again."};
    int heard = 0;
    bench.instead = [&](auto const& request) -> Result<gateway::ClientReply> {
        if (++heard > 20 && heard % 11 == 0)
            return gateway::ClientReply{200, {}, "END Busy, dial again."};
        return gateway::ClientReply{200, {}, bench.village.hear(request.body)};
    };
    auto const count = bench.run(plan);
    CHECK(count.busy > 0);
    CHECK(count.wrong.empty());
    CHECK(count.good());
}

TEST_CASE("nothing is checked when two undisturbed callers see different things") {
    Bench bench;
    int heard = 0;
    bench.instead = [&](auto const&) {
        return gateway::ClientReply{200, {}, ++heard < 4 ? "CON one" : "CON quite another"};
    };
    auto const count = bench.run(bench.plan());
    CHECK(bench.problem.starts_with("step "));
    CHECK(count.screens == 0);
    CHECK_FALSE(count.good());
}

TEST_CASE("without a mark in its requests a provider's repetitions are not played") {
    Bench bench;
    auto plan = bench.rough();
    plan.faults.repeats_are_known = false;
    bench.village.takes_repeats_twice = true;
    auto const count = bench.run(plan);
    CHECK(count.wrong.empty());
    CHECK(count.duplicates == 0);
    CHECK(count.late_copies == 0);
    CHECK(count.lost_replies == 0);
    CHECK(count.lost_requests > 0);
}

TEST_CASE("screens that the gateway sends by itself find their phones, through every fault") {
    Bench bench;
    bench.later = true;
    auto const count = bench.run(bench.rough());
    CHECK(bench.problem.empty());
    CHECK(count.wrong.empty());
    CHECK(count.unanswered == 0);
    CHECK(count.stories > 50);
    CHECK(count.lost_replies > 0);
    CHECK(count.resumed > 0);
}

TEST_CASE("what is acknowledged and never shown is not answered") {
    Bench bench;
    bench.later = bench.silent = true;
    auto const count = bench.run(bench.plan());
    CHECK(bench.problem.starts_with("what was asked is acknowledged, and no screen comes"));
    CHECK_FALSE(count.good());
}

TEST_CASE("a screen for nobody is counted") {
    Bench bench;
    bench.later = true;
    auto plan = bench.plan();
    bench.after(20s, [&] {
        bench.playing->screen_came({200, {}, "for ATUid_nobody0000\nCON Hello"});
    });
    auto const count = bench.run(plan);
    CHECK(count.wrong.contains("a screen nobody waits for"));
}

TEST_CASE("a run is told in words and as one line of JSON") {
    Count count;
    count.provider = "comviva";
    count.screens = 3;
    count.add_wrong("not a screen", "step 1: expected `a`, came `b`");
    CHECK(
        as_text(count).find("wrong: not a screen (1 times)\n  step 1: expected `a`, came `b`\n") !=
        std::string::npos);
    auto const json = as_json(count);
    CHECK(json.starts_with(R"({"provider":"comviva")"));
    CHECK(json.find(R"("wrong":1,"unanswered":0)") != std::string::npos);
    CHECK(json.ends_with("}\n"));
}
