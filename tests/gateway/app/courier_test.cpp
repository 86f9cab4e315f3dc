#include "gateway/app/courier.hpp"
#include "tests/gateway/net/served.hpp"
#include "tests/support/catch.hpp"

#include <mutex>
#include <vector>

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;

namespace {

std::vector<RouteConfig> listing(std::vector<std::string> const& hosts) {
    RouteConfig huawei, junebug;
    huawei.name = "huawei_sdp";
    huawei.send_to = {"sdp.example.in"};
    junebug.name = "junebug";
    junebug.send_to = hosts;
    return {huawei, junebug};
}

bool taken(std::vector<std::string> const& hosts, ClientRequest request,
           std::string_view route = "junebug") {
    Loop loop;
    auto const routes = listing(hosts);
    auto courier = Courier::open(loop, system_world().clock, routes).value();
    bool out = false;
    courier->send(route, std::move(request), [&](bool told) {
        out = told;
        loop.stop();
    });
    loop.run();
    return out;
}

ClientRequest screen_to(std::string url) {
    ClientRequest out;
    out.method = "POST";
    out.path = std::move(url);
    out.body = R"({"content":"Menu"})";
    out.content_type = "application/json";
    return out;
}

} // namespace

TEST_CASE("a screen goes out whole to a listed host, and is taken when the provider says so") {
    std::mutex mutex;
    std::string heard;
    unsigned status = 201;
    Served served([&](RawRequest request, std::function<void(RawReply)> done) {
        std::scoped_lock const lock(mutex);
        heard = shown(request);
        RawReply out;
        out.status = status;
        done(std::move(out));
    });
    CHECK(taken({served.address()}, screen_to(served.url() + "/channels/c1/messages/?a=1")));
    CHECK(heard == R"(POST /channels/c1/messages/?a=1|application/json|{"content":"Menu"}|)");
    status = 500;
    CHECK_FALSE(taken({served.address()}, screen_to(served.url() + "/x")));
}

TEST_CASE("a host that one route lists is none of another's") {
    Served served;
    CHECK(taken({served.address()}, screen_to(served.url() + "/x")));
    CHECK_FALSE(taken({served.address()}, screen_to(served.url() + "/x"), "huawei_sdp"));
}

TEST_CASE("what is not listed, or not there, is not taken") {
    Served served;
    CHECK_FALSE(taken({}, screen_to(served.url() + "/x")));
    CHECK_FALSE(taken({"gw.example.in"}, screen_to(served.url() + "/x")));
    CHECK_FALSE(taken({"127.0.0.1:1"}, screen_to("http://127.0.0.1:1/x")));
    Loop loop;
    CHECK_FALSE(Courier::open(loop, system_world().clock, listing({"not a host"})));
}
