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
