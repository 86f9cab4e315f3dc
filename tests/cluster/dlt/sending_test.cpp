#include "cluster/dlt/day.hpp"
#include "cluster/dlt/sending.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::dlt;

namespace {

constexpr std::string_view kEntity = "1301157000000000001";

/// One of everything, all in order.
Register whole() {
    Register all;
    all.entities = {{std::string(kEntity), "Haatline", "Haatline"}};
    all.headers = {{"HAATLN", Category::service_implicit},
                   {"600123", Category::promotional},
                   {"GOVHAT", Category::government, true, true}};
    all.chains = {{std::string(kEntity), {"1302157000000000001"}}};
    all.targets = {{AllowedTarget::Kind::cbn, cbn_key("1800111555")},
                   {AllowedTarget::Kind::url, "haatline.example"}};
    Template one;
    one.id = "1";
    all.templates = {one};
    all.preferences = {{919876500001, Preference::all}, {919876500002, 1U << 3}};
    return all;
}

struct Case {
    Register all = whole();
    Category category = Category::service_implicit;
    std::string header = "HAATLN", entity = std::string(kEntity), text = "Haatline: done";
    std::vector<Value> values{};
    unsigned content = 0;
    Recipient to{};
    int hour = 12;
    std::vector<std::string> template_headers{};

    std::optional<Refusal> asked() const {
        auto held = all;
        if (!held.templates.empty()) held.templates[0].headers = template_headers;
        Registry const registry(std::move(held));
        Template nobody;
        auto const& of = registry.all().templates.empty() ? nobody : registry.all().templates[0];
        Match const match{&of, values, text};
        auto const rules = shipped_rules().on(day_read("2026-11-22").value());
        auto const now = TimePoint(day_read("2026-11-22")->time_since_epoch()) +
                         std::chrono::hours(hour) - std::chrono::minutes(330);
        return may_send(registry, rules, match, category, {entity, header, content}, to, now);
    }
    std::string told() const {
        auto const refusal = asked();
        return refusal ? std::string(name(refusal->reason)) : "ok";
    }
};

Recipient someone(std::uint64_t phone, bool stopped = false, bool agreed = false,
                  bool asked = false) {
    return {Msisdn::from_number(phone), stopped, agreed, asked};
}

} // namespace

TEST_CASE("a message in order may leave") { CHECK(Case().told() == "ok"); }

TEST_CASE("an entity, a header or a chain that is not in order stops everything") {
    Case c;
    c.entity = "1301157000000000009";
    CHECK(c.told() == "entity");
    c = Case();
    c.all.entities[0].active = false;
    CHECK(c.told() == "entity");
    c = Case();
    c.header = "NOSUCH";
    CHECK(c.told() == "header");
    c = Case();
    c.all.headers[0].active = false;
    CHECK(c.told() == "header");
    c = Case();
    c.header = "600123"; // promotional numbers carry no service message
    CHECK(c.told() == "header");
    c = Case();
    c.template_headers = {"OTHERS"};
    CHECK(c.told() == "header");
    c.template_headers = {"OTHERS", "HAATLN"};
    CHECK(c.told() == "ok");
    c = Case();
    c.all.chains.clear();
    CHECK(c.told() == "chain");
}

TEST_CASE("a government message needs an exempted header") {
    Case c;
    c.category = Category::government;
    CHECK(c.told() == "header");
    c.header = "GOVHAT";
    CHECK(c.told() == "ok");
    c.to = someone(919876500001); // fully blocked: reg. 2(z) lets it through
    CHECK(c.told() == "ok");
}

TEST_CASE("links and numbers must be listed, wherever they stand") {
    Case c;
    c.values = {{VarType::cbn, "1800111555"}};
    CHECK(c.told() == "ok");
    c.values = {{VarType::cbn, "1800111556"}};
    CHECK(c.told() == "url");
    c.values = {{VarType::plain, "98765 43210"}};
    CHECK(c.told() == "url");
    c.values = {{VarType::numeric, "9876543210"}};
    CHECK(c.told() == "url");
    c.values = {{VarType::numeric, "481273"}};
    CHECK(c.told() == "ok");
    c.values = {};
    c.text = "Haatline: see https://haatline.example/s.";
    CHECK(c.told() == "ok");
    c.text = "Haatline: see www.evil.example now";
    CHECK(c.told() == "url");
    c.text = "Haatline: see bit.ly/x1";
    CHECK(c.told() == "url");
    c.text = "Haatline: Rs.500 each.Now 5/6 sold";
    CHECK(c.told() == "ok");
}

TEST_CASE("promotion stops at the preference register, unless she agreed") {
    Case c;
    c.category = Category::promotional;
    c.header = "600123";
    c.to = someone(919876500000);
    CHECK(c.told() == "ok");
    c.to = someone(919876500001);
    CHECK(c.told() == "preference");
    c.to = someone(919876500001, false, true);
    CHECK(c.told() == "ok");
    c.to = someone(919876500002); // blocked one category
    CHECK(c.told() == "preference");
    c.content = 3;
    CHECK(c.told() == "preference");
    c.content = 4;
    CHECK(c.told() == "ok");
    c.category = Category::service_implicit;
    c.header = "HAATLN";
    c.to = someone(919876500001);
    CHECK(c.told() == "ok");
}

TEST_CASE("whoever wrote STOP gets answers and nothing else") {
    Case c;
    c.to = someone(919876500000, true);
    CHECK(c.told() == "preference");
    c.to = someone(919876500000, true, false, true);
    CHECK(c.told() == "ok");
}

TEST_CASE("an explicit message needs her consent") {
    Case c;
    c.category = Category::service_explicit;
    c.to = someone(919876500000);
    CHECK(c.told() == "consent");
    c.to = someone(919876500000, false, true);
    CHECK(c.told() == "ok");
}

TEST_CASE("promotion outside its hours may go later, and the time is told") {
    Case c;
    c.category = Category::promotional;
    c.header = "600123";
    c.hour = 22;
    auto const refusal = c.asked();
    REQUIRE(refusal);
    CHECK(refusal->reason == Reason::time_band);
    CHECK(refusal->why == "promotional messages go out from 10:00 to 21:00 only: it waits");
    CHECK(refusal->not_before == TimePoint(day_read("2026-11-23")->time_since_epoch()) +
                                     std::chrono::minutes(10 * 60 - 330));
    c.hour = 20;
    CHECK(c.told() == "ok");
    c.category = Category::service_implicit;
    c.header = "HAATLN";
    c.hour = 3;
    CHECK(c.told() == "ok");
}
