#include "base/limits.hpp"
#include "gateway/net/headers.hpp"
#include "gateway/net/request_parser.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

namespace {

using Lines = std::vector<std::pair<std::string_view, std::string_view>>;

Headers of(std::string const& lines, std::size_t piece = 1'000'000) {
    auto const whole = "GET / HTTP/1.1\r\n" + lines + "\r\n";
    RequestParser parser("192.0.2.1");
    for (std::size_t taken = 0, held = 0; taken < whole.size() && !parser.refusal();) {
        held = std::min(held + piece, whole.size() - taken);
        auto const now = parser.take(std::string_view(whole).substr(taken, held));
        taken += now;
        held -= now;
    }
    REQUIRE(parser.refusal() == 0);
    REQUIRE(parser.is_done());
    return parser.request().headers;
}

} // namespace

TEST_CASE("a header is found whatever its case, and an empty one is not an absent one") {
    auto const headers = of("X-Plivo-Signature-V3: AbC=\r\nnonce:  n 1 \r\nEmpty:\r\n");
    CHECK(headers.get("x-plivo-signature-v3") == "AbC=");
    CHECK(headers.get("NONCE") == "n 1");
    CHECK(headers.get("empty") == "");
    CHECK(headers.count("Empty") == 1);
    CHECK(headers.get("nonce-") == std::nullopt);
    CHECK(headers.get("nonc") == std::nullopt);
    CHECK(headers.get("") == std::nullopt);
    CHECK(headers.count("absent") == 0);
}

TEST_CASE("a header that comes twice is no header's value, and both can be read") {
    auto const headers = of("Cookie: JSESSIONID=1\r\nX: y\r\ncookie: JSESSIONID=2\r\n");
    CHECK(headers.get("Cookie") == std::nullopt);
    CHECK(headers.count("Cookie") == 2);
    CHECK(headers.all("COOKIE") == std::vector<std::string_view>{"JSESSIONID=1", "JSESSIONID=2"});
    CHECK(headers.all() ==
          Lines{{"Cookie", "JSESSIONID=1"}, {"X", "y"}, {"cookie", "JSESSIONID=2"}});
}

TEST_CASE("headers that have a place of their own are not kept twice") {
    CHECK(of("Host: h\r\nConnection: close\r\nContent-Type: a/b\r\nContent-Length: 0\r\n"
             "Expect: 100-continue\r\nX-Forwarded-For: 192.0.2.7\r\n")
              .empty());
}

TEST_CASE("headers read the same however the request is cut") {
    std::string const lines = "A: 1\r\nSignature: " + std::string(900, 's') + "\r\nB: 2\r\n";
    for (std::size_t const piece : {1, 7, 64}) CHECK((of(lines, piece) == of(lines)));
}

TEST_CASE("as many headers as the limit admits are kept whole") {
    std::string lines;
    Lines wanted;
    while (lines.size() < limits::request_header_bytes - 100) {
        lines += "a: b\r\n";
        wanted.emplace_back("a", "b");
    }
    auto const headers = of(lines);
    CHECK((headers.all() == wanted));
    CHECK(headers.get("a") == std::nullopt);
}

TEST_CASE("a trailer behind a chunked body is no header") {
    std::string_view const whole = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nA: 1\r\n\r\n"
                                   "2\r\nhi\r\n0\r\nSignature: late\r\n\r\n";
    RequestParser parser("192.0.2.1");
    REQUIRE(parser.take(whole) == whole.size());
    REQUIRE(parser.is_done());
    auto const request = parser.request();
    CHECK(request.body == "hi");
    CHECK(request.headers.all() == Lines{{"A", "1"}});
}
