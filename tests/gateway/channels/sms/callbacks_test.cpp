#include "gateway/app/config.hpp"
#include "gateway/app/metrics.hpp"
#include "gateway/app/router.hpp"
#include "tests/gateway/channels/sms/stage.hpp"

#include <fmt/format.h>

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;
using Lines = Stage::Lines;

namespace {

/// Requests of a provider's for a route of that preset, and what a listener hears of them.
class Desk {
  public:
    explicit Desk(std::string const& provider, bool served = true) {
        Config config;
        RouteConfig route;
        route.name = provider;
        route.provider = provider;
        route.token = Secret("0123456789abcdef");
        config.routes.push_back(route);
        router_ = Router::make(config, world_.world, metrics_, [](Turn) {}).value();
        MappedCarrierOptions options;
        options.route = provider;
        carrier_ = MappedCarrier::make(read_mapping(provider, {}).value(), {}, options,
                                       {world_.clock, {}, [](auto, auto) {}, {}}, notes)
                       .value();
        if (served) router_->serve_sms(notes, [this](Route const&) { return carrier_.get(); });
    }

    /// "200 body"
    std::string get(std::string path, std::string query) {
        RawRequest request;
        request.method = "GET";
        request.query = std::move(query);
        return ask(std::move(path), std::move(request));
    }
    std::string post(std::string path, std::string body,
                     std::string type = "application/x-www-form-urlencoded") {
        RawRequest request;
        request.method = "POST";
        request.body = std::move(body);
        request.content_type = std::move(type);
        return ask(std::move(path), std::move(request));
    }
    Notes notes;
    tests::ManualWorld world_;

  private:
    std::string ask(std::string path, RawRequest request) {
        auto const at = path.find('/', 1);
        auto const prefix = path.substr(0, at);
        auto const behind = at == std::string::npos ? "" : path.substr(at);
        request.path = fmt::format("{}/{}/0123456789abcdef{}", prefix,
                                   router_->routes().front().name(), behind);
        std::string out = "no answer";
        router_->take(std::move(request), [&](RawReply reply) {
            out = reply.body.empty() ? std::to_string(reply.status)
                                     : fmt::format("{} {}", reply.status, reply.body);
        });
        return out;
    }
    Metrics metrics_;
    std::unique_ptr<Router> router_;
    std::unique_ptr<MappedCarrier> carrier_;
};

} // namespace

TEST_CASE(
    "a message from a phone is acknowledged once it is kept, and comes again when it is not") {
    Desk desk("twilio");
    auto const message =
        "MessageSid=SM1&From=%2B919876543210&To=%2B911140000000&Body=MAKE+%E0%A4%85";
    CHECK(desk.post("/in/sms", message) ==
          "200 <?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>");
    CHECK(desk.notes.take() == Lines{"twilio: 919876543210 to 911140000000: MAKE अ"});
    desk.notes.keeps = false;
    CHECK(desk.post("/in/sms", message) == "503");
    CHECK(desk.notes.identities[0] == desk.notes.identities[1]);
    CHECK(desk.post("/in/sms", "MessageSid=SM2&From=%2B919876543210&To=%2B911140000000&Body=") ==
          "503");
    CHECK(desk.notes.identities[2] != desk.notes.identities[1]);
    CHECK(desk.post("/in/sms", "MessageSid=SM3&From=nobody&To=1&Body=x").starts_with("400"));
}

TEST_CASE("until somebody takes messages a provider is told to come again") {
    Desk desk("twilio", false);
    CHECK(desk.post("/in/sms", "MessageSid=SM1&From=%2B919876543210&To=%2B911140000000&Body=x") ==
          "503");
}

TEST_CASE("C-DAC's pull has no id: the same text at the same second of a day is the same message") {
    Desk desk("cdac");
    auto const at = [](std::string const& second) {
        return "mobileNumber=9876543210&timeStamp=2026-02-23%2013:30:" + second +
               "&operatorName=&areaCode=&message=VC%20MAKE%20PICKLE%20221001";
    };
    CHECK(desk.get("/in", at("20")) == "200"); // the answer to a citizen is a push, never this body
    CHECK(desk.get("/in", at("20")) == "200");
    CHECK(desk.get("/in", at("21")) == "200");
    CHECK(desk.notes.take().front() == "cdac: 919876543210 to : VC MAKE PICKLE 221001");
    auto const& ids = desk.notes.identities;
    CHECK(ids[0] == ids[1]);
    CHECK(ids[0] != ids[2]);
}

TEST_CASE(
    "without id and time, alike within a minute is the same message and later it is another") {
    Desk desk("telesom");
    for (int i = 0; i < 2; ++i) CHECK(desk.get("/in", "mobile=9876543210&msg=MAKE") == "200");
    desk.world_.clock.pass(Millis(59'000));
    CHECK(desk.get("/in", "mobile=9876543210&msg=MAKE") == "200");
    desk.world_.clock.pass(Millis(2'000));
    CHECK(desk.get("/in", "mobile=9876543210&msg=MAKE") == "200");
    auto const& ids = desk.notes.identities;
    CHECK(ids[0] == ids[1]);
    CHECK(ids[0] == ids[2]);
    CHECK(ids[0] != ids[3]);
}

TEST_CASE("a report is told in our words, by their id or ours, at /in and at /dlr alike") {
    Desk exotel("exotel");
    auto const delivered =
        R"({"SmsSid":"sms_1","To":"+919876543210","From":"VCLUST","Status":"x","ExoStatusCode":20005})";
    for (auto const* path : {"/in/dlr", "/dlr"})
        CHECK(exotel.post(path, delivered, "application/json") == "200");
    CHECK(exotel.notes.take() == Lines(2, "receipt sms_1 delivered to=919876543210 code=20005"));
    CHECK(exotel.post("/dlr", "SmsSid=sms_2&To=09876543210&Status=failed-dnd&DetailedStatus=X&"
                              "DetailedStatusCode=23005&SmsUnits=1") == "200");
    CHECK(exotel.notes.take() ==
          Lines{"receipt sms_2 refused to=919876543210 reason=preference code=23005"});

    Desk kannel("kannel");
    CHECK(kannel.get("/dlr", "id=42&status=8") == "200");
    CHECK(kannel.get("/dlr", "id=42&status=1") == "200");
    CHECK(kannel.notes.take() ==
          Lines{"receipt 42 accepted ref=42 code=8", "receipt 42 delivered ref=42 code=1"});
    kannel.notes.keeps = false;
    CHECK(kannel.get("/dlr", "id=42&status=1") == "503");
}

TEST_CASE("a report on a part names the part") {
    Desk dartmedia("dartmedia");
    CHECK(dartmedia.get("/dlr", "messageid=42.2&status=21") == "200 000");
    CHECK(dartmedia.get("/dlr", "messageid=42&status=10") == "200 000");
    CHECK(dartmedia.notes.take() == Lines{"receipt 42#2 undelivered ref=42 reason=unknown code=21",
                                          "receipt 42 delivered ref=42 code=10"});
    Desk plivo("plivo");
    CHECK(plivo.post("/in/dlr", "Status=delivered&From=VCLUST&ParentMessageUUID=p1&PartInfo=2+of+3"
                                "&ErrorCode=&To=919876543210&Units=3&MessageUUID=p1-2") == "200");
    CHECK(plivo.notes.take() == Lines{"receipt p1#2 delivered to=919876543210"});
}

TEST_CASE("of a list of reports those that can be read count, and none is no reason to ask again") {
    Desk desk("infobip");
    CHECK(desk.post("/in/dlr",
                    R"({"results":[{"messageId":"a","status":{"groupName":"DELIVERED"}},)"
                    R"({"status":{"groupName":"DELIVERED"}},)"
                    R"({"messageId":"b","status":{"groupName":"EXPIRED"}}]})",
                    "application/json") == "200 {}");
    CHECK(desk.notes.take() == Lines{"receipt a delivered code=DELIVERED",
                                     "receipt b expired reason=unreachable code=EXPIRED"});
    CHECK(desk.post("/in/dlr", R"({"results":[]})", "application/json") == "200 {}");
    CHECK(desk.post("/in/dlr", R"({"results":[{}]})", "application/json").starts_with("400"));
    std::string many = R"({"results":[)";
    for (int i = 0; i < 101; ++i) many += std::string(i ? "," : "") + R"({"messageId":"a"})";
    CHECK(desk.post("/in/dlr", many + "]}", "application/json").starts_with("413"));
    CHECK(desk.notes.take().empty());
}

TEST_CASE("several messages in one request are answered when all of them are kept") {
    Desk desk("infobip");
    auto const two =
        R"({"results":[{"messageId":"m1","from":"919876543210","to":"166","text":"MAKE"},)"
        R"({"messageId":"m2","from":"919876543211","to":"166","text":"FIND"}]})";
    CHECK(desk.post("/in/sms", two, "application/json") == "200 {}");
    CHECK(desk.notes.take() ==
          Lines{"infobip: 919876543210 to 166: MAKE", "infobip: 919876543211 to 166: FIND"});
}

TEST_CASE("a call at a route is still told to come again, and what is ignored is acknowledged") {
    Desk desk("exotel");
    CHECK(desk.post("/in/missed",
                    "CallSid=c1&From=09876543210&To=08000000000&Status=missed-call") == "503");
    CHECK(desk.post("/dlr/missed",
                    "CallSid=c1&From=09876543210&To=08000000000&Status=missed-call") == "400");
    Desk vonage("vonage");
    CHECK(vonage.post("/in/sms", "msisdn=919876543210&messageId=m&text=x&type=text") == "204");
    CHECK(vonage.notes.take().empty());
}
