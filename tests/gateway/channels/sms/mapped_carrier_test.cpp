#include "tests/gateway/channels/sms/stage.hpp"

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;
using Lines = Stage::Lines;

namespace {

std::string provider(std::string const& more = {}, std::string const& top = {}) {
    return "mapping: 1\nprovider: demo\n" + top +
           "out:\n"
           "  sms_send:\n"
           "    url: https://api.example.in/send\n"
           "    form: {to: '{to | digits}', text: '{text}', from: '{sender}', template: "
           "'{template_id?}', ref: '{our_message_id}'}\n"
           "    unicode: {type: u}\n"
           "    needs: [to, text]\n" +
           more +
           "    answer:\n"
           "      body: json\n"
           "      accepted: json:ok is true\n"
           "      fields: {provider_message_id: 'json:id?', raw_code: 'json:code?'}\n"
           "      reasons: {'401': auth, '414': preference, '403': credits}\n"
           "      retry: ['405']\n";
}

} // namespace

TEST_CASE("a message leaves in the provider's own form, and its id comes back with the parts it "
          "takes") {
    Stage stage(provider());
    CHECK(stage.carrier->up());
    CHECK(stage.carrier->window() == 16);
    auto message = Stage::message(7, 919876543210, "आम");
    message.dlt.template_id = "1307160000000000001";
    stage.submit({message});
    CHECK(stage.carrier->room() == 15);
    CHECK(stage.asked.front().request.once);
    CHECK(stage.answer(200, R"({"ok":true,"id":"a-1"})") ==
          "POST https://api.example.in/send "
          "to=919876543210&text=%E0%A4%86%E0%A4%AE&from=VCLUST&template=1307160000000000001&ref=7"
          "&type=u");
    CHECK(stage.told() == Lines{"7 accepted id=a-1 segments=1"});
    CHECK(stage.carrier->room() == 16);

    stage.submit({Stage::message(8, 919876543210, std::string(161, 'a'))});
    stage.answer(200, R"({"ok":true,"id":"a-2"})");
    CHECK(stage.told() == Lines{"8 accepted id=a-2 segments=2"});
}

TEST_CASE("what the provider refuses is refused with our reason and its own code; what passes is "
          "tried again") {
    Stage stage(provider());
    std::vector<Outgoing> all;
    for (int i = 1; i <= 5; ++i)
        all.push_back(Stage::message(i, 919876543210 + static_cast<std::uint64_t>(i)));
    stage.submit(all);
    stage.answer(200, R"({"ok":false,"code":"414"})");
    stage.answer(200, R"({"ok":false,"code":"405"})");
    stage.answer(200, R"({"ok":false,"code":"77\u0007"})");
    stage.answer(400, "no");
    stage.answer(200, "<html><body>busy</body></html>");
    CHECK(stage.told() ==
          Lines{"1 refused reason=preference code=414", "2 retry reason=unknown code=405",
                "3 refused reason=unknown code=77", "4 refused reason=unknown code=http 400",
                "5 retry reason=unknown code=http 200"});
    CHECK(stage.carrier->up());
}

TEST_CASE("a message that cannot be written for the provider is refused before anything leaves") {
    Stage stage(provider("", "limits: {text_chars: 20}\n"));
    stage.submit({Stage::message(1, 919876543210, std::string(21, 'a'))});
    CHECK(stage.told() == Lines{"1 refused reason=unknown code=too_long"});
    Stage needy(
        provider() + "  other:\n    url: https://api.example.in/x\n    needs: [template_id]\n", [] {
            auto options = Stage::sending();
            options.call = "other";
            return options;
        }());
    needy.submit({Stage::message(2, 919876543210)});
    CHECK(needy.told() == Lines{"2 refused reason=template code=not_made"});
    CHECK(needy.asked.empty());
}

TEST_CASE("a request that left and was not answered is unknown, one that never left goes back") {
    Stage stage(provider());
    stage.submit({Stage::message(1, 919876543210), Stage::message(2, 919876543211)});
    stage.breaks(Errc::timeout, true);
    stage.breaks(Errc::unavailable, false);
    CHECK(stage.told() ==
          Lines{"1 unknown reason=unknown code=timeout", "2 not_sent code=unavailable"});

    Stage known(provider("    idempotent: true\n"));
    known.submit({Stage::message(3, 919876543210)});
    CHECK_FALSE(known.asked.front().request.once);
    known.breaks(Errc::timeout, true);
    CHECK(known.told() == Lines{"3 retry reason=unknown code=timeout"});

    Stage between(provider()); // a proxy that gave up waiting says nothing of what was done
    between.submit({Stage::message(4, 919876543210)});
    between.answer(504, "");
    CHECK(between.told() == Lines{"4 unknown reason=unknown code=http 504"});
}

TEST_CASE("each number's messages leave one after the other, others meanwhile") {
    Stage stage(provider());
    stage.submit({Stage::message(1, 919876543210, "one"), Stage::message(2, 919876543210, "two"),
                  Stage::message(3, 919876543211, "three")});
    REQUIRE(stage.asked.size() == 2);
    CHECK(Stage::shown(stage.asked[1].request).find("text=three") != std::string::npos);
    stage.answer(200, R"({"ok":true,"id":"a"})");
    REQUIRE(stage.asked.size() == 2);
    CHECK(Stage::shown(stage.asked[1].request).find("text=two") != std::string::npos);
}

TEST_CASE("429 and Retry-After make the route rest: nothing is lost and no try used up") {
    Stage stage(provider());
    auto options = Stage::sending();
    options.requests_max = 2;
    Stage narrow(provider(), options);
    std::vector<Outgoing> three;
    for (int i = 1; i <= 3; ++i)
        three.push_back(Stage::message(i, 919876543210 + static_cast<std::uint64_t>(i)));
    narrow.submit(three);
    CHECK(narrow.asked.size() == 2);
    narrow.answer(429, "", {{"retry-after", "7"}});
    CHECK(narrow.told() ==
          Lines{"3 slow_down after=7000", "1 slow_down reason=unknown code=http 429 after=7000"});
    CHECK(narrow.carrier->room() == 0);
    CHECK(narrow.carrier->window() == 1);
    CHECK(narrow.carrier->up());
    narrow.answer(200, R"({"ok":true,"id":"a"})");
    CHECK(narrow.told() == Lines{"2 accepted id=a segments=1"});
    narrow.pass(Millis(6'900));
    CHECK(narrow.carrier->room() == 0);
    narrow.pass(Millis(200));
    CHECK(narrow.told() == Lines{"changed up=true room=2"});

    stage.submit({Stage::message(9, 919876543210)});
    stage.answer(503, "", {{"retry-after", "2"}});
    CHECK(stage.told() == Lines{"9 slow_down reason=unknown code=http 503 after=2000"});
}

TEST_CASE("refused credentials take the route down and ring, and no more messages are burnt") {
    Stage stage(provider());
    stage.submit({Stage::message(1, 919876543210), Stage::message(2, 919876543210)});
    stage.answer(200, R"({"ok":false,"code":"401"})");
    CHECK(stage.told() == Lines{"2 not_sent after=60000", "changed up=false room=0",
                                "1 retry reason=auth code=401 after=60000"});
    CHECK(stage.alarms == Lines{"the provider refuses: reason=auth code=401"});
    CHECK(stage.carrier->trouble() == "the provider refuses: reason=auth code=401");
    stage.pass(Millis(61'000));
    CHECK(stage.told() == Lines{"changed up=true room=1"});
    stage.submit({Stage::message(3, 919876543210)});
    stage.answer(200, R"({"ok":true,"id":"a"})");
    CHECK(stage.carrier->trouble().empty());
}

TEST_CASE("three broken exchanges in a row take the route down, longer each time") {
    Stage stage(provider());
    for (int round = 0; round < 2; ++round) {
        for (int i = 1; i <= 3; ++i) {
            stage.submit({Stage::message(i, 919876543210)});
            stage.answer(500, "");
            if (round == 1) break; // already known to be ill
        }
        auto const told = stage.told();
        CHECK(std::find(told.begin(), told.end(), "changed up=false room=0") != told.end());
        stage.pass(Millis(round == 0 ? 1'000 : 2'000));
        CHECK(stage.told() == Lines{"changed up=true room=1"});
    }
}

TEST_CASE("a token is fetched once, kept, renewed before it expires and once when it is refused") {
    Stage stage("mapping: 1\nprovider: demo\nsecrets: [password]\nout:\n"
                "  token:\n    url: https://api.example.in/token\n"
                "    form: {password: '{secret:password}'}\n"
                "    token: {value: 'json:token', valid_s: 'json:for'}\n"
                "    answer: {body: json, accepted: json:token is present}\n"
                "  sms_send:\n    url: https://api.example.in/send\n    auth: {token: token}\n"
                "    needs: [to, text]\n    form: {to: '{to}'}\n"
                "    answer: {body: text, accepted: body is 'ok'}\n",
                Stage::sending(), {}, Values{{"password", "synthetic"}});
    stage.submit({Stage::message(1, 919876543210), Stage::message(2, 919876543211)});
    REQUIRE(stage.asked.size() == 1);
    CHECK(stage.answer(200, R"({"token":"t1","for":600})") ==
          "POST https://api.example.in/token password=synthetic");
    REQUIRE(stage.asked.size() == 2);
    CHECK(stage.answer(200, "ok") ==
          "POST https://api.example.in/send to=%2B919876543210|Authorization: Bearer t1");
    stage.answer(401, ""); // refused before its time: once more with another
    stage.answer(200, R"({"token":"t2","for":600})");
    CHECK(stage.answer(200, "ok") ==
          "POST https://api.example.in/send to=%2B919876543211|Authorization: Bearer t2");
    CHECK(stage.told() == Lines{"1 accepted segments=1", "2 accepted segments=1"});

    stage.pass(Millis(571'000)); // half a minute before its end
    stage.submit({Stage::message(3, 919876543210)});
    CHECK(Stage::shown(stage.asked.front().request).find("/token") != std::string::npos);
    stage.answer(403, "who are you?");
    CHECK(stage.told() == Lines{"changed up=false room=0", "3 not_sent"});
    CHECK(stage.alarms ==
          Lines{"the provider gives no token: status 403; check user and password"});
}

TEST_CASE("a token that would write a header of its own is none") {
    Stage stage("mapping: 1\nprovider: demo\nout:\n"
                "  token:\n    url: https://api.example.in/token\n"
                "    token: {value: 'json:token'}\n    answer: {body: json}\n"
                "  sms_send:\n    url: https://api.example.in/send\n    auth: {token: token}\n"
                "    needs: [to]\n    form: {to: '{to}'}\n");
    stage.submit({Stage::message(1, 919876543210)});
    stage.answer(200, R"({"token":"t\r\nX-Evil: 1"})");
    CHECK(stage.asked.empty());
    CHECK(stage.told() == Lines{"changed up=false room=0", "1 not_sent"});
}

TEST_CASE("where a mapping lists several hosts the next is asked, and the first again later") {
    auto const yaml = [] {
        auto out = provider("    hosts: [a.example.in, b.example.in]\n");
        out.replace(out.find("api.example.in"), 14, "{host}");
        return out;
    }();
    Stage stage(yaml);
    auto const host = [&] {
        auto const url = stage.asked.front().request.url;
        return url.substr(8, 1);
    };
    stage.submit({Stage::message(1, 919876543210)});
    CHECK(host() == "a");
    stage.breaks(Errc::unavailable, false);
    CHECK(host() == "b");
    stage.answer(200, R"({"ok":true,"id":"x"})");
    CHECK(stage.told() == Lines{"1 accepted id=x segments=1"});
    stage.submit({Stage::message(2, 919876543210)});
    CHECK(host() == "b");
    stage.answer(500, "");
    CHECK(host() == "a");
    stage.answer(500, "");
    CHECK(stage.told() == Lines{"2 retry reason=unknown code=http 500"});
    stage.pass(Millis(61'000));
    stage.submit({Stage::message(3, 919876543210)});
    CHECK(host() == "a");
    stage.breaks(Errc::timeout, true); // it may have been taken: nobody else is asked
    CHECK(stage.asked.empty());
}

TEST_CASE("the same text to many is one request, answered line by line") {
    auto const yaml = "mapping: 1\nprovider: demo\nout:\n"
                      "  sms_send:\n    url: https://api.example.in/send\n    batch: 3\n"
                      "    needs: [to, text]\n"
                      "    form: {to: \"{to | digits | join(',')}\", text: '{text}'}\n"
                      "    answer:\n      body: json\n      each: sent\n"
                      "      accepted: json:status is 'ok'\n"
                      "      fields: {phone: 'json:to? | msisdn', provider_message_id: 'json:id?', "
                      "raw_code: 'json:status?'}\n"
                      "      reasons: {dnd: preference}\n";
    Stage stage(yaml);
    CHECK(stage.carrier->window() == 48);
    std::vector<Outgoing> all;
    for (int i = 0; i < 4; ++i)
        all.push_back(Stage::message(i + 1, 919876543210 + static_cast<std::uint64_t>(i)));
    all.push_back(Stage::message(5, 919876543219, "other"));
    stage.submit(all);
    REQUIRE(stage.asked.size() == 3);
    CHECK(stage.answer(200, R"({"sent":[{"to":"9876543211","status":"dnd"},)"
                            R"({"to":"9876543210","status":"ok","id":"a"}]})") ==
          "POST https://api.example.in/send to=919876543210%2C919876543211%2C919876543212&text=Hi");
    CHECK(stage.told() == Lines{"1 accepted id=a segments=1 code=ok",
                                "2 refused reason=preference code=dnd",
                                "3 unknown reason=unknown"}); // nothing was said of her
    CHECK(stage.answer(200, R"({"sent":[{"status":"ok","id":"b"}]})") ==
          "POST https://api.example.in/send to=919876543213&text=Hi");
    stage.answer(401, R"({"error":"who"})");
    CHECK(stage.told() == Lines{"4 accepted id=b segments=1 code=ok", "changed up=false room=0",
                                "5 retry reason=auth code=http 401 after=60000"});
}

TEST_CASE("no more leave in a second than the provider takes, and the rest is not asked for") {
    auto options = Stage::sending();
    options.rate_per_s = 2;
    Stage stage(provider(), options);
    CHECK(stage.carrier->room() == 2);
    stage.submit({Stage::message(1, 919876543210), Stage::message(2, 919876543211),
                  Stage::message(3, 919876543212)});
    CHECK(stage.asked.size() == 2);
    CHECK(stage.carrier->room() == 0);
    stage.pass(Millis(500));
    CHECK(stage.asked.size() == 3);
    stage.told();
    stage.pass(Millis(500));
    CHECK(stage.told() == Lines{"changed up=true room=1"});
}

TEST_CASE("outside the provider's hours the route takes nothing, and tells when it does again") {
    // 2026-09-21T14:13:20Z is 19:43 in India.
    Stage stage(provider("", "limits: {send_hours: '10:00-19:00'}\n"));
    CHECK_FALSE(stage.carrier->up());
    CHECK(stage.carrier->room() == 0);
    stage.submit({Stage::message(1, 919876543210)});
    CHECK(stage.told() == Lines{"1 slow_down reason=time_band after=51400000"});
    stage.pass(Millis(51'400'000));
    CHECK(stage.told() == Lines{"changed up=true room=16"});
}

TEST_CASE("a route that ends waits for its answers as long as it may") {
    Stage stage(provider());
    auto options = Stage::sending();
    stage.submit({Stage::message(1, 919876543210), Stage::message(2, 919876543211),
                  Stage::message(3, 919876543210)});
    stage.carrier->drain(stage.clock.now() + Millis(1000));
    CHECK(stage.told() == Lines{"3 not_sent", "changed up=false room=0"});
    stage.answer(200, R"({"ok":true,"id":"a"})");
    stage.asked.front().request.leaves();
    stage.pass(Millis(1000));
    CHECK(stage.told() == Lines{"1 accepted id=a segments=1", "2 unknown"});
    stage.answer(200, R"({"ok":true,"id":"b"})"); // too late for anybody
    stage.submit({Stage::message(4, 919876543210)});
    CHECK(stage.told() == Lines{"4 not_sent"});
}

TEST_CASE("answers made to exhaust whoever reads them are refusals like others") {
    for (auto const& body : {std::string(60'000, '['), "{\"a\":" + std::string(40'000, '{'),
                             std::string("\"\\ud800\""), std::string(1, '\0'), std::string()}) {
        Stage stage(provider());
        stage.submit({Stage::message(1, 919876543210)});
        stage.answer(200, body);
        CHECK(stage.told() == Lines{"1 retry reason=unknown code=http 200"});
    }
    std::string bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\">";
    for (int i = 0; i < 20; ++i) bomb += "<!ENTITY b" + std::to_string(i) + " \"&a;&a;&a;\">";
    Stage xml("mapping: 1\nprovider: demo\nout:\n  sms_send:\n    url: https://api.example.in/\n"
              "    needs: [to]\n    form: {to: '{to}'}\n"
              "    answer: {body: xml, accepted: \"xml:ok is 'yes'\", fields: "
              "{provider_message_id: 'xml:id?'}}\n");
    xml.submit({Stage::message(1, 919876543210)});
    xml.answer(200, bomb + "]><a><ok>yes</ok></a>");
    CHECK(xml.told() == Lines{"1 retry reason=unknown code=http 200"});
}

TEST_CASE("what became of a message is asked for until it is known and kept") {
    Stage stage("mapping: 1\nprovider: demo\nout:\n"
                "  sms_send:\n    url: https://api.example.in/send\n    needs: [to]\n"
                "    form: {to: '{to}'}\n"
                "    answer: {body: text, fields: {provider_message_id: body}}\n"
                "  status:\n    url: https://api.example.in/status\n"
                "    needs: [provider_message_id]\n    form: {id: '{provider_message_id}'}\n"
                "    answer:\n      body: json\n      event: dlr\n"
                "      accepted: json:s is present\n"
                "      fields: {status: {take: 'json:s', map: {'1': delivered, '2': failed, else: "
                "queued}}, raw_code: 'json:s'}\n");
    CHECK(stage.carrier->polls());
    auto message = Stage::message(1, 919876543210);
    message.valid_until = stage.clock.now() + Millis(3'600'000);
    stage.submit({message});
    stage.answer(200, "a-1");
    CHECK(stage.told() == Lines{"1 accepted id=a-1 segments=1"});
    stage.pass(Millis(15'000));
    CHECK(stage.answer(200, R"({"s":9})") == "POST https://api.example.in/status id=a-1");
    stage.pass(Millis(29'000));
    CHECK(stage.asked.empty()); // twice the first pause
    stage.pass(Millis(1'500));
    stage.notes.keeps = false;
    stage.answer(200, R"({"s":1})");
    CHECK(stage.told() == Lines{"receipt a-1 delivered code=1"});
    stage.notes.keeps = true; // the disk was full: it is asked for again
    stage.pass(Millis(61'000));
    stage.answer(200, R"({"s":1})");
    CHECK(stage.told() == Lines{"receipt a-1 delivered code=1"});
    stage.pass(Millis(7'200'000));
    CHECK(stage.asked.empty());

    stage.carrier->poll(
        {{"old", stage.clock.now()}, {"older", stage.clock.now() - Millis(7'200'000)}});
    stage.pass(Millis(16'000));
    CHECK(stage.answer(200, R"({"s":2})") == "POST https://api.example.in/status id=old");
    CHECK(stage.told() == Lines{"receipt old undelivered reason=unknown code=2"});
    CHECK(stage.asked.empty());
}
