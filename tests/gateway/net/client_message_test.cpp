#include "gateway/net/client_message.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

namespace {

std::string why(ClientRequest const& request) {
    auto const sound = request.sound();
    return sound ? "sound" : sound.error().detail;
}

ClientRequest with_header(std::string name, std::string value) {
    return {"GET", "/", {}, {}, {{std::move(name), std::move(value)}}};
}

} // namespace

TEST_CASE("what would read as a second request on the wire is not sent") {
    CHECK(why({"PUT", "/a?b=%20", "x", "text/xml", {{"Cookie", "a=1; b=\xE0\xA4\x95"}}}) ==
          "sound");
    CHECK(why({"GET /x HTTP/1.1\r\nA: b", "/"}) == "the method is not a word");
    CHECK(why({"", "/"}) == "the method is not a word");
    auto const path = "the path must begin with '/' and hold no blanks";
    CHECK(why({"GET", ""}) == path);
    CHECK(why({"GET", "a"}) == path);
    CHECK(why({"GET", "/a b"}) == path);
    CHECK(why({"GET", "/a\r\nX: y"}) == path);
    CHECK(why({"POST", "/", "", "text/plain\r\nX: y"}) ==
          "the content type holds a control character");
    auto const header = "a header's name is not a word, or its value holds a control character";
    CHECK(why(with_header("A b", "c")) == header);
    CHECK(why(with_header("", "c")) == header);
    CHECK(why(with_header("A", "b\nX: y")) == header);
    CHECK(why(with_header("A", std::string("b\0", 2))) == header);
    CHECK(why(with_header("A", "b\tc")) == "sound");
}

TEST_CASE("a reply's headers are found whatever their case, the doubled ones too") {
    ClientReply const reply{200, {{"set-cookie", "a=1"}, {"x", "y"}, {"set-cookie", "b=2"}}, ""};
    CHECK(reply.header("Set-Cookie") == "a=1");
    CHECK(reply.headers_all("Set-Cookie") == std::vector<std::string_view>{"a=1", "b=2"});
    CHECK(reply.headers_all("absent").empty());
    CHECK(reply.header("absent").empty());
}
