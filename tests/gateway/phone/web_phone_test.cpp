#include "gateway/phone/web_phone.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

namespace {

RawReply ask(WebPhone const& phone, std::string path, std::string method = "GET") {
    RawRequest request;
    request.method = std::move(method);
    request.path = std::move(path);
    return phone.answer(request);
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
    WebPhone const phone(demo_config());
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
    auto const reply = ask(WebPhone(demo_config()), "/phone");
    CHECK(reply.status == 308);
    CHECK(header(reply, "Location") == "/phone/");
}

TEST_CASE("what is no file of the phone is not there, and nothing can be written to it") {
    WebPhone const phone(demo_config());
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
    WebPhone const phone(config);
    CHECK(ask(phone, "/phone/").status == 404);
    CHECK(ask(phone, "/phone/routes.json").status == 404);
}

TEST_CASE("the routes are told without their secrets, except the demo's that everybody knows") {
    CHECK(ask(WebPhone(one_route()), "/phone/routes.json").body ==
          R"({"demo":false,"routes":[{"name":"west","provider":"comviva","service_code":"*789#",)"
          R"("page_septets":160,"page_ucs2_units":60,"ucs2":true,"credentials":true}]})");
    auto demo = demo_config();
    demo.routes.resize(1);
    CHECK(ask(WebPhone(demo), "/phone/routes.json").body ==
          R"({"demo":true,"routes":[{"name":"africastalking","provider":"africastalking",)"
          R"("service_code":"*789#","page_septets":160,"page_ucs2_units":80,"ucs2":true,)"
          R"("credentials":false,"token":"demo"}]})");
}
