#include "gateway/app/router.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/world.hpp"

#include <algorithm>

using namespace haatline;
using namespace haatline::gateway;
using namespace std::chrono_literals;

namespace {

/// A router over the demo's routes and one behind an address list; turns land in `turns`.
struct Bench {
    tests::ManualWorld manual;
    Metrics metrics;
    std::vector<Turn> turns;
    std::unique_ptr<Router> router;

    Bench() {
        spdlog::set_level(spdlog::level::off);
        auto config = demo_config();
        auto walled = *std::find_if(config.routes.begin(), config.routes.end(),
                                    [](RouteConfig const& each) { return each.name == "comviva"; });
        walled.name = "walled";
        walled.allow_cidrs = {Cidr::parse("203.0.113.0/24").value()};
        config.routes.push_back(walled);
        config.trusted_proxies = {Cidr::parse("127.0.0.1").value()};
        router = Router::make(config, manual.world, metrics, [this](Turn turn) {
                     turns.push_back(std::move(turn));
                 }).value();
    }

    /// What a request is answered with at once; nothing when it became a turn.
    std::optional<RawReply> ask(RawRequest request) {
        std::optional<RawReply> out;
        router->take(std::move(request), [&](RawReply reply) { out = std::move(reply); });
        return out;
    }
};

RawRequest get(std::string path, std::string query = {}) {
    RawRequest out;
    out.method = "GET";
    out.path = std::move(path);
    out.query = std::move(query);
    out.peer = "127.0.0.1";
    return out;
}

RawRequest dial(std::string path = "/in/africastalking/demo") {
    auto out = get(std::move(path));
    out.method = "POST";
    out.content_type = "application/x-www-form-urlencoded";
    out.body = "sessionId=s1&serviceCode=%2A789%23&phoneNumber=%2B919876543210&text=";
    return out;
}

std::string const flares = "SessionID=s&MSISDN=919876543210&MSC=m&input=789";

} // namespace

TEST_CASE("a callback becomes a turn, and its reply goes back in the provider's words") {
    Bench bench;
    std::optional<RawReply> answered;
    bench.router->take(dial(), [&](RawReply reply) { answered = std::move(reply); });
    REQUIRE(bench.turns.size() == 1);
    CHECK(!answered);
    auto& turn = bench.turns.front();
    CHECK(turn.route == bench.router->find("africastalking"));
    CHECK(turn.route->dialogue_key(turn.callback.session) == "africastalking:s1");
    CHECK(turn.callback.phone.full() == "+919876543210");
    std::optional<bool> told;
    bench.manual.clock.pass(40ms);
    turn.done({TurnReply::Kind::screen, {"Namaste", false}, [&](bool written) { told = written; }});
    REQUIRE(answered);
    CHECK(answered->status == 200);
    CHECK(answered->body == "CON Namaste");
    CHECK(!told);
    answered->sent(true);
    CHECK(told == true);
    CHECK(bench.metrics.turn_seconds.count() == 1);
    CHECK(bench.metrics.turn_seconds.sum() == Approx(0.04));
    CHECK(bench.metrics.routes[0].replies_lost == 0);
}

TEST_CASE("a route that speaks by another mapping answers what it read before as it read it") {
    Bench bench;
    std::vector<std::string> answers;
    auto const note = [&](RawReply reply) { answers.push_back(std::move(reply.body)); };
    bench.router->take(dial(), note);
    bench.router->use("africastalking", *read_mapping("arkesel", {}));
    auto request = dial();
    request.content_type = "application/json";
    request.body = R"({"sessionID":"k1","userID":"U","msisdn":"919876543210","newSession":true,)"
                   R"("userData":"*789#","network":"x"})";
    bench.router->take(request, note);
    REQUIRE(bench.turns.size() == 2);
    CHECK(bench.turns[0].provider->name() == "africastalking");
    CHECK(bench.turns[1].provider->name() == "arkesel");
    CHECK(bench.turns[1].callback.session == "k1");
    for (auto& turn : bench.turns) turn.done({TurnReply::Kind::screen, {"Namaste", false}, {}});
    CHECK(answers == std::vector<std::string>{
                         "CON Namaste", R"({"sessionID":"k1","userID":"U","msisdn":"919876543210",)"
                                        R"("message":"Namaste","continueSession":true})"});
    // What fits the old mapping alone is refused in the new one's words, at once.
    bench.router->take(dial(), note);
    CHECK(bench.turns.size() == 2);
    CHECK(answers.back().starts_with(R"({"error":")"));
}

TEST_CASE("a reply that could not be written is counted and told") {
    Bench bench;
    std::optional<RawReply> answered;
    bench.router->take(dial(), [&](RawReply reply) { answered = std::move(reply); });
    bench.turns.front().done({TurnReply::Kind::screen, {"Namaste", true}, {}});
    CHECK(answered->body == "END Namaste");
    answered->sent(false);
    CHECK(bench.metrics.routes[0].replies_lost == 1);
}

TEST_CASE("hang-ups are answered as their provider wants it") {
    Bench bench;
    std::vector<RawReply> answers;
    for (auto const kind : {TurnReply::Kind::hung_up_known, TurnReply::Kind::hung_up_unknown}) {
        bench.router->take(
            get("/in/comviva/demo", "SessionID=s&msisdn=919876543210&clean=x&error=522"),
            [&](RawReply reply) { answers.push_back(std::move(reply)); });
        CHECK(bench.turns.back().callback.kind == Callback::Kind::hangup);
        bench.turns.back().done({kind, {}, {}});
    }
    REQUIRE(answers.size() == 2);
    CHECK(answers[0].body == "");
    CHECK(answers[1].body == "Unknown Session");
}

TEST_CASE("a path suffix reaches its provider decoded") {
    Bench bench;
    auto const query = "msisdn=9876543210&msg=1&tid=1&dcs=x&code=VC";
    CHECK(!bench.ask(get("/in/imimobile/demo/789", query)));
    CHECK(!bench.ask(get("/in/imimobile/demo/%37%38%39", query)));
    CHECK(bench.turns.size() == 2);
    CHECK(bench.ask(get("/in/imimobile/demo/790", query))->status == 400);
    CHECK(bench.ask(get("/in/imimobile/demo", query))->status == 400);
    CHECK(bench.ask(get("/in/imimobile/demo/%zz", query))->status == 400);
    CHECK(bench.ask(get("/in/imimobile/demo/a/b/c/d/e", query))->status == 400);
}

TEST_CASE("a wrong token, an unknown route and a foreign address look alike and are counted") {
    Bench bench;
    for (std::string const path :
         {"/in/africastalking/wrong", "/in/africastalking/", "/in/africastalking",
          "/in/nobody/demo", "/in/", "/in//", "/in/africastalking/demo2", "/in/africastalking/dem",
          "/in/walled/demo"}) {
        INFO(path);
        auto const reply = bench.ask(dial(path));
        REQUIRE(reply);
        CHECK(reply->status == 403);
        CHECK(reply->body.empty());
        CHECK(reply->headers.empty());
    }
    CHECK(bench.metrics.forbidden == 9);
    CHECK(bench.turns.empty());
}

TEST_CASE("an address list is asked about the caller, not about the proxy") {
    Bench bench;
    auto allowed = get("/in/walled/demo", flares);
    allowed.forwarded_for = "192.0.2.1, 203.0.113.9";
    CHECK(!bench.ask(allowed));
    auto forged = get("/in/walled/demo", flares);
    forged.forwarded_for = "203.0.113.9, 192.0.2.1";
    CHECK(bench.ask(forged)->status == 403);
    auto direct = get("/in/walled/demo", flares);
    direct.peer = "203.0.113.9";
    CHECK(!bench.ask(direct));
    direct.peer = "198.51.100.1";
    direct.forwarded_for = "203.0.113.9"; // from a stranger, who can write anything
    CHECK(bench.ask(direct)->status == 403);
}

TEST_CASE("what cannot be read is refused by its provider, naming the field") {
    Bench bench;
    auto broken = dial();
    broken.body = "sessionId=s1&text=";
    auto reply = bench.ask(broken);
    REQUIRE(reply);
    CHECK(reply->status == 400);
    CHECK(reply->body == "field phoneNumber is missing");
    auto json = dial();
    json.content_type = "application/json";
    reply = bench.ask(json);
    CHECK(reply->status == 400);
    CHECK(reply->body == "the content type is not application/x-www-form-urlencoded");
    CHECK(bench.ask(get("/in/comviva/demo", "input=%F"))->body ==
          R"({"input":"has a broken percent escape"})");
    CHECK(bench.metrics.routes[0].turns[static_cast<std::size_t>(TurnOutcome::refused)] == 2);
    CHECK(bench.metrics.routes[2].turns[static_cast<std::size_t>(TurnOutcome::refused)] == 1);
}

TEST_CASE("health, readiness and metrics are pages, everything else is not found") {
    Bench bench;
    CHECK(bench.ask(get("/phone/"))->content_type == "text/html; charset=utf-8");
    CHECK(bench.ask(get("/healthz"))->body == "ok\n");
    CHECK(bench.ask(get("/readyz"))->status == 503);
    CHECK(bench.ask(get("/readyz"))->body == "starting\n");
    bench.metrics.ready = true;
    CHECK(bench.ask(get("/readyz"))->status == 200);
    CHECK(bench.ask(get("/readyz"))->body == "ready\n");
    auto const metrics = bench.ask(get("/metrics"));
    CHECK(metrics->status == 200);
    CHECK(metrics->content_type == "text/plain; version=0.0.4; charset=utf-8");
    CHECK(metrics->body.find("haatline_turns_total{route=\"walled\"") != std::string::npos);
    for (std::string const path :
         {"/", "/in", "/index.html", "/healthz/", "/in%2Fafricastalking%2Fdemo"}) {
        CHECK(bench.ask(get(path))->status == 404);
        CHECK(bench.ask(get(path))->body.empty());
    }
    CHECK(bench.metrics.not_found == 10);
}

TEST_CASE("a route with a provider that does not exist never starts") {
    tests::ManualWorld manual;
    Metrics metrics;
    auto config = demo_config();
    config.routes[1].provider = "acme";
    config.routes[1].mapping.reset();
    auto const router = Router::make(config, manual.world, metrics, {});
    REQUIRE(!router);
    CHECK(router.error().detail == "route 'imimobile': no preset is called acme");
}
