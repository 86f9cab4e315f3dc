#include "gateway/app/start_notes.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

namespace {

Config with_route(std::string const& provider, std::vector<std::string> send_to = {}) {
    Config out;
    RouteConfig route;
    route.name = provider + "-1";
    route.provider = provider;
    route.mapping = *read_mapping(provider, {});
    route.send_to = std::move(send_to);
    for (auto const* name : {"token", "sp_rev_password"}) route.secrets.set(name, "synthetic");
    out.routes.push_back(std::move(route));
    return out;
}

} // namespace

TEST_CASE("a route whose screens may go nowhere is named at the start, with what to set") {
    CHECK(start_notes(with_route("junebug"), false) ==
          std::vector<std::string>{
              "route=junebug-1 shows no screens: junebug takes them by a request of ours, and none "
              "may go out; set send_to = \"HOST\" (the provider's, with :PORT where it is not the "
              "usual one) and [route.settings] host, channel"});
    auto const huawei = start_notes(with_route("huawei_sdp"), false);
    REQUIRE(huawei.size() == 1);
    CHECK(huawei.front().ends_with(" and [route.settings] send_host, send_path"));
    CHECK(start_notes(with_route("junebug", {"junebug.example.in"}), false).empty());
    CHECK(start_notes(with_route("advanta"), false).empty());
}

TEST_CASE("the demo says in one line which of its routes show nothing") {
    auto const notes = start_notes(demo_config(), true);
    REQUIRE(notes.size() == 1);
    CHECK(notes.front().starts_with("--demo shows no screens on huawei_sdp, junebug: "));
    CHECK(routes_without_screens(demo_config()).size() == 2);
}

TEST_CASE("a secret that a provider could be asked for and is not set is named at the start") {
    auto config = with_route("junebug", {"junebug.example.in"});
    config.routes.front().secrets = {};
    auto const notes = start_notes(config, false);
    REQUIRE(notes.size() == 1);
    CHECK(notes.front().starts_with("route=junebug-1 asks for no token: "));
}

TEST_CASE("a route that sends messages without its account is named at the start") {
    auto config = with_route("twilio", {"api.twilio.com"});
    auto& route = config.routes.front();
    route.secrets.set("auth_token", "synthetic");
    route.sms.sends = true;
    CHECK(start_notes(config, false) ==
          std::vector<std::string>{
              "route=twilio-1 sends messages without setting account_sid: the provider will hardly "
              "take them; give it under [route.settings] or [route.secrets]"});
    route.settings.set("account_sid", "AC1");
    CHECK(start_notes(config, false).empty());
    route.secrets = {};
    auto const notes = start_notes(config, false);
    REQUIRE(notes.size() == 2);
    CHECK(notes[1].starts_with("route=twilio-1 sends messages without secret auth_token: "));
}
