#include "gateway/channels/sms/sms_heard.hpp"
#include "gateway/channels/ussd/mapped.hpp"
#include "gateway/mapping/mapping.hpp"
#include "gateway/wire/hash.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

namespace {

TimePoint const now{std::chrono::seconds(1'767'268'800)};

std::unique_ptr<UssdProvider> signed_provider(std::string const& key) {
    std::vector<Problem> problems;
    auto mapping =
        mapping::load_mapping("mapping: 1\nprovider: demo\nsecrets: [key]\n"
                              "security:\n  - hmac: {header: X-Sign, algorithm: sha256, encoding: "
                              "hex, secret: key, sign: [url, body]}\n"
                              "in:\n  ussd:\n    method: POST\n    body: json\n"
                              "    fields: {session: id, phone: from, text: text}\n"
                              "    dialogue: {dial: code}\n"
                              "    events: [{begin: text is dialled}, {continue: otherwise}]\n"
                              "    replies: {continue: {body: '{text}'}, end: {body: '{text}'}}\n",
                              "demo.yaml", problems);
    for (auto const& problem : problems) INFO(problem.line << ' ' << problem.what);
    REQUIRE(mapping);
    ProviderOptions options;
    options.url = "https://gw.example.in/in/demo/T";
    if (!key.empty()) options.secrets.set("key", key);
    return make_mapped(std::move(mapping), options);
}

RawRequest dial(std::string const& key) {
    RawRequest out;
    out.method = "POST";
    out.path = "/in/demo/T";
    out.content_type = "application/json";
    out.body = R"({"id":"s1","from":"9876543210","text":"*789#"})";
    out.headers.add("X-Sign", hex_lower(hmac(HashName::sha256, key,
                                             "https://gw.example.in/in/demo/T" + out.body)));
    return out;
}

Listening at_noon() {
    Listening out;
    out.now = now;
    return out;
}

} // namespace

TEST_CASE(
    "a signed request is the same request whenever it comes, and tells what may be used once") {
    auto const provider = signed_provider("synthetic");
    auto const read = provider->read(dial("synthetic"), {}, at_noon());
    REQUIRE(read);
    CHECK(!read->once.empty());
    CHECK(read->retry == RetryRule::exact);
    auto const forged = provider->read(dial("other"), {}, at_noon());
    REQUIRE(!forged);
    CHECK(forged.error().code == Errc::unauthenticated);
    CHECK(provider->refuse(forged.error()).status == 403);
    CHECK(provider->refuse(forged.error()).body.empty());
}

TEST_CASE(
    "without its secret a signature is not asked for, and the request a retry of its twin alone") {
    auto const provider = signed_provider({});
    auto const read = provider->read(dial("whatever"), {}, at_noon());
    REQUIRE(read);
    CHECK(read->once.empty());
    CHECK(read->retry == RetryRule::while_unanswered);
}

namespace {

std::unique_ptr<UssdProvider> messages_and_calls() {
    std::vector<Problem> problems;
    auto mapping = mapping::load_mapping(
        "mapping: 1\nprovider: demo\nin:\n  sms:\n    channel: sms\n    path: /sms\n"
        "    fields: {phone: from, text: 'text?'}\n"
        "    events: [{ignore: text is 'echo'}, {mo: text is present}]\n"
        "    replies: {type: text/x-demo, ack: {status: 202, body: thanks}}\n",
        "demo.yaml", problems);
    REQUIRE(mapping);
    return make_mapped(std::move(mapping), {});
}

RawRequest message(std::string body) {
    RawRequest out;
    out.method = "POST";
    out.path = "/in/demo/T/sms";
    out.content_type = "application/x-www-form-urlencoded";
    out.body = std::move(body);
    return out;
}

std::vector<std::string> const sms_path{"sms"};

} // namespace

TEST_CASE("a message is no turn of a dialogue, and its acknowledgement is the mapping's") {
    auto const provider = messages_and_calls();
    auto const read = provider->read(message("from=9876543210&text=MAKE"), sms_path, at_noon());
    REQUIRE(read);
    CHECK(read->kind == Callback::Kind::messages);
    REQUIRE(read->sms->messages.size() == 1);
    CHECK(read->sms->messages[0].message.text == "MAKE");
    CHECK(provider->acknowledge(read->echo).status == 202);
}

TEST_CASE("what a mapping ignores is told that it came, or it would come for ever") {
    auto const provider = messages_and_calls();
    for (auto const* text : {"&text=echo", ""}) { // by its rule, and because no rule fits
        auto const read =
            provider->read(message(std::string("from=9876543210") + text), sms_path, at_noon());
        REQUIRE(read);
        CHECK(read->kind == Callback::Kind::notice);
        auto const reply = provider->acknowledge(read->echo);
        CHECK(reply.status == 202);
        CHECK(reply.content_type == "text/x-demo");
        CHECK(reply.body == "thanks");
    }
}

TEST_CASE("a message that cannot be read is refused, for it would never be readable") {
    auto const provider = messages_and_calls();
    auto const read = provider->read(message("from=nobody&text=MAKE"), sms_path, at_noon());
    REQUIRE(read);
    REQUIRE(read->fault);
    CHECK(read->fault->code == Errc::bad_request);
    CHECK(provider->refuse_messages(*read->fault, read->echo).status == 400);
}
