#include "base/limits.hpp"
#include "tests/gateway/channels/ussd/callback.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<UssdProvider> provider(std::string code = "vc166") {
    ProviderOptions options;
    options.service_code = std::move(code);
    return make_provider("imimobile", options);
}

std::string query(std::string const& message, std::string const& transaction = "1") {
    return "msisdn=9876543210&msg=" + message + "&tid=" + transaction + "&dcs=x&code=VC";
}

std::string meant(std::string const& message, LiveDialogue const& live) {
    auto const demo = provider("*789#");
    auto const callback = read(*demo, get(query(message)), {"789"});
    REQUIRE(callback);
    return said(demo->meaning(*callback, live));
}

constexpr std::string_view key = "+919876543210|789";

} // namespace

TEST_CASE("imimobile: the dialogue is the number and the path suffix") {
    auto const imi = provider();
    auto const callback = read(*imi, get(query("*166%23")), {"vc166"});
    REQUIRE(callback);
    CHECK(callback->kind == Callback::Kind::turn);
    CHECK(callback->session == "+919876543210|vc166");
    CHECK(callback->phone.full() == "+919876543210");
    CHECK(callback->text == "*166#");
    CHECK(said(imi->meaning(*callback, {})) == "dial ");
}

TEST_CASE("imimobile: a message in a live dialogue is an answer") {
    auto const imi = provider();
    auto const callback = read(*imi, get(query("Who+makes+papad%3F", "2")), {"vc166"});
    REQUIRE(callback);
    CHECK(said(imi->meaning(*callback, {"+919876543210|vc166", "*166#", false, 3s})) ==
          "answer Who makes papad?");
}

TEST_CASE("imimobile: a message that looks like a code always begins") {
    CHECK(meant("*789%23", {}) == "dial ");
    CHECK(meant("*789*22%23", {}) == "dial 22");
    CHECK(meant("*789*22*110001%23", {}) == "dial 22*110001");
    CHECK(meant("*789*22%23", {key, "1", false, 3s}) == "dial 22");
    CHECK(meant("*7890%23", {key, "1", false, 3s}) == "dial ");
    CHECK(meant("%23", {key, "1", false, 3s}) == "answer #");
    CHECK(meant("*", {key, "1", false, 3s}) == "answer *");
}

TEST_CASE("imimobile: without a live dialogue any message begins, and is not taken for an answer") {
    CHECK(meant("1", {}) == "dial ");
    CHECK(meant("1", {key, "1", true, 3s}) == "dial ");
    CHECK(meant("1", {"+919876543210|790", "1", false, 3s}) == "dial ");
    CHECK(meant("1", {key, "1", false, 601s}) == "dial ");
}

TEST_CASE("imimobile: who comes back after a silence is asked whether to go on") {
    CHECK(meant("1", {key, "*789#", false, 60s}) == "answer 1");
    CHECK(meant("1", {key, "*789#", false, 61s}) == "again 1");
    CHECK(meant("1", {key, "*789#", false, 600s}) == "again 1");
}

TEST_CASE("imimobile: a hang-up arrives as message text") {
    auto const imi = provider();
    auto const callback =
        read(*imi, get(query("Map+Dialog+User+Abort+User+Reason%3A+User+specific+reason", "3")),
             {"vc166"});
    REQUIRE(callback);
    CHECK(callback->kind == Callback::Kind::hangup);
    CHECK(callback->session == "+919876543210|vc166");
    CHECK(callback->reason == "Map Dialog User Abort User Reason: User specific reason");
    CHECK(callback->text.empty());
    CHECK(whole(imi->hung_up(true, {})) ==
          "200|text/plain; charset=utf-8|X-USSD-SESSION: 0|Session Ended");
    CHECK(whole(imi->hung_up(false, {})) == whole(imi->hung_up(true, {})));
}

TEST_CASE("imimobile: replies are exact") {
    auto const imi = provider();
    CHECK(whole(imi->reply({"धन्यवाद", true}, {})) ==
          "200|text/plain; charset=utf-8|X-USSD-SESSION: 0|धन्यवाद");
    CHECK(whole(imi->reply({"1 हिन्दी", false}, {})) ==
          "200|text/plain; charset=utf-8|X-USSD-SESSION: 1|1 हिन्दी");
}

TEST_CASE("imimobile: the transaction id tells a retry from the same answer given again") {
    auto const imi = provider();
    auto const first = read(*imi, get(query("1", "7")), {"vc166"});
    CHECK(first->retry == RetryRule::exact);
    CHECK(first->identity == read(*imi, get(query("1", "7")), {"vc166"})->identity);
    CHECK(first->identity != read(*imi, get(query("1", "8")), {"vc166"})->identity);
}

TEST_CASE("imimobile: an unknown suffix and every missing field are refused") {
    auto const imi = provider();
    CHECK(refusal(*imi, get(query("1"))) == "the path suffix is not a service code of this route");
    CHECK(refusal(*imi, get(query("1")), {"vc167"}) ==
          "the path suffix is not a service code of this route");
    CHECK(refusal(*imi, get(query("1")), {"vc166", "x"}) ==
          "the path suffix is not a service code of this route");
    CHECK(whole(imi->refuse(read(*imi, get(query("1")), {"789"}).error())) ==
          "400|text/plain; charset=utf-8|X-USSD-SESSION: 0|the path suffix is not a service code "
          "of this route");
    CHECK(refusal(*imi, get(""), {"vc166"}) ==
          "field msisdn is missing; field msg is missing; field tid is missing; field dcs is "
          "missing; field code is missing");
    CHECK(refusal(*imi, get(query("1") + "&msg=2"), {"vc166"}) == "field msg is given twice");
    CHECK(refusal(*imi, get("msisdn=123&msg=1&tid=1&dcs=x&code=VC"), {"vc166"}) ==
          "field msisdn is not an Indian mobile number");
    CHECK(refusal(*imi, get(query("%ED%A0%80")), {"vc166"}) == "field msg is not UTF-8");
    CHECK(refusal(*imi, post(query("1")), {"vc166"}) == "this provider sends GET");
}

TEST_CASE("imimobile: long and strange messages stay one bounded answer") {
    CHECK(meant(std::string(10'000, 'x'), {key, "1", false, 1s}) ==
          "answer " + std::string(limits::input_bytes, 'x'));
    CHECK(meant("a%00b", {key, "1", false, 1s}) == std::string("answer a\0b", 10));
}
