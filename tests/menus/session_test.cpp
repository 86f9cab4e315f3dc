#include "menus/session.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::menus;

namespace {

Session full() {
    Session out;
    out.screen = "find.list";
    out.language = "hi-Latn";
    out.vars = {{"name", "\"{}\\ \n\t\x01 अचार"}, {"pin", "110001"}, {"", ""}};
    out.back = {{"root", 0}, {"find.list", 5}};
    out.returns = {{"reg.name", 3}};
    out.rows = {{{"peer", "1"}}, {}, {{"peer", "2"}, {"mark", ""}}};
    out.resume = {"reg.role", 4};
    out.resume_vars = {{"dist", "प.चम्पारण"}};
    out.resume_back = {{"reg.pin", 0}};
    out.resume_returns = {{"reg.consent", 1}};
    out.offset = 5;
    out.shown = 3;
    out.more = true;
    out.page = 1;
    out.wrong = 1;
    out.ended = true;
    out.started = TimePoint(Millis(1'800'000'000'000));
    out.last = TimePoint(Millis(1'800'000'000'001));
    return out;
}

} // namespace

TEST_CASE("a dialogue is written and read back whole") {
    auto const back = session_from_json(to_json(full()));
    REQUIRE(back.has_value());
    CHECK(*back == full());
    CHECK(to_json({}) == "{}");
    CHECK(session_from_json("{}").value() == Session{});
}

TEST_CASE("empty members are left out") {
    Session out;
    out.screen = "root";
    out.vars = {{"biz", "Asha"}};
    out.last = TimePoint(Millis(7));
    CHECK(to_json(out) == R"({"s":"root","v":{"biz":"Asha"},"z":7})");
}

TEST_CASE("members of a newer writer are ignored") {
    CHECK(session_from_json(R"({"s":"root","new":{"a":[1]}})").value().screen == "root");
}

TEST_CASE("what to_json never writes is refused with the member's name") {
    auto const bad = GENERATE(as<std::string>{}, "", "[]", "nonsense", "{\"s\":1}", "{\"v\":[]}",
                              "{\"v\":{\"a\":1}}", "{\"b\":[\"root\"]}", "{\"b\":[[\"root\",-1]]}",
                              "{\"o\":\"5\"}", "{\"o\":99999999999}", "{\"n\":2}", "{\"w\":{}}",
                              "{\"z\":1.5}", "{\"u\":[\"a\"]}");
    INFO(bad);
    auto const read = session_from_json(bad);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().code == Errc::invalid_data);
}
