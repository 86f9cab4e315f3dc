#include "gateway/mapping/presets.hpp"
#include "gateway/phone/web_phone.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

namespace {

RawReply ask(WebPhone& phone, std::string path, std::string method = "GET", std::string body = {}) {
    RawRequest request;
    request.method = std::move(method);
    request.path = std::move(path);
    request.body = std::move(body);
    return phone.answer(request, TimePoint(std::chrono::seconds(1'700'000'000)));
}

std::string header(RawReply const& reply, std::string_view name) {
    for (auto const& [held, value] : reply.headers)
        if (held == name) return value;
    return {};
}

Config one_route() {
    Config out;
    out.phone.enabled = true;
    RouteConfig route;
    route.name = "west";
    route.provider = "comviva";
    route.token = Secret("a-token-of-some-length");
    route.user = "haatline";
    out.routes.push_back(std::move(route));
    return out;
}

} // namespace

TEST_CASE("the phone's paths are /phone and what is beneath it") {
    CHECK(WebPhone::owns("/phone"));
    CHECK(WebPhone::owns("/phone/"));
    CHECK(WebPhone::owns("/phone/nothing"));
    CHECK_FALSE(WebPhone::owns("/phones"));
    CHECK_FALSE(WebPhone::owns("/in/phone"));
    CHECK_FALSE(WebPhone::owns("/"));
}

TEST_CASE("every file of the phone comes with its type, and may fetch from nowhere else") {
    WebPhone phone(demo_config());
    struct Row {
        std::string path, type;
    };
    for (auto const& [path, type] :
         {Row{"/phone/", "text/html; charset=utf-8"},
          Row{"/phone/style.css", "text/css; charset=utf-8"},
          Row{"/phone/phone.mjs", "text/javascript; charset=utf-8"},
          Row{"/phone/icon.svg", "image/svg+xml"}, Row{"/phone/routes.json", "application/json"}}) {
        INFO(path);
        auto const reply = ask(phone, path);
        CHECK(reply.status == 200);
        CHECK(reply.content_type == type);
        CHECK(!reply.body.empty());
        CHECK(header(reply, "Content-Security-Policy") ==
              "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        CHECK(header(reply, "X-Content-Type-Options") == "nosniff");
        CHECK(header(reply, "Cache-Control") == "no-store");
    }
    CHECK(ask(phone, "/phone/").body.find("//cdn") == std::string::npos);
}

TEST_CASE("the phone without its last slash leads to the phone") {
    WebPhone phone(demo_config());
    auto const reply = ask(phone, "/phone");
    CHECK(reply.status == 308);
    CHECK(header(reply, "Location") == "/phone/");
}

TEST_CASE("what is no file of the phone is not there, and nothing can be written to it") {
    WebPhone phone(demo_config());
    for (auto const* path : {"/phone/README.md", "/phone/page.html", "/phone/../in/comviva",
                             "/phone/web_phone.cpp", "/phone/%2e%2e/"}) {
        INFO(path);
        CHECK(ask(phone, path).status == 404);
    }
    auto const posted = ask(phone, "/phone/", "POST");
    CHECK(posted.status == 405);
    CHECK(header(posted, "Allow") == "GET");
}

TEST_CASE("a gateway that was not told to show the phone has none") {
    auto config = one_route();
    config.phone.enabled = false;
    WebPhone phone(config);
    CHECK(ask(phone, "/phone/").status == 404);
    CHECK(ask(phone, "/phone/routes.json").status == 404);
}

TEST_CASE("the routes are told without their secrets, except the demo's that everybody knows") {
    WebPhone own(one_route());
    CHECK(
        ask(own, "/phone/routes.json").body ==
        R"({"demo":false,"routes":[{"name":"west","provider":"comviva","service_code":"*789#",)"
        R"("page_septets":160,"page_ucs2_units":60,"ucs2":true,"credentials":true,"played":true}]})");
    auto demo = demo_config();
    demo.routes.resize(1);
    WebPhone shown(demo);
    CHECK(ask(shown, "/phone/routes.json").body ==
          R"({"demo":true,"routes":[{"name":"africastalking","provider":"africastalking",)"
          R"("service_code":"*789#","page_septets":160,"page_ucs2_units":80,"ucs2":true,)"
          R"("credentials":false,"played":true,"token":"demo"}]})");
}

TEST_CASE("a provider that is a mapping is played from the whole of a dialogue") {
    auto config = one_route();
    config.routes[0].provider = "infobip";
    WebPhone phone(config);
    auto const said = [&](std::string const& rest) {
        return ask(phone, "/phone/play", "POST",
                   R"({"route":"west","from":"+919876543210","session":"s-1","transaction":"7",)"
                   R"("dialled":"*789*22#")" +
                       rest + "}")
            .body;
    };
    CHECK(said("") == R"({"method":"POST","path":"/session/s-1/start",)"
                      R"("headers":[["Content-Type","application/json"]],)"
                      R"("body":"{\"msisdn\":\"919876543210\",\"text\":\"*789*22#\",)"
                      R"(\"shortCode\":\"*789#\",\"ussdGwId\":\"11\",\"language\":null}"})");
    CHECK(said(R"(,"said":["2","1"])") ==
          R"({"method":"POST","path":"/session/s-1/response",)"
          R"("headers":[["Content-Type","application/json"]],)"
          R"("body":"{\"msisdn\":\"919876543210\",\"text\":\"1\"}"})");
    CHECK(said(R"(,"said":["2"],"hang_up":true)") ==
          R"({"method":"PUT","path":"/session/s-1/end",)"
          R"("headers":[["Content-Type","application/json"]],)"
          R"("body":"{\"reason\":\"user\",\"exitCode\":510}"})");
    CHECK(said(R"(,"reply":{"status":200,"headers":[["content-type","application/json"]],)"
               R"("body":"{\"shouldClose\":true,\"ussdMenu\":\"Bye\"}"})") ==
          R"({"text":"Bye","ended":true})");
}

TEST_CASE("an operator's own mapping is played like a preset") {
    std::vector<Problem> problems;
    auto config = one_route();
    config.routes[0].provider = "village_telecom";
    config.routes[0].mapping = mapping::load_mapping(mapping::preset_named("infobip")->content,
                                                     "own.yaml", problems, false);
    REQUIRE(config.routes[0].mapping);
    WebPhone phone(config);
    CHECK(ask(phone, "/phone/routes.json").body.find(R"("played":true)") != std::string::npos);
    auto const said = ask(phone, "/phone/play", "POST",
                          R"({"route":"west","from":"+919876543210","session":"s-1",)"
                          R"("dialled":"*789#"})");
    CHECK(said.body.starts_with(R"({"method":"POST","path":"/session/s-1/start")"));
    phone.use("west", *read_mapping("twilio", {})); // hears no USSD
    CHECK(ask(phone, "/phone/routes.json").body.find(R"("played":false)") != std::string::npos);
}

TEST_CASE("a question about a dialogue that cannot be read is refused by name") {
    auto config = one_route();
    config.routes[0].provider = "infobip";
    WebPhone phone(config);
    struct Row {
        std::string question, fault;
    };
    std::string deep;
    for (int i = 0; i < 100; ++i) deep += "[";
    std::string many = R"({"said":["1")";
    for (int i = 0; i < 200; ++i) many += R"(,"1")";
    for (auto const& [question, fault] :
         {Row{"", "the question is no JSON object"}, Row{"[]", "the question is no JSON object"},
          Row{deep, "the question is no JSON object"},
          Row{many + "]}", "field said is no list of answers"},
          Row{R"({"said":[1]})", "field said is no list of answers"},
          Row{R"({"from":"112"})", "field from is no mobile number"},
          Row{R"({"from":"+919876543210"})", "field session or dialled is missing"},
          Row{R"({"from":"+919876543210","session":"s","dialled":"*1#","route":"east"})",
              "field route names none that can be played"}}) {
        auto const reply = ask(phone, "/phone/play", "POST", question);
        CHECK(reply.status == 400);
        CHECK(reply.body == R"({"fault":")" + fault + R"("})");
    }
    CHECK(ask(phone, "/phone/play").status == 405);
    auto const silent =
        ask(phone, "/phone/play", "POST",
            R"({"from":"+919876543210","session":"s","dialled":"*789#",)"
            R"("route":"west","reply":{"status":"x","headers":[1,["a"]],"body":7}})");
    CHECK(silent.status == 200);
    CHECK(silent.body.starts_with(R"({"fault":)"));
}
