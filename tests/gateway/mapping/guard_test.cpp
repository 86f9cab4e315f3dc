#include "gateway/mapping/guard.hpp"
#include "gateway/mapping/hear.hpp"
#include "gateway/wire/hash.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::mapping;

namespace {

constexpr std::string_view now_text = "1767268800";
TimePoint const now{std::chrono::seconds(1'767'268'800)};

/// A mapping with these entries of `security:`, or nothing and what is wrong with it.
std::shared_ptr<Mapping const> mapping_with(std::string const& security,
                                            std::vector<Problem>& problems) {
    return load_mapping(
        "mapping: 1\nprovider: demo\nsettings: {user: demo, prints: \"\", way: md5hash}\n"
        "secrets: [password]\nsecurity:\n" +
            security +
            "in:\n  sms:\n    channel: sms\n    method: [GET, POST]\n    body: query or form\n"
            "    fields: {phone: from, text: text}\n    events: [{mo: otherwise}]\n"
            "  dlr:\n    channel: sms\n    path: /dlr\n    fields: {provider_message_id: id}\n"
            "    events: [{dlr: otherwise}]\n",
        "demo.yaml", problems);
}

RouteFacts route(std::string password = "right", std::string next = {}) {
    RouteFacts out;
    out.url = "https://gw.example.in/in/demo/T";
    out.settings = {{"user", "demo"}, {"prints", ""}, {"way", "md5hash"}};
    if (!password.empty()) out.secrets.set("password", password);
    if (!next.empty()) out.next_secrets.set("password", next);
    return out;
}

RawRequest get(std::string query,
               std::vector<std::pair<std::string, std::string>> const& headers = {}) {
    RawRequest out;
    out.method = "GET";
    out.path = "/in/demo/T";
    out.query = std::move(query);
    for (auto const& [name, value] : headers) out.headers.add(name, value);
    return out;
}

RawRequest post(std::string body,
                std::vector<std::pair<std::string, std::string>> const& headers = {}) {
    auto out = get({}, headers);
    out.method = "POST";
    out.content_type = "application/x-www-form-urlencoded";
    out.body = std::move(body);
    return out;
}

std::string asked(std::string const& security, RawRequest const& request, RouteFacts const& facts,
                  std::string_view section = "sms", std::span<Cidr const> proxies = {}) {
    std::vector<Problem> problems;
    auto const mapping = mapping_with(security, problems);
    if (!mapping) return problems.front().what;
    Recall const recall;
    Ear const ear{facts, recall, now, false, proxies};
    RequestView const view(request);
    auto const out = admits(*mapping, view, section, ear);
    if (!out) {
        CHECK(out.error().code == Errc::unauthenticated);
        return out.error().detail;
    }
    return out->once.empty() ? "in" : "in once";
}

std::string complaint(std::string const& security) {
    std::vector<Problem> problems;
    return mapping_with(security, problems) ? "taken" : problems.front().what;
}

std::string const by_fields =
    "  - fields: {user: [userid, 'setting:user'], password: [password, 'secret:password']}\n";

} // namespace

TEST_CASE("guard: user and password stand in fields, and both must be right") {
    CHECK(asked(by_fields, get("userid=demo&password=right"), route()) == "in");
    CHECK(asked(by_fields, post("userid=demo&password=right"), route()) == "in");
    auto put = post("userid=demo&password=right"); // whatever is no GET says it in its body
    put.method = "PUT";
    CHECK(asked(by_fields, put, route()) == "in");
    for (std::string const query :
         {"", "userid=demo", "password=right", "userid=other&password=right",
          "userid=demo&password=wrong", "userid=demo&password=rightright", "userid=demo&password="})
        CHECK(asked(by_fields, get(query), route()) == "field userid or field password is wrong");
}

TEST_CASE("guard: an XML element may be the field") {
    auto request = post("<a><b:user xmlns:b='x'>demo</b:user><password>right</password></a>");
    request.content_type = "text/xml";
    std::string const by_xml = "  - fields: {user: ['xml://user', 'setting:user'], password: "
                               "['xml://password', 'secret:password']}\n";
    CHECK(asked(by_xml, request, route()) == "in");
    CHECK(asked(by_xml, request, route("other")) == "field //user or field //password is wrong");
    request.body = "no XML";
    CHECK(asked(by_xml, request, route()) == "field //user or field //password is wrong");
}

TEST_CASE("guard: while a secret is replaced the next one opens too") {
    CHECK(asked(by_fields, get("userid=demo&password=new"), route("right", "new")) == "in");
    CHECK(asked(by_fields, get("userid=demo&password=right"), route("right", "new")) == "in");
    CHECK(asked(by_fields, get("userid=demo&password=older"), route("right", "new")) ==
          "field userid or field password is wrong");
}

TEST_CASE("guard: what the route has no secret for is not asked, and the route can say so") {
    auto open = route({});
    open.settings.set("user", "");
    CHECK(asked(by_fields, get(""), open) == "in");
    // A user without a password opens nothing: half a configuration must not look like a whole one.
    CHECK(asked(by_fields, get("userid=demo"), route({})) ==
          "field userid or field password is wrong");
    std::vector<Problem> problems;
    auto const mapping = mapping_with(by_fields, problems);
    REQUIRE(mapping);
    CHECK(not_asked_for(*mapping, open) == std::vector<std::string>{"password"});
    CHECK(not_asked_for(*mapping, route()).empty());
}

TEST_CASE("guard: an entry may be for some sections only") {
    auto const only =
        "  - fields: {for: [sms], user: [userid, 'setting:user'], password: [password, "
        "'secret:password']}\n";
    CHECK(asked(only, get(""), route(), "sms") == "field userid or field password is wrong");
    CHECK(asked(only, get(""), route(), "dlr") == "in");
    CHECK(asked(only, get(""), route(), "") == "in");
}

TEST_CASE("guard: a key in a header, and HTTP Basic") {
    auto const key = "  - header: {name: Authorization, prefix: 'Token ', secret: password}\n";
    CHECK(asked(key, get("", {{"authorization", "Token right"}}), route()) == "in");
    CHECK(asked(key, get("", {{"Authorization", "Token wrong"}}), route()) ==
          "the key in header Authorization is not the one this route is set to");
    CHECK(asked(key, get(""), route()) ==
          "the key in header Authorization is missing or given twice");
    auto const basic = "  - basic: {user: 'setting:user', password: 'secret:password'}\n";
    CHECK(asked(basic, get("", {{"Authorization", "Basic " + base64("demo:right")}}), route()) ==
          "in");
    CHECK(asked(basic, get("", {{"Authorization", "Basic " + base64("demo:wrong")}}), route()) ==
          "user or password is not the one this route is set to");
}

TEST_CASE("guard: a client certificate is believed from a trusted proxy only") {
    std::string const print(64, 'a'), other(64, 'b');
    auto const certificate = "  - client_certificate: {header: X-Print, setting: prints}\n";
    auto facts = route();
    CHECK(asked(certificate, get(""), facts) == "in"); // no fingerprint is configured
    facts.settings.set("prints", other + ", " + print);
    auto request = get("", {{"X-Print", print}});
    request.peer = "10.0.0.1";
    CHECK(asked(certificate, request, facts) ==
          "a certificate's fingerprint is believed only from trusted_proxies");
    std::vector<Cidr> const proxies{Cidr::parse("10.0.0.0/8").value()};
    CHECK(asked(certificate, request, facts, "sms", proxies) == "in");
    facts.settings.set("prints", other);
    CHECK(asked(certificate, request, facts, "sms", proxies) ==
          "the client certificate is not the one this route is set to");
}

TEST_CASE("guard: a signature over the route's own address, whatever stands in Host") {
    auto const signs = "  - hmac: {header: X-Sig, algorithm: sha1, secret: password, sign: [url, "
                       "sorted_params]}\n";
    auto request = post("b=2&a=1");
    request.path = "/in/demo/T/sms";
    auto const signature =
        base64(hmac(HashName::sha1, "right", "https://gw.example.in/in/demo/T/smsa1b2"));
    CHECK(asked(signs, request, route()) == "header X-Sig is missing or given twice");
    request.headers.add("X-Sig", signature);
    CHECK(asked(signs, request, route()) == "in once");
    request.body = "b=3&a=1";
    CHECK(asked(signs, request, route()) == "the signature does not hold: another secret, another "
                                            "public address, or a request that was "
                                            "changed");
}

TEST_CASE("guard: how a provider signs may be a setting") {
    auto const signs =
        "  - hmac: {field: sig, algorithm: 'setting:way', encoding: hex, secret: password, sign: "
        "[vonage_params]}\n";
    std::string const text = "&nonce=n&text=a_b&timestamp=" + std::string(now_text);
    std::string const query = "text=a%26b&nonce=n&timestamp=" + std::string(now_text) + "&sig=";
    auto facts = route();
    auto const digested = hex_lower(digest(HashName::md5, text + "right"));
    CHECK(asked(signs, get(query + digested), facts) == "in once");
    facts.settings.set("way", "sha256hmac");
    CHECK(asked(signs, get(query + digested), facts) != "in once");
    CHECK(asked(signs, get(query + hex_lower(hmac(HashName::sha256, "right", text))), facts) ==
          "in once");
    facts.settings.set("way", "rot13");
    CHECK(asked(signs, get(query + digested), facts) == "setting way names no way to sign");
}

TEST_CASE("guard: what a signature over fields cannot see is refused, not taken unsigned") {
    auto const signs = "  - hmac: {header: X-Sig, algorithm: sha1, secret: password, sign: [url, "
                       "sorted_params]}\n";
    auto json = [](std::string body, std::string_view over) {
        auto out = post(std::move(body));
        out.content_type = "application/json";
        out.headers.add("X-Sig", base64(hmac(HashName::sha1, "right", over)));
        return out;
    };
    std::string const url = "https://gw.example.in/in/demo/T";
    CHECK(asked(signs, json(R"({"from":"1","text":"x"})", url + "from1textx"), route()) ==
          "in once");
    CHECK(asked(signs, json(R"({"from":"1","more":{"text":"x"}})", url + "from1"), route()) ==
          "the JSON has members inside members, which nothing signs");
}

TEST_CASE("guard: words that do not exist are told at load") {
    CHECK(complaint("  - magic: {}\n") ==
          "security: an entry is fields, basic, header, client_certificate, hmac or jwt");
    CHECK(complaint("  - header: {name: X, secret: other}\n") ==
          "security: secret `other` is not in `secrets:`");
    CHECK(complaint("  - header: {name: X, secret: password, for: [nowhere]}\n") ==
          "security: `for` names `nowhere`, which `in:` has not");
    CHECK(complaint("  - fields: {password: [password, right]}\n")
              .find("the password is `secret:NAME`") != std::string::npos);
    CHECK(complaint("  - hmac: {header: X, secret: password, sign: [url, sorted]}\n")
              .find("`sign` knows no `sorted`") != std::string::npos);
    CHECK(complaint("  - hmac: {header: X, algorithm: crc, secret: password, sign: [body]}\n")
              .find("`algorithm` is md5") != std::string::npos);
    CHECK(complaint("  - jwt: {algorithm: none, secret: password}\n").find("HS256 or RS256") !=
          std::string::npos);
    CHECK(complaint("  - client_certificate: {header: X, setting: nothing}\n") ==
          "security: setting `nothing` is not in `settings:`");
}
