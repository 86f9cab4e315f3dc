#include "base/limits.hpp"
#include "tests/gateway/channels/ussd/callback.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;

namespace {

std::string form(std::string const& text, std::string const& session = "ATUid_1") {
    return "sessionId=" + session +
           "&serviceCode=%2A384%2A1%23&phoneNumber=%2B919876543210&networkCode=99999&text=" + text;
}

std::unique_ptr<UssdProvider> provider(bool accept_get = false) {
    ProviderOptions options;
    options.accept_get = accept_get;
    return make_provider("africastalking", options);
}

std::string meant(std::string const& text, LiveDialogue const& live) {
    auto const at = provider();
    auto const callback = read(*at, post(form(text)));
    REQUIRE(callback);
    return said(at->meaning(*callback, live));
}

} // namespace

TEST_CASE("africastalking: the first request of a session dials") {
    auto const at = provider();
    auto const callback = read(*at, post(form("")));
    REQUIRE(callback);
    CHECK(callback->kind == Callback::Kind::turn);
    CHECK(callback->session == "ATUid_1");
    CHECK(callback->phone.full() == "+919876543210");
    CHECK(callback->text.empty());
    CHECK(callback->retry == RetryRule::exact);
    CHECK(said(at->meaning(*callback, {})) == "dial ");
}

TEST_CASE("africastalking: an answer is what came behind the previous text") {
    CHECK(meant("1", {"ATUid_1", "", false, {}}) == "answer 1");
    CHECK(meant("1%2A2", {"ATUid_1", "1", false, {}}) == "answer 2");
    CHECK(meant("22%2A1", {"ATUid_1", "22", false, {}}) == "answer 1");
}

TEST_CASE("africastalking: a caller may type a star himself") {
    CHECK(meant("1%2Aa%2Ab", {"ATUid_1", "1", false, {}}) == "answer a*b");
    CHECK(meant("%2A", {"ATUid_1", "", false, {}}) == "answer *");
    CHECK(meant("1%2A", {"ATUid_1", "1", false, {}}) == "answer ");
    CHECK(meant("1%2A%2A", {"ATUid_1", "1%", false, {}}) == "late ");
}

TEST_CASE("africastalking: digits behind the code arrive as the first text of an unknown session") {
    CHECK(meant("22", {}) == "dial 22");
    CHECK(meant("110001", {}) == "dial 110001");
    CHECK(meant("22%2A110001", {}) == "dial 22*110001");
    CHECK(meant("22", {"ATUid_0", "1*2", false, {}}) == "dial 22");
}

TEST_CASE("africastalking: text that does not continue the dialogue comes too late") {
    CHECK(meant("1%2A2", {"ATUid_1", "1*2*3", false, {}}) == "late ");
    CHECK(meant("1%2A2", {"ATUid_1", "3", false, {}}) == "late ");
    CHECK(meant("12", {"ATUid_1", "1", false, {}}) == "late ");
    CHECK(meant("", {"ATUid_1", "1", false, {}}) == "late ");
    CHECK(meant("1%2A2", {"ATUid_1", "1", true, {}}) == "late ");
    CHECK(meant("1%2ARadha", {}) == "late "); // letters cannot be dialled: this dialogue is lost
}

TEST_CASE(
    "africastalking: the same session and text are the same answer, anything else is another") {
    auto const at = provider();
    auto const first = read(*at, post(form("1%2A2")));
    CHECK(first->identity == read(*at, post(form("1*2")))->identity);
    CHECK(first->identity != read(*at, post(form("1%2A3")))->identity);
    CHECK(first->identity != read(*at, post(form("1%2A2", "ATUid_2")))->identity);
    CHECK(first->identity.find("1*2") == std::string::npos); // what was typed is not kept in it
}

TEST_CASE("africastalking: replies are exact") {
    auto const at = provider();
    CHECK(whole(at->reply({"1 Hindi\n2 English", false}, {})) ==
          "200|text/plain|CON 1 Hindi\n2 English");
    CHECK(whole(at->reply({"Dhanyavaad", true}, {})) == "200|text/plain|END Dhanyavaad");
}

TEST_CASE("africastalking: the notice at the end is a hang-up") {
    auto const at = provider();
    for (std::string const status : {"Success", "Incomplete", "Failed"}) {
        auto const callback =
            read(*at, post("sessionId=ATUid_1&serviceCode=%2A384%2A1%23&networkCode=99999&"
                           "phoneNumber=%2B919876543210&status=" +
                           status + "&cost=0.1"));
        REQUIRE(callback);
        CHECK(callback->kind == Callback::Kind::hangup);
        CHECK(callback->session == "ATUid_1");
        CHECK(callback->reason == status);
    }
    CHECK(whole(at->hung_up(true, {})) == "200|text/plain|");
    CHECK(whole(at->hung_up(false, {})) == "200|text/plain|");
}

TEST_CASE("africastalking: GET is for tests only") {
    CHECK(refusal(*provider(), get(form(""))) ==
          "this provider sends POST; GET is for tests (accept_get)");
    CHECK(read(*provider(true), get(form(""))));
    auto put = post(form(""));
    put.method = "PUT";
    CHECK(refusal(*provider(true), put) ==
          "this provider sends POST; GET is for tests (accept_get)");
    auto const at = provider();
    CHECK(whole(at->refuse(read(*at, get(form(""))).error())) ==
          "405|text/plain|this provider sends POST; GET is for tests (accept_get)");
}

TEST_CASE("africastalking: every missing or doubled field is named") {
    auto const at = provider();
    CHECK(refusal(*at, post("")) ==
          "field sessionId is missing; field phoneNumber is missing; field text is missing");
    CHECK(refusal(*at, post(form("1") + "&text=2")) == "field text is given twice");
    CHECK(refusal(*at, post("sessionId=a&phoneNumber=12345&text=")) ==
          "field phoneNumber is not an Indian mobile number");
    CHECK(refusal(*at, post("sessionId=&phoneNumber=9876543210&text=")) ==
          "field sessionId is not an id of 1-128 printable characters");
    CHECK(refusal(*at,
                  post("sessionId=" + std::string(129, 'a') + "&phoneNumber=9876543210&text=")) ==
          "field sessionId is not an id of 1-128 printable characters");
    CHECK(refusal(*at, post("sessionId=a%00b&phoneNumber=9876543210&text=")) ==
          "field sessionId is not an id of 1-128 printable characters");
    CHECK(refusal(*at, post(form("%FF"))) == "field text is not UTF-8");
    CHECK(refusal(*at, post(form("%C0%AF"))) == "field text is not UTF-8");
    CHECK(refusal(*at, post(form("%4"))) == "field text has a broken percent escape");
    CHECK(refusal(*at, post(form("")), {"other"}) == "the path has something behind the token");
    CHECK(whole(at->refuse(read(*at, post(form("1") + "&text=2")).error())) ==
          "400|text/plain|field text is given twice");
}

TEST_CASE("africastalking: a number comes in every spelling") {
    auto const at = provider();
    for (std::string const number :
         {"%2B919876543210", "+919876543210", "919876543210", "9876543210", "09876543210"})
        CHECK(read(*at, post("sessionId=a&text=&phoneNumber=" + number))->phone.full() ==
              "+919876543210");
}

TEST_CASE("africastalking: ten kilobytes typed are cut before anybody looks at them") {
    std::string const letters(10'000, 'a');
    CHECK(meant("1%2A" + letters, {"ATUid_1", "1", false, {}}) ==
          "answer " + std::string(limits::input_bytes, 'a'));
    std::string hindi;
    for (int i = 0; i < 1000; ++i) hindi += "क"; // three octets each: the cut must not tear one
    std::string kept = hindi.substr(0, limits::input_bytes / 3 * 3);
    CHECK(meant("1*" + hindi, {"ATUid_1", "1", false, {}}) == "answer " + kept);
}
