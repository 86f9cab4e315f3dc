#include "gateway/wire/hash.hpp"
#include "gateway/wire/sigv4.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

namespace {

// 2015-08-30T12:36:00Z and the keys of AWS's published test suite (aws-sig-v4-test-suite).
TimePoint const then{std::chrono::seconds(1'440'938'160)};

AwsKey suite_key() {
    return {"us-east-1", "service", "AKIDEXAMPLE",
            Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")};
}

ClientRequest request(std::string method, std::string path, HeaderLines headers = {},
                      std::string body = {}, std::string type = {}) {
    return {std::move(method), "https://example.amazonaws.com" + std::move(path), std::move(body),
            std::move(type), std::move(headers)};
}

std::string signature_of(HeaderLines const& headers) {
    auto const& [name, value] = headers.back();
    CHECK(name == "Authorization");
    return value.substr(value.rfind('=') + 1);
}

} // namespace

TEST_CASE("sigv4: the requests of AWS's published test suite have its signatures") {
    struct Row {
        std::string name;
        ClientRequest request;
        std::string signature;
    };
    std::string const form = "application/x-www-form-urlencoded";
    for (auto const& row : {
             Row{"get-vanilla", request("GET", "/"),
                 "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
             Row{"get-vanilla-query-order-key-case",
                 request("GET", "/?Param2=value2&Param1=value1"),
                 "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
             Row{"get-vanilla-empty-query-key", request("GET", "/?Param1=value1"),
                 "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"},
             Row{"get-vanilla-query-unreserved",
                 request("GET",
                         "/?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~"
                         "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
                 "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"},
             Row{"get-vanilla-utf8-query", request("GET", "/?\u1234=bar"),
                 "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"},
             Row{"get-utf8", request("GET", "/\u1234"),
                 "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
             Row{"get-unreserved",
                 request("GET",
                         "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
                 "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"},
             Row{"get-space", request("GET", "/example space/"),
                 "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"},
             Row{"get-slash", request("GET", "//"),
                 "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
             Row{"get-relative", request("GET", "/example/.."),
                 "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
             Row{"get-relative-relative", request("GET", "/example1/example2/../.."),
                 "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
             Row{"get-slash-dot-slash", request("GET", "/./"),
                 "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
             Row{"get-slashes", request("GET", "//example//"),
                 "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"},
             Row{"get-slash-pointless-dot", request("GET", "/./example"),
                 "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5"},
             Row{"get-header-key-duplicate",
                 request("GET", "/",
                         {{"My-Header1", "value2"},
                          {"My-Header1", "value2"},
                          {"My-Header1", "value1"}}),
                 "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"},
             Row{"get-header-value-order",
                 request("GET", "/",
                         {{"My-Header1", "value4"},
                          {"My-Header1", "value1"},
                          {"My-Header1", "value3"},
                          {"My-Header1", "value2"}}),
                 "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"},
             Row{"get-header-value-trim",
                 request("GET", "/", {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}}),
                 "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
             Row{"post-vanilla", request("POST", "/"),
                 "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
             Row{"post-vanilla-query", request("POST", "/?Param1=value1"),
                 "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"},
             Row{"post-header-key-sort", request("POST", "/", {{"My-Header1", "value1"}}),
                 "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"},
             Row{"post-header-value-case", request("POST", "/", {{"My-Header1", "VALUE1"}}),
                 "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"},
             Row{"post-x-www-form-urlencoded", request("POST", "/", {}, "Param1=value1", form),
                 "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"},
             Row{"post-x-www-form-urlencoded-parameters",
                 request("POST", "/", {}, "Param1=value1", form + "; charset=utf8"),
                 "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe"},
         }) {
        INFO(row.name << '\n' << *canonical_request(suite_key(), row.request, then));
        auto const made = sign_v4(suite_key(), row.request, then);
        REQUIRE(made);
        CHECK(made->front() ==
              std::pair<std::string, std::string>("X-Amz-Date", "20150830T123600Z"));
        CHECK(signature_of(*made) == row.signature);
    }
}

TEST_CASE("sigv4: the example of the general reference, with its whole Authorization") {
    auto key = suite_key();
    key.service = "iam";
    ClientRequest listing{"GET",
                          "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
                          {},
                          {},
                          {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}}};
    auto const canonical = canonical_request(key, listing, then);
    REQUIRE(canonical);
    CHECK(*canonical == "GET\n/\nAction=ListUsers&Version=2010-05-08\n"
                        "content-type:application/x-www-form-urlencoded; charset=utf-8\n"
                        "host:iam.amazonaws.com\nx-amz-date:20150830T123600Z\n\n"
                        "content-type;host;x-amz-date\n"
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(hex_lower(digest(HashName::sha256, *canonical)) ==
          "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59");
    auto const made = sign_v4(key, listing, then);
    REQUIRE(made);
    CHECK(made->back().second ==
          "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
          "SignedHeaders=content-type;host;x-amz-date, "
          "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

TEST_CASE("sigv4: a temporary key's token is sent and signed") {
    auto key = suite_key();
    key.session_token = Secret("AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQW"
                        "LWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGd"
                        "QrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU"
                        "9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz"
                        "+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==");
    auto const made = sign_v4(key, request("POST", "/"), then);
    REQUIRE(made);
    REQUIRE(made->size() == 3);
    CHECK((*made)[1].first == "X-Amz-Security-Token");
    CHECK(signature_of(*made) ==
          "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
}

TEST_CASE("sigv4: a usual port is no part of the host, an odd one is") {
    auto const host_of = [](std::string url) {
        auto const text = *canonical_request(suite_key(), {"GET", std::move(url)}, then);
        auto const at = text.find("host:") + 5;
        return text.substr(at, text.find('\n', at) - at);
    };
    CHECK(host_of("https://a.example.in:443/") == "a.example.in");
    CHECK(host_of("https://a.example.in:8443/") == "a.example.in:8443");
    CHECK(host_of("http://a.example.in:80") == "a.example.in");
    CHECK(host_of("http://a.example.in?x=1") == "a.example.in");
}

TEST_CASE(
    "sigv4: what was escaped for the wire is escaped once more in a path, and once in a query") {
    auto const text = *canonical_request(suite_key(), request("GET", "/a%20b?c+d=%2F&e"), then);
    CHECK(text.starts_with("GET\n/a%2520b\nc%20d=%2F&e=\n"));
}

TEST_CASE("sigv4: without a secret, a key or a whole address nothing is signed") {
    auto key = suite_key();
    CHECK(sign_v4(key, {"GET", "/relative"}, then).error().code == Errc::bad_request);
    CHECK(sign_v4(key, {"GET", "https:///"}, then).error().code == Errc::bad_request);
    key.secret = Secret("");
    auto const refused = sign_v4(key, request("GET", "/"), then);
    REQUIRE(!refused);
    CHECK(refused.error().detail ==
          "a signature of AWS needs a region, a service, a key's id and its secret");
}
