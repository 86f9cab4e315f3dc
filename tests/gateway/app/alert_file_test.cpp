#include "gateway/app/alert_file.hpp"
#include "tests/support/catch.hpp"

#include <fstream>
#include <iterator>

using namespace haatline;
using namespace haatline::gateway;

namespace {

constexpr TimePoint kNow{Millis(1'795'000'000'000)}; // 18 November 2026
std::vector<std::string> const kLanguages{"en", "hi"};

std::string refused(std::string const& toml) {
    auto const item = parse_alert_toml(toml, "a.toml", kLanguages, kNow);
    return item ? "taken" : item.error().detail;
}

} // namespace

TEST_CASE("the example that the desk begins with is a whole alert") {
    auto const item = parse_alert_toml(alert_example(), "example.toml", known_languages(), kNow);
    if (!item) FAIL(item.error().detail);
    CHECK(item->topic == "schemes");
    CHECK(item->audience.states == std::vector<std::string>{"Bihar"});
    CHECK(item->texts.size() == 2);
    CHECK(item->hours == alerts::Hours{std::chrono::minutes(600), std::chrono::minutes(1080)});
}

TEST_CASE("every fault of an alert's file is told with its line and what to write") {
    CHECK(
        refused("title = \"t\"\ntopik = \"schemes\"\nhours = \"18-10\"\npins = 1\n[audience]\n"
                "around = [\"844101\"]\n") ==
        "a.toml:3: hours must be within one day, e.g. \"10:00-18:00\", in Indian time\n"
        "a.toml:6: audience.around must hold a PIN and a distance: [\"844101 25km\"]\n"
        "a.toml:4: pins is not a key of this version; known here: title, source, topic, category, "
        "fallback, start_at, valid_until, hours, per_second, weekly_cap, audience, text\n"
        "a.toml:2: topik is not a key of this version; known here: title, source, topic, category, "
        "fallback, start_at, valid_until, hours, per_second, weekly_cap, audience, text");
    CHECK(refused("title = \"t\"\nsource = \"s\"\ntopic = \"news\"\nvalid_until = \"2026-12-01 "
                  "18:00\"\n[[text]]\nlanguage = \"hi\"\ntext = \"a\"\n") ==
          "a.toml:3: topic must be one of schemes, buyers, prices, training");
    CHECK(refused("title = ").starts_with("a.toml:1: "));
    CHECK(refused("valid_until = 2026-12-01\n") ==
          "a.toml:1: valid_until must be a text in quotes");
}

TEST_CASE("an alert as JSON is read with every fault by its pointer") {
    auto const read = [](std::string_view json) {
        auto const item = parse_alert_json(json, "a.json", kLanguages, kNow);
        return item ? "taken: " + item->title : item.error().detail;
    };
    CHECK(read(R"({"title": "t", "source": "s", "topic": "prices", "valid_until":
        "2026-12-01T18:00:00+05:30", "hours": "09:00-20:00", "audience": {"pins": [844101],
        "around": [{"pin": 800001, "km": 25}]}, "texts": [{"language": "en", "text": "a"}]})") ==
          "taken: t");
    CHECK(
        read(
            R"({"title": 1, "audience": {"pins": "844101", "states": [2]}, "texts": [{"lang": "hi"}],
        "hours": "x"})") ==
        "a.json: /title must be a text\na.json: /hours must be within one day, e.g. "
        "\"10:00-18:00\", in Indian time\na.json: /audience/states must hold texts only\na.json: "
        "/audience/pins must be a list of whole numbers\na.json: /texts/0/lang is not known here; "
        "known: language, text, template");
    CHECK(read("[]") == "a.json:  must be an object");
    CHECK(
        read("{\"title\": \"t\",}").starts_with("a.json: the body is no JSON of ours from octet "));
    CHECK(
        read(std::string(20, '[')).starts_with("a.json: the body is no JSON of ours from octet "));
}
