#include "gateway/app/config.hpp"
#include "gateway/mapping/presets.hpp"
#include "tests/gateway/channels/sms/stage.hpp"

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;
using Lines = Stage::Lines;

namespace {

std::string yaml_of(std::string_view provider) {
    return std::string(mapping::preset_named(provider)->content);
}

/// As an operator would fill a route in.
Stage stage_of(std::string_view provider, std::string const& call = "sms_send") {
    auto const mapping = read_mapping(std::string(provider), {}).value();
    Values settings, secrets;
    for (auto const& [name, standard] : mapping->settings)
        if (standard.empty()) settings.set(name, name == "url" ? "https://a.example.in/" : "x1");
    for (auto const& name : mapping->secrets) secrets.set(name, "synthetic");
    auto options = Stage::sending();
    options.call = call;
    return Stage(yaml_of(provider), options, settings, secrets);
}

Outgoing registered(std::int64_t parcel, std::uint64_t number, std::string text) {
    auto out = Stage::message(parcel, number, std::move(text));
    out.dlt = {"1301160000000000001", "VCLUST", "1307160000000000001", "", {{"count", "3"}}};
    return out;
}

} // namespace

TEST_CASE("every preset that sends messages can be asked to, in Latin letters and in others") {
    std::size_t presets = 0;
    for (auto const& preset : mapping::presets()) {
        auto const name = mapping::provider_of(preset);
        auto const mapping = read_mapping(std::string(name), {}).value();
        if (!mapping->call("sms_send")) continue;
        ++presets;
        INFO(name);
        for (auto const* text : {"3 buyers near you -VCLUST", "3 खरीदार -VCLUST"}) {
            auto stage = stage_of(name);
            stage.submit({registered(1, 919876543210, text)});
            CHECK(stage.told().empty());
            REQUIRE(stage.asked.size() == 1);
            if (mapping->call("sms_send")->auth == mapping::Call::Auth::token)
                stage.answer(200, R"({"access_token":"t","expires_in":3600})");
            REQUIRE(stage.asked.size() == 1);
            CHECK(stage.asked[0].request.url.starts_with("http"));
            CHECK((stage.asked[0].request.url + stage.asked[0].request.body).find("9876543210") !=
                  std::string::npos);
            while (!stage.asked.empty()) stage.answer(500, "<html>"); // each host once
            CHECK(stage.told() == Lines{"1 retry reason=unknown code=http 500"});
        }
    }
    CHECK(presets == 24);
}

TEST_CASE("C-DAC takes many in one request, under one hash and one id") {
    auto stage = stage_of("cdac");
    stage.submit({registered(1, 919876543210, "नमस्ते"), registered(2, 919876543211, "नमस्ते"),
                  registered(3, 919876543212, "other")});
    REQUIRE(stage.asked.size() == 2);
    auto const many = stage.answer(200, "402,MsgID = 1506msdgsms");
    CHECK(many.find("bulkmobno=9876543210%2C9876543211") != std::string::npos);
    CHECK(many.find("smsservicetype=unicodemsg") != std::string::npos);
    CHECK(stage.answer(200, "409,SMSC timeout").find("&mobileno=9876543212") != std::string::npos);
    CHECK(stage.told() == Lines{"1 accepted id=1506msdgsms segments=1 code=402",
                                "2 accepted id=1506msdgsms segments=1 code=402",
                                "3 refused reason=unknown code=409"});
    stage.submit({registered(4, 919876543210, "x")});
    stage.answer(200, "416,Hash is not matching");
    CHECK(stage.alarms == Lines{"the provider refuses: reason=auth code=416"});
}

TEST_CASE("BSNL gets the template's variables by their names, and is asked what became of it") {
    auto stage = stage_of("bsnl");
    stage.submit({registered(1, 919876543210, "नमस्ते, 3 खरीदार")});
    CHECK(stage.asked.front().request.body.find(
              R"("Template_Keys_and_Values":[{"Key":"count","Value":"3"}])") != std::string::npos);
    stage.answer(200, R"({"Error":null,"Message_Id":"1000001"})");
    CHECK(stage.told() == Lines{"1 accepted id=1000001 segments=1"});
    stage.pass(std::chrono::seconds(16));
    CHECK(stage.answer(200, R"({"Message_Status":"7"})").find(R"({"Message_id":"1000001"})") !=
          std::string::npos);
    CHECK(stage.told() == Lines{"receipt 1000001 delivered code=7"});
    auto bare = stage_of("bsnl");
    bare.submit({Stage::message(2, 919876543210)});
    CHECK(bare.told() == Lines{"2 refused reason=template code=not_made"});
}

TEST_CASE("MSG91's flow sends the template with its variables when the route says so") {
    auto stage = stage_of("msg91", "flow");
    stage.submit({registered(1, 919876543210, "3 buyers")});
    CHECK(
        stage.asked.front().request.body ==
        R"({"template_id":"1307160000000000001","recipients":[{"mobiles":"919876543210","count":"3"}]})");
}

TEST_CASE("Africa's Talking answers for each number, and Kannel's reports name our id") {
    auto stage = stage_of("africastalking");
    stage.submit({registered(1, 919876543210, "Hi"), registered(2, 919876543211, "Hi")});
    stage.answer(201, R"({"SMSMessageData":{"Recipients":[)"
                      R"({"number":"+919876543211","status":"UserInBlacklist"},)"
                      R"({"number":"+919876543210","status":"Success","messageId":"AT1"}]}})");
    CHECK(stage.told() == Lines{"1 accepted id=AT1 segments=1 code=Success",
                                "2 refused reason=unknown code=UserInBlacklist"});
    auto kannel = stage_of("kannel");
    kannel.submit({registered(42, 919876543210, "Hi")});
    kannel.answer(202, "0: Accepted for delivery");
    CHECK(kannel.told() == Lines{"42 accepted id=42 segments=1"});
}
