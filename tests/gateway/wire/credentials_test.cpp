#include "gateway/net/headers.hpp"
#include "gateway/wire/credentials.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

namespace {

using Lines = std::vector<std::pair<std::string, std::string>>;

struct Shown {
    Lines headers{}, query{}, posted{};
    std::string peer = "192.0.2.1";
};

std::string outcome(Credential const& credential, Shown const& shown) {
    REQUIRE(sound(credential));
    Headers headers;
    for (auto const& [name, value] : shown.headers) headers.add(name, value);
    std::vector<NamedValue> const query(shown.query.begin(), shown.query.end()),
        posted(shown.posted.begin(), shown.posted.end());
    std::vector<Cidr> const proxies{Cidr::parse("10.0.0.0/8").value()};
    auto const out = check(credential, {headers, query, posted, shown.peer, proxies});
    return out ? "good" : out.error().detail;
}

std::string fault(Credential const& credential) {
    auto const out = sound(credential);
    return out ? "none" : out.error().detail;
}

Shown authorized(std::string value) { return {{{"Authorization", std::move(value)}}}; }
std::vector<Secret> two() { return {Secret("old:word"), Secret("new")}; }

} // namespace

TEST_CASE("user and password of Basic are taken, the old password and the new") {
    BasicCredential const basic{"gateway", two()};
    auto const shown = [](std::string const& text) { return authorized("Basic " + base64(text)); };
    CHECK(outcome(basic, shown("gateway:old:word")) == "good");
    CHECK(outcome(basic, shown("gateway:new")) == "good");
    CHECK(outcome(basic, authorized("basic   " + base64("gateway:new"))) == "good");
    auto const wrong = "user or password is not the one this route is set to";
    for (std::string const text : {"gateway:old", "gateway:", "gateway", "", ":new", "Gateway:new",
                                   "gateway:new ", "gatewa:new", "gateway:newold:word"}) {
        INFO(text);
        CHECK(outcome(basic, shown(text)) == wrong);
    }
    CHECK(outcome(basic, authorized("Basic !")) == wrong);
    auto const missing = "Authorization: Basic is missing or given twice";
    CHECK(outcome(basic, {}) == missing);
    CHECK(outcome(basic, authorized("Basic")) == missing);
    CHECK(outcome(basic, authorized("Bearer " + base64("gateway:new"))) == missing);
    auto twice = shown("gateway:new");
    twice.headers.push_back(twice.headers.front());
    CHECK(outcome(basic, twice) == missing);
}

TEST_CASE("a key stands in its header, behind its word when it has one") {
    HeaderKey const token{"Authorization", "Token", two()};
    CHECK(outcome(token, authorized("Token new")) == "good");
    CHECK(outcome(token, authorized("token old:word")) == "good");
    CHECK(outcome(token, authorized("Token other")) ==
          "the key in header Authorization is not the one this route is set to");
    auto const missing = "the key in header Authorization is missing or given twice";
    CHECK(outcome(token, authorized("new")) == missing);
    CHECK(outcome(token, authorized("Tokennew")) == missing);
    CHECK(outcome(token, authorized("Token")) == missing);
    HeaderKey const bare{"x-api-key", "", two()};
    CHECK(outcome(bare, {{{"X-API-Key", "new"}}}) == "good");
    CHECK(outcome(bare, {{{"X-API-Key", ""}}}) ==
          "the key in header x-api-key is not the one this route is set to");
    CHECK(outcome(bare, {{{"X-API-Key", "new"}, {"x-api-key", "new"}}}) ==
          "the key in header x-api-key is missing or given twice");
}

TEST_CASE("user and password in fields are taken where they were said to stand") {
    FieldCredential const both{true, "username", "u", "password", two()};
    CHECK(outcome(both, {{}, {{"username", "u"}, {"password", "new"}}}) == "good");
    auto const wrong = "user or password is not the one this route is set to";
    CHECK(outcome(both, {{}, {{"username", "x"}, {"password", "new"}}}) == wrong);
    CHECK(outcome(both, {{}, {{"username", "u"}, {"password", ""}}}) == wrong);
    CHECK(outcome(both, {{}, {{"password", "new"}}}) == "field username is missing or given twice");
    CHECK(outcome(both, {{}, {{"username", "u"}, {"password", "new"}, {"password", "x"}}}) ==
          "field password is missing or given twice");
    CHECK(outcome(both, {{}, {}, {{"username", "u"}, {"password", "new"}}}) ==
          "field password is missing or given twice");
    FieldCredential const alone{false, "", "", "key", two()};
    CHECK(outcome(alone, {{}, {}, {{"key", "new"}}}) == "good");
    CHECK(outcome(alone, {{}, {}, {{"key", "x"}}}) == wrong);
    CHECK(outcome(alone, {{}, {{"key", "new"}}, {}}) == "field key is missing or given twice");
}

TEST_CASE("a certificate's fingerprint is believed from our own proxy only") {
    std::string const sha256(64, 'a'), sha1 = "0123456789abcdef0123456789ABCDEF01234567";
    ClientCertificate const wanted{"X-Client-Cert", {sha256, sha1}};
    auto const from = [](std::string peer, std::string print) {
        return Shown{{{"X-Client-Cert", std::move(print)}}, {}, {}, std::move(peer)};
    };
    CHECK(outcome(wanted, from("10.1.2.3", sha256)) == "good");
    CHECK(outcome(wanted, from("10.1.2.3", std::string(64, 'A'))) == "good");
    CHECK(outcome(wanted, from("10.1.2.3",
                               "01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67")) ==
          "good");
    auto const stranger = "a certificate's fingerprint is believed only from trusted_proxies";
    CHECK(outcome(wanted, from("192.0.2.1", sha256)) == stranger);
    CHECK(outcome(wanted, from("", sha256)) == stranger);
    auto const other = "the client certificate is not the one this route is set to";
    CHECK(outcome(wanted, from("10.1.2.3", std::string(64, 'b'))) == other);
    CHECK(outcome(wanted, from("10.1.2.3", "")) == other);
    CHECK(outcome(wanted, from("10.1.2.3", sha256.substr(2))) == other);
    CHECK(outcome(wanted, {{}, {}, {}, "10.1.2.3"}) ==
          "the fingerprint in header X-Client-Cert is missing or given twice");
}

TEST_CASE("a credential that opens to everybody, or to nobody, is refused") {
    CHECK(fault(BasicCredential{"", two()}) ==
          "a user for Basic must not be empty or hold a colon");
    CHECK(fault(BasicCredential{"a:b", two()}) ==
          "a user for Basic must not be empty or hold a colon");
    CHECK(fault(BasicCredential{"a", {}}) == "a password is empty");
    CHECK(fault(HeaderKey{"", "", two()}) == "a key in a header needs the header's name");
    CHECK(fault(HeaderKey{"a", "", {Secret("x"), Secret()}}) == "a key is empty");
    CHECK(fault(FieldCredential{true, "u", "", "p", two()}) == "a user is empty");
    CHECK(fault(FieldCredential{true, "", "", "", two()}) ==
          "a password in a field needs the field's name");
    CHECK(fault(FieldCredential{true, "", "", "p", {}}) == "a password is empty");
    CHECK(fault(ClientCertificate{"", {}}) == "a fingerprint needs the header's name");
    CHECK(fault(ClientCertificate{"h", {}}) == "a client certificate needs a fingerprint");
    CHECK(fault(ClientCertificate{"h", {"abcd"}}) ==
          "a fingerprint is 64 (SHA-256) or 40 (SHA-1) hexadecimal digits");
}

TEST_CASE("a bearer's token is what stands behind the word") {
    auto const token = [](Lines const& lines) {
        Headers headers;
        for (auto const& [name, value] : lines) headers.add(name, value);
        auto const out = bearer_token(headers);
        return std::string(out ? *out : out.error().detail);
    };
    CHECK(token({{"authorization", "bearer a.b.c"}}) == "a.b.c");
    auto const missing = "Authorization: Bearer is missing or given twice";
    CHECK(token({}) == missing);
    CHECK(token({{"Authorization", "Basic a.b.c"}}) == missing);
    CHECK(token({{"Authorization", "Bearer a"}, {"Authorization", "Bearer b"}}) == missing);
}
