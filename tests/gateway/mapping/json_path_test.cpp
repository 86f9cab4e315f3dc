#include "gateway/mapping/json_path.hpp"
#include "tests/support/catch.hpp"

using namespace haatline::gateway::mapping;

namespace {

std::string refusal(std::string const& text) {
    auto const parsed = parse_json(text);
    return parsed ? "taken" : parsed.error().detail;
}

std::string at(std::string const& text, std::string const& path) {
    auto const parsed = parse_json(text);
    REQUIRE(parsed);
    return text_at(*parsed, path).value_or("nothing");
}

} // namespace

TEST_CASE("a path finds members, places in lists, and all items of a list") {
    std::string const text =
        R"({"a":{"b":[{"c":"x"},{"c":7},{"c":null},{"d":1}]},"n":919876543210,"t":true})";
    CHECK(at(text, "a.b.0.c") == "x");
    CHECK(at(text, "a.b.1.c") == "7");
    CHECK(at(text, "a.b.*.c") == "x\n7");
    CHECK(at(text, "n") == "919876543210");
    CHECK(at(text, "t") == "true");
    CHECK(at(text, "a.b.2.c") == "nothing"); // null is not there
    CHECK(at(text, "a.b") == "nothing");     // what is in it has a path of its own
    CHECK(at(text, "a.b.9.c") == "nothing");
}

TEST_CASE("a member that is given twice is refused, wherever it stands") {
    auto const twice = "a member of the JSON is given twice";
    CHECK(refusal(R"({"msisdn":"1","msisdn":"2"})") == twice);
    CHECK(refusal(R"({"a":[{"b":1,"c":2},{"b":1,"b" : 2}]})") == twice);
    CHECK(refusal("{\"a\":1,\n\t\"\\u0061\" :2}") == twice); // the same name, written otherwise
    CHECK(refusal(R"({"a":"b","b":"a","c":["a","b"],"d":"x\":y","e":"\\"})") == "taken");
    CHECK(refusal(R"([{"a":1},{"a":1}])") == "taken");
    CHECK(refusal("{}") == "taken");
}

TEST_CASE("JSON is strict and not deep") {
    auto const wrong = "the body is not JSON (at most 32 levels deep)";
    CHECK(refusal(std::string(40, '[') + std::string(40, ']')) == wrong);
    CHECK(refusal("{'a':1}") == wrong);
    CHECK(refusal("") == wrong);
    CHECK(refusal("{\"a\":\"\xC3\x28\"}") == wrong);
}
