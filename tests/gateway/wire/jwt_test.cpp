#include "gateway/wire/jwt.hpp"
#include "tests/gateway/wire/jwt_vectors.hpp"
#include "tests/support/catch.hpp"

#include <fmt/format.h>

using namespace haatline;
using namespace haatline::gateway;
using namespace haatline::gateway::test;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr std::int64_t issued = 1767268800; // 2026-01-01T12:00:00Z
constexpr TimePoint now{seconds(issued + 60)};
std::string const bad = "the token does not hold: another key, or it was changed";
std::string const other_algorithm = "the token is not signed by the algorithm this route is set to";

JwtRule hs256() {
    JwtRule out;
    out.keys = {Secret(hs256_secret)};
    out.hashes_body = true;
    return out;
}

JwtRule rs256() {
    JwtRule out;
    out.algorithm = JwtRule::Algorithm::rs256;
    out.keys = {Secret(rs256_public_key)};
    return out;
}

std::string outcome(JwtRule rule, std::string const& token, std::string const& body = hs256_body,
                    TimePoint at = now) {
    auto const verified = JwtVerifier::make(std::move(rule)).value().verify(token, body, at);
    return verified ? "good " + verified->once : verified.error().detail;
}

/// A token over any header and claims, by the secret.
std::string made(std::string const& header, std::string const& claims) {
    auto const text = base64url(header) + '.' + base64url(claims);
    return text + '.' + base64url(hmac(HashName::sha256, hs256_secret, text));
}

std::string const head = R"({"alg":"HS256","typ":"JWT"})";

std::string of_claims(std::string const& claims) {
    auto rule = hs256();
    rule.hashes_body = false;
    return outcome(rule, made(head, claims));
}

std::string refusal(JwtRule rule) {
    auto const made = JwtVerifier::make(std::move(rule));
    return made ? "none" : made.error().detail;
}

} // namespace

TEST_CASE("tokens made by the provider's own packages are taken") {
    CHECK(outcome(hs256(), hs256_token) == "good c5ba8f24-1a14-4c10-bfdf-3fbe8ce511b5");
    CHECK(outcome(rs256(), rs256_token) == "good 00000000-0000-4000-8000-000000000001");
    auto strict = hs256();
    strict.claims = {{"iss", "Vonage"}, {"api_key", "a1b2c3d"}};
    CHECK(outcome(strict, hs256_token).starts_with("good"));
    strict.claims.emplace_back("application_id", "another");
    CHECK(outcome(strict, hs256_token) ==
          "the token has another application_id than this route is set to");
    strict.claims.back().first = "absent";
    CHECK(outcome(strict, hs256_token) == "the token has another absent than this route is set to");
}

TEST_CASE("a token does not hold once any octet of it, its key or its body was changed") {
    auto const broken = [](JwtRule const& rule, std::string const& good) {
        for (std::size_t i = 0; i < good.size(); ++i) {
            auto token = good;
            token[i] = token[i] == 'A' ? 'B' : 'A';
            if (outcome(rule, token).starts_with("good")) FAIL("octet " << i);
        }
        CHECK_FALSE(outcome(rule, good.substr(0, good.size() - 1)).starts_with("good"));
        CHECK_FALSE(outcome(rule, good + "A").starts_with("good"));
        CHECK_FALSE(outcome(rule, good + "=").starts_with("good"));
    };
    broken(hs256(), hs256_token);
    broken(rs256(), rs256_token);
    auto other = hs256();
    other.keys = {Secret(hs256_secret + "x")};
    CHECK(outcome(other, hs256_token) == bad);
    other.keys.emplace_back(hs256_secret); // while one is replaced by the next
    CHECK(outcome(other, hs256_token).starts_with("good"));
    CHECK(outcome(hs256(), hs256_token, hs256_body + " ") == "the token was made for another body");
    CHECK(outcome(hs256(), hs256_token, "") == "the token was made for another body");
}

TEST_CASE("the algorithm is ours to choose, never the token's") {
    CHECK(outcome(hs256(), rs256_token) == other_algorithm);
    CHECK(outcome(rs256(), hs256_token) == other_algorithm);
    // The classic: the public key, which everybody has, used as a secret.
    auto const text = base64url(head) + '.' + base64url(R"({"iat":1767268800,"jti":"x"})");
    CHECK(
        outcome(rs256(), text + '.' + base64url(hmac(HashName::sha256, rs256_public_key, text))) ==
        other_algorithm);
    std::string const claims = R"({"iat":1767268800,"jti":"x"})";
    for (std::string const alg : {"none", "None", "NONE", "", "hs256", "HS512", "RS256"}) {
        INFO(alg);
        auto const header = fmt::format(R"({{"alg":"{}"}})", alg);
        CHECK(outcome(hs256(), made(header, claims)) == other_algorithm);
        CHECK(outcome(hs256(), base64url(header) + '.' + base64url(claims) + '.') ==
              other_algorithm);
    }
    for (std::string const header :
         {"{}", "[]", "null", R"({"alg":1})", R"({"alg":["HS256"]})", "", "{\"alg\":\"HS256\""}) {
        INFO(header);
        CHECK(outcome(hs256(), made(header, claims)) == other_algorithm);
    }
    CHECK(outcome(hs256(), made(R"({"alg":"HS256","crit":["b64"],"b64":false})", claims)) ==
          "the token asks for an extension");
}

TEST_CASE("a token is good from its issue to its end") {
    CHECK(of_claims(R"({"iat":1767268800,"jti":"x"})") == "good x");
    CHECK(of_claims(R"({"iat":1767268800.5,"jti":"x","exp":1767268861,"nbf":1767268920})") ==
          "good x");
    std::string const age = "the token is too old, or the clocks differ";
    CHECK(outcome(hs256(), hs256_token, hs256_body, TimePoint(seconds(issued + 301))) == age);
    CHECK(outcome(hs256(), hs256_token, hs256_body, TimePoint(seconds(issued + 300)))
              .starts_with("good"));
    CHECK(outcome(hs256(), hs256_token, hs256_body, TimePoint(seconds(issued - 60)))
              .starts_with("good"));
    CHECK(outcome(hs256(), hs256_token, hs256_body, TimePoint(seconds(issued - 61))) == age);
    CHECK(of_claims(R"({"iat":1767268800,"jti":"x","exp":1767268860})") == "the token has expired");
    CHECK(of_claims(R"({"iat":1767268800,"jti":"x","exp":"soon"})") == "the token has expired");
    CHECK(of_claims(R"({"iat":1767268800,"jti":"x","nbf":1767268921})") ==
          "the token is not valid yet");
    for (std::string const iat : {"null", "\"1767268800\"", "-1", "1e300", "true", "{}"}) {
        INFO(iat);
        CHECK(of_claims(fmt::format(R"({{"iat":{},"jti":"x"}})", iat)) ==
              "the token does not say when it was issued");
    }
    CHECK(of_claims(R"({"jti":"x"})") == "the token does not say when it was issued");
}

TEST_CASE("a token without an id is refused where the guard needs one") {
    CHECK(of_claims(R"({"iat":1767268800})") == "the token has no id");
    CHECK(of_claims(R"({"iat":1767268800,"jti":""})") == "the token has no id");
    CHECK(of_claims(R"({"iat":1767268800,"jti":7})") == "the token has no id");
    auto rule = hs256();
    rule.hashes_body = rule.needs_id = false;
    CHECK(outcome(rule, made(head, R"({"iat":1767268800})")) == "good ");
    CHECK(outcome(hs256(), made(head, R"({"iat":1767268800,"jti":"x"})")) ==
          "the token was made for another body");
}

TEST_CASE("what is no token is refused, whatever it is") {
    for (std::string const text : {"a", "a.b", "a.b.c.d", "..", ".", "a..b"}) {
        INFO(text);
        CHECK_FALSE(outcome(hs256(), text).starts_with("good"));
    }
    CHECK(outcome(hs256(), "") == "the token is missing or too long");
    CHECK(outcome(hs256(), std::string(8 * 1024 + 1, 'a')) == "the token is missing or too long");
    CHECK(of_claims("[]") == "the token has no claims");
    CHECK(of_claims("") == "the token has no claims");
    std::string deep = R"({"iat":1767268800,"jti":"x","a":)";
    for (int i = 0; i < 100; ++i) deep += '[';
    CHECK(of_claims(deep + std::string(100, ']') + '}') == "the token has no claims");
}

TEST_CASE("a rule that opens to everybody, or never, is refused") {
    JwtRule rule;
    CHECK(refusal(rule) == "tokens need a key");
    rule.keys = {Secret(hs256_secret), Secret()};
    CHECK(refusal(rule) == "a token's key is empty");
    rule.keys = {Secret(hs256_secret)};
    rule.age_max = seconds(0);
    CHECK(refusal(rule) == "a token's age lies between a second and a day");
    auto rsa = rs256();
    rsa.keys = {Secret("not PEM")};
    CHECK(refusal(rsa) == "RS256 needs an RSA public key in PEM (BEGIN PUBLIC KEY)");
    // P-256, public: made with openssl ecparam; its private half was never kept.
    rsa.keys = {Secret("-----BEGIN PUBLIC KEY-----\n"
                       "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE3K84rLUqdjKuCE7tCFNgXla7UQ10\n"
                       "yhOp9809BwzB9T86DF9wUDCjSEeWtlXGialGZcY+v1l/T32MRzraoz9cSg==\n"
                       "-----END PUBLIC KEY-----\n")};
    CHECK(refusal(rsa) == "RS256 needs an RSA public key in PEM (BEGIN PUBLIC KEY)");
    rsa.keys = {Secret("-----BEGIN PUBLIC KEY-----\n"
                       "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDHD+4jyDbcqtih/Tj+7wjTv6m3\n"
                       "LX4V7oAy7H3GWfpLBzHTDy5RP4gQDjkyfh7p6oAIgNCamLFMYabSXBdfDaLNbttZ\n"
                       "1xzV6paFgTVvqIy3V6Q0qBWug9KIoT4NSOcxfh2jXJVRwDQ04kmZ/iZ2OA+lCvCq\n"
                       "dR1WqDC92WXUcEOJGQIDAQAB\n"
                       "-----END PUBLIC KEY-----\n")};
    CHECK(refusal(rsa) == "RS256 needs a key of at least 2048 bits");
    CHECK(refusal(rs256()) == "none");
}
