#include "base/limits.hpp"
#include "gateway/wire/digest.hpp"
#include "gateway/wire/fields.hpp"
#include "gateway/wire/token.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::gateway;

namespace {

using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

std::string fault(std::string_view encoded) {
    auto const fields = Fields::parse(encoded);
    return fields ? "none" : fields.error().detail;
}

} // namespace

TEST_CASE("a form is decoded in order, blanks, octets and empty values included") {
    auto const fields = Fields::parse("a=1&b=x+y%2Bz&c=&d&e=%E0%A4%95&=skipped&&a=2");
    REQUIRE(fields);
    CHECK(fields->all() ==
          Pairs{{"a", "1"}, {"b", "x y+z"}, {"c", ""}, {"d", ""}, {"e", "क"}, {"a", "2"}});
    CHECK(fields->get("a") == "1");
    CHECK(fields->get("nobody").empty());
    CHECK(fields->has("d"));
    CHECK(!fields->has("D"));
    CHECK(fields->need("b").value() == "x y+z");
    CHECK(fields->need("a").error().detail == "field a is given twice");
    CHECK(fields->need("z").error().detail == "field z is missing");
    CHECK(Fields::parse("")->all().empty());
    CHECK(Fields::parse("a=b=c")->get("a") == "b=c");
}

TEST_CASE("a broken escape or ill-formed text names the field and never its content") {
    CHECK(fault("text=%") == "field text has a broken percent escape");
    CHECK(fault("text=%1") == "field text has a broken percent escape");
    CHECK(fault("text=%zz") == "field text has a broken percent escape");
    CHECK(fault("te%xt=1") == "a field's name has a broken percent escape");
    CHECK(fault("text=\xC3") == "field text is not UTF-8");
    CHECK(fault("text=%F5%80%80%80") == "field text is not UTF-8");
    CHECK(fault("9876543210=%FF") == "a field is not UTF-8"); // a name can be what somebody typed
    CHECK(fault("%FF=1") == "a field's name is not UTF-8");
}

TEST_CASE("a form is bounded in fields and bytes") {
    std::string many;
    for (int i = 0; i < 64; ++i) many += "f" + std::to_string(i) + "=1&";
    CHECK(Fields::parse(many)->all().size() == 64);
    auto const refused = Fields::parse(many + "one=more");
    REQUIRE(!refused);
    CHECK(refused.error().code == Errc::limit);
    CHECK(Fields::parse("a=" + std::string(limits::request_body_bytes, 'x')).error().code ==
          Errc::limit);
    CHECK(Fields::parse("a=" + std::string(limits::request_body_bytes - 2, 'x')));
}

TEST_CASE("a NUL is an octet like others") {
    auto const fields = Fields::parse("a=x%00y");
    REQUIRE(fields);
    CHECK(fields->get("a") == std::string_view("x\0y", 3));
}

TEST_CASE("paths decode without touching a plus") {
    CHECK(percent_decode("a+b%20c", false).value() == "a+b c");
    CHECK(percent_decode("a+b%20c", true).value() == "a b c");
    CHECK(!percent_decode("a%2", false));
}

TEST_CASE("a path has at most four pieces behind a token, each decoded") {
    CHECK(path_segments("").value().empty());
    CHECK(path_segments("/").value().empty());
    CHECK(path_segments("session/7%2F8/end").value() ==
          std::vector<std::string>{"session", "7/8", "end"});
    CHECK(path_segments("/dlr/").value() == std::vector<std::string>{"dlr"});
    CHECK(!path_segments("a/b/c/d/e"));
    CHECK(!path_segments("a%2"));
}

TEST_CASE("a secret opens only to itself, and an empty one to nobody") {
    CHECK(same_secret("demo", "demo"));
    CHECK(!same_secret("demo", "demO"));
    CHECK(!same_secret("demo", "demodemo"));
    CHECK(!same_secret("demo", "dem"));
    CHECK(!same_secret("demo", ""));
    CHECK(!same_secret("", ""));
    CHECK(!same_secret("", "x"));
}

TEST_CASE("a digest keeps texts apart and is the same in every process") {
    CHECK(short_digest({"ab", "c"}) == short_digest({"ab", "c"}));
    CHECK(short_digest({"ab", "c"}) != short_digest({"a", "bc"}));
    CHECK(short_digest({"abc"}) != short_digest({"abc", ""}));
    // sha256("\0"*8), i.e. one empty text behind its length.
    CHECK(short_digest({""}) == "930a6ff2b1749670088baf62c7e4f2e9");
}
