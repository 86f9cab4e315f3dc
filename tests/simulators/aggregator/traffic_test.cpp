#include "gateway/channels/ussd/mapped.hpp"
#include "gateway/mapping/presets.hpp"
#include "gateway/mapping/understand.hpp"
#include "gateway/wire/fields.hpp"
#include "simulators/aggregator/traffic.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/world.hpp"

#include <map>
#include <set>

using namespace haatline;
using namespace haatline::simulators;
using namespace haatline::simulators::aggregator;
using namespace std::chrono_literals;
namespace mapping = haatline::gateway::mapping;

namespace {

/// A provider with all that may be told, whose requests are signed.
std::string provider_file(std::string const& dedupe = "{provider_message_id}") {
    return "mapping: 1\nprovider: demo\nsecrets: [key]\n"
           "security:\n  - hmac: {header: X-Sign, algorithm: sha256, encoding: hex, secret: key, "
           "sign: [url, body]}\n"
           "limits: {answer_within_ms: 2000, text_chars: 160}\n"
           "in:\n"
           "  sms:\n    channel: sms\n    path: /sms\n"
           "    fields: {phone: from, text: text, provider_message_id: id}\n"
           "    events: [{ignore: form:echo is present}, {mo: otherwise}]\n"
           "    dedupe: '" +
           dedupe +
           "'\n    replies: {type: text/plain, ack: {body: OK}}\n"
           "    plays:\n"
           "      mo: {form: {from: '{phone}', text: '{text}', id: '{provider_message_id}'}}\n"
           "      ignore: {form: {from: '{phone}', text: '{text}', id: '{provider_message_id}', "
           "echo: '1'}}\n"
           "  dlr:\n    channel: sms\n    path: /dlr\n"
           "    fields: {provider_message_id: id, status: {take: s, map: {SENT: sent, "
           "DELIVRD: delivered, '20..29': failed}}}\n"
           "    events: [{dlr: otherwise}]\n    dedupe: '{provider_message_id}|{status}'\n"
           "    replies: {type: text/plain, ack: {body: OK}}\n"
           "    plays: {dlr: {form: {id: '{provider_message_id}', s: \"{state? | "
           "default('SENT')}\"}}}\n"
           "  voice:\n    channel: voice\n    path: /voice\n"
           "    fields: {session: id, phone: from, text: 'keys?'}\n"
           "    events: [{end: form:over is present}, {dtmf: text is present}, {call: otherwise}]\n"
           "    replies: {type: text/xml, ack: {body: <ok/>}}\n    plays:\n"
           "      call: {form: {id: '{session}', from: '{phone}'}}\n"
           "      dtmf: {form: {id: '{session}', from: '{phone}', keys: '{text}'}}\n"
           "      end: {form: {id: '{session}', from: '{phone}', over: '1'}}\n";
}

std::shared_ptr<mapping::Mapping const> mapping_of(std::string const& file) {
    std::vector<Problem> problems;
    auto out = mapping::load_mapping(file, "demo.yaml", problems);
    INFO((problems.empty() ? std::string() : problems.front().what));
    REQUIRE(out);
    return out;
}

/// The gateway as it is, without its sockets; or something else instead.
struct Bench {
    tests::ManualWorld world;
    std::multimap<std::chrono::nanoseconds, std::function<void()>> due;
    std::shared_ptr<mapping::Mapping const> of = mapping_of(provider_file());
    std::unique_ptr<gateway::UssdProvider> provider;
    std::function<Result<gateway::ClientReply>(gateway::ClientReply)> instead;
    std::chrono::milliseconds takes{3};
    bool keeps = false; ///< somebody takes messages and reports
    std::vector<gateway::ClientRequest> came;

    gateway::ClientReply answer(gateway::ClientRequest const& request) const {
        auto const raw = mapping::as_raw(request);
        auto pieces = *gateway::path_segments(raw.path);
        pieces.erase(pieces.begin(), pieces.begin() + 3); // in, route, token
        gateway::Listening listening;
        listening.now = world.clock.now();
        auto const read = provider->read(raw, pieces, listening);
        bool const messages = read && read->kind == gateway::Callback::Kind::messages;
        auto const reply = !read ? provider->refuse(read.error())
                           : messages && !keeps
                               ? provider->refuse({Errc::unavailable, "nobody keeps them"})
                               : provider->acknowledge(read->echo);
        return {reply.status, {{"content-type", reply.content_type}}, reply.body};
    }

    TrafficPlan plan() {
        TrafficPlan out;
        out.mapping = of;
        out.line.secrets.set("key", "synthetic-secret");
        out.line.url = "https://gw.example.in/in/demo/T";
        out.line.token = "T";
        std::array const both{mapping::Channel::sms, mapping::Channel::voice};
        out.scenes = scenes_of(*of, both);
        out.texts = {"MAKE PICKLE", "\u0905\u091A\u093E\u0930"};
        out.phones = 10;
        out.duration = 60s;
        out.first_number = 919'005'000'000;
        out.faults.think = {Millis(100), Millis(900)};
        out.faults.retry_after = Millis(2000);
        out.faults.drop = out.faults.duplicate = out.faults.reorder = out.faults.forge = 20;
        out.faults.slow = {Millis(0), Millis(500)};
        out.seed = 7;
        return out;
    }

    Count run(TrafficPlan plan) {
        gateway::ProviderOptions options;
        options.url = plan.line.url;
        options.secrets = plan.line.secrets;
        provider = gateway::make_mapped(of, options);
        auto const after = [this](std::chrono::nanoseconds delay, std::function<void()> work) {
            due.emplace(world.clock.steady() + delay, std::move(work));
        };
        bool ended = false;
        Traffic run(
            std::move(plan), world.world,
            [&](gateway::ClientRequest request, gateway::HttpVolley::Done done) {
                after(takes, [this, request, done] {
                    came.push_back(request);
                    auto const honest = answer(request);
                    done(instead ? instead(honest) : honest);
                });
            },
            after);
        run.start([&] { ended = true; });
        while (!ended && !due.empty()) {
            auto const next = due.begin();
            auto const wait = next->first - world.clock.steady();
            if (wait > 0ns) world.clock.pass(std::chrono::ceil<Millis>(wait));
            auto const work = std::move(next->second);
            due.erase(next);
            work();
        }
        CHECK(ended);
        return run.count();
    }
};

std::uint64_t of(Count const& count, std::string const& name, Outcome outcome) {
    auto const found = count.events.find(name);
    return found == count.events.end() ? 0 : found->second[static_cast<std::size_t>(outcome)];
}

} // namespace

TEST_CASE("messages, reports and calls are told to come back, come, and nothing is wrong") {
    Bench bench;
    auto const count = bench.run(bench.plan());
    INFO(as_text(count));
    CHECK(count.wrong.empty());
    CHECK(count.unanswered == 0);
    CHECK(count.good());
    for (auto const* name : {"sms mo", "sms dlr", "voice call", "voice dtmf", "voice end"}) {
        INFO(name);
        CHECK(of(count, name, Outcome::come_back) > 20);
        CHECK(of(count, name, Outcome::refused) > 0); // the forged ones beside them
        CHECK(of(count, name, Outcome::taken) == 0);
    }
    CHECK(of(count, "sms ignore", Outcome::acknowledged) > 20);
    CHECK(count.lost_requests > 0);
    CHECK(count.lost_replies > 0);
    CHECK(count.duplicates > 0);
    CHECK(count.late_copies > 0);
    CHECK(count.retries > count.lost_requests + count.lost_replies);
}

TEST_CASE("messages and reports that are kept are taken, and calls alone told to come back") {
    Bench bench;
    bench.keeps = true;
    auto const count = bench.run(bench.plan());
    INFO(as_text(count));
    CHECK(count.good());
    for (auto const* name : {"sms mo", "sms dlr"}) {
        CHECK(of(count, name, Outcome::taken) > 20);
        CHECK(of(count, name, Outcome::refused) > 0);
        CHECK(of(count, name, Outcome::come_back) == 0);
    }
    CHECK(of(count, "voice call", Outcome::come_back) > 20);
}

TEST_CASE(
    "a message goes out whole, also a long one in another script, and each state of a report") {
    Bench bench;
    bench.run(bench.plan());
    std::set<std::string> states;
    std::size_t longest = 0, native = 0;
    for (auto const& request : bench.came) {
        auto const fields = *gateway::Fields::parse(request.body);
        if (fields.has("s")) states.emplace(fields.get("s"));
        longest = std::max(longest, fields.get("text").size());
        native += fields.get("text").starts_with("\u0905");
    }
    CHECK(states == std::set<std::string>{"SENT", "DELIVRD", "20"});
    CHECK(longest > 120);
    CHECK(longest < 200);
    CHECK(native > 20);
}

TEST_CASE("the same seed plays the same messages") {
    Bench one, two;
    auto const first = one.run(one.plan()), second = two.run(two.plan());
    CHECK(first.requests == second.requests);
    CHECK(first.events == second.events);
}

TEST_CASE("a gateway that takes messages is as good as one that sends them away") {
    Bench bench;
    int heard = 0;
    bench.instead = [&](gateway::ClientReply honest) -> Result<gateway::ClientReply> {
        // At first there is nobody; from then on each is answered as its section answers.
        if (honest.status != 503 || ++heard < 40) return honest;
        return gateway::ClientReply{200, {}, {}};
    };
    auto const count = bench.run(bench.plan());
    INFO(as_text(count));
    CHECK(count.wrong.empty());
    CHECK(of(count, "sms mo", Outcome::taken) > 0);
    CHECK(of(count, "sms mo", Outcome::come_back) > 0);
}

TEST_CASE("what is answered in another way than the mapping says is wrong, by its kind") {
    struct Row {
        std::string kind;
        std::function<gateway::ClientReply(gateway::ClientReply)> instead;
        std::chrono::milliseconds takes{3};
    };
    for (auto const& row : {
             Row{"sms mo: an answer that is none of the section's replies",
                 [](auto reply) {
                     if (reply.status == 503) reply.status = 400;
                     return reply;
                 }},
             Row{"sms mo: `come back` with something in it",
                 [](auto reply) {
                     if (reply.status == 503) reply.body = "busy";
                     return reply;
                 }},
             Row{"sms ignore: what the mapping ignores is told to come back",
                 [](auto reply) {
                     return reply.status == 200 ? gateway::ClientReply{503, {}, {}} : reply;
                 }},
             Row{"sms ignore: what the mapping ignores is not acknowledged as it says",
                 [](auto reply) {
                     if (reply.status == 200) reply.body = "ok";
                     return reply;
                 }},
             Row{"voice call: a forged request is not refused",
                 [](auto reply) {
                     return reply.status == 403 ? gateway::ClientReply{503, {}, {}} : reply;
                 }},
             Row{"sms mo: a stranger is told more than that he is refused",
                 [](auto reply) {
                     if (reply.status == 403) reply.body = "the signature does not hold";
                     return reply;
                 }},
             Row{"sms dlr: answered after the provider's deadline",
                 [](auto reply) { return reply; }, 2500ms},
         }) {
        Bench bench;
        auto plan = bench.plan();
        plan.faults.retry_after = Millis(5000);
        bench.takes = row.takes;
        bench.instead = row.instead;
        auto const count = bench.run(plan);
        INFO(row.kind << '\n' << as_text(count));
        CHECK(count.wrong.contains(row.kind));
        CHECK_FALSE(count.good());
    }
}

TEST_CASE("a repetition that gets another answer is wrong") {
    Bench bench;
    int heard = 0;
    bench.instead = [&](gateway::ClientReply honest) -> Result<gateway::ClientReply> {
        if (honest.status != 503) return honest;
        return gateway::ClientReply{200, {{"content-type", "text/plain"}}, std::to_string(++heard)};
    };
    auto const count = bench.run(bench.plan());
    CHECK(count.wrong.contains("sms mo: a repeated request got another answer"));
}

TEST_CASE("a dedupe rule under which one caller's message hides another's is found") {
    Bench bench;
    bench.of = mapping_of(provider_file("{text | part(1, 4)}"));
    auto const count = bench.run(bench.plan());
    CHECK(count.wrong.contains(
        "sms mo: two messages or calls have one mark, so that one would be lost"));
}

TEST_CASE("a gateway that falls silent leaves messages unanswered, however often they are tried") {
    Bench bench;
    int heard = 0;
    bench.instead = [&](gateway::ClientReply honest) -> Result<gateway::ClientReply> {
        if (++heard > 100) return fail(Errc::timeout, "no answer");
        return honest;
    };
    auto const count = bench.run(bench.plan());
    CHECK(count.unanswered > 0);
    CHECK_FALSE(count.good());
}

TEST_CASE("every play of every preset's messages and calls is in a scene") {
    std::array const both{mapping::Channel::sms, mapping::Channel::voice};
    std::size_t presets = 0;
    for (auto const& preset : mapping::presets()) {
        std::vector<Problem> problems;
        auto const of =
            mapping::load_mapping(preset.content, std::string(preset.path), problems, false);
        REQUIRE(of);
        std::set<mapping::Play const*> played;
        for (auto const& scene : scenes_of(*of, both))
            for (auto const& act : scene) played.insert(act.play);
        presets += !played.empty();
        for (auto const& section : of->in)
            for (auto const& [name, play] : section.plays)
                if (section.channel != mapping::Channel::ussd) {
                    INFO(of->provider << ' ' << section.name << ' ' << name);
                    CHECK(played.contains(&play));
                }
    }
    CHECK(presets >= 23);
}
