#include "cluster/dlt/day.hpp"
#include "gateway/app/dlt_desk.hpp"
#include "gateway/app/dlt_gate.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/world.hpp"

#include <fmt/format.h>

using namespace haatline;
using namespace haatline::gateway;
using What = DltVerdict::What;

namespace {

constexpr char const* kEntity = "1301157000000000001";

TimePoint at(int day, int hour) { // of November 2026, in India
    return TimePoint(
               (*dlt::day_read("2026-11-01") + std::chrono::days(day - 1)).time_since_epoch()) +
           std::chrono::hours(hour) - std::chrono::minutes(330);
}

dlt::Register whole() {
    dlt::Register all;
    all.headers = {{"HAATLN", dlt::Category::service_implicit, true, false,
                    dlt::day_read("2026-01-01"), dlt::day_read("2026-11-01")},
                   {"600123", dlt::Category::promotional}};
    auto& ticket = all.templates.emplace_back();
    ticket.id = "1107161234567890123";
    ticket.version = 3;
    ticket.segments =
        dlt::parse_text("Haatline: ticket {#numeric#} of\n{#alphanumeric#} is open").value();
    auto& mela = all.templates.emplace_back();
    mela.id = "1107161234567890124";
    mela.category = dlt::Category::promotional;
    mela.segments = dlt::parse_text("Haatline: mela on {#numeric#} May").value();
    all.preferences = {{919876500001, dlt::Preference::all}};
    return all;
}

DltConfig configured(DltEnforce enforce = DltEnforce::refuse) {
    DltConfig out;
    out.enforce = enforce;
    out.entity = kEntity;
    out.header = "HAATLN";
    out.promotional_header = "600123";
    out.chain = {"1302157000000000001", "1302157000000000002"};
    return out;
}

DltGate gate(DltEnforce enforce = DltEnforce::refuse) {
    auto config = configured(enforce);
    auto rules = config.rules().value();
    return {std::move(config), std::move(rules), whole()};
}

Msisdn someone(int last = 0) {
    return Msisdn::from_number(919876500000ULL + static_cast<std::uint64_t>(last));
}

} // namespace

TEST_CASE("a registered text leaves as approved, with what an operator wants to see") {
    auto judge = gate();
    auto const verdict = judge.judge(someone(), "Haatline: ticket 42  of Gram Udyog is open", "en",
                                     "service_implicit", {}, at(22, 12));
    CHECK(verdict.what == What::pass);
    CHECK(verdict.text == "Haatline: ticket 42 of\nGram Udyog is open");
    CHECK(verdict.facts.entity == kEntity);
    CHECK(verdict.facts.header == "HAATLN");
    CHECK(verdict.facts.template_id == "1107161234567890123");
    CHECK(verdict.facts.chain == "1301157000000000001,1302157000000000001,1302157000000000002");
    CHECK(verdict.facts.variables ==
          std::vector<std::pair<std::string, std::string>>{{"var1", "42"}, {"var2", "Gram Udyog"}});
    CHECK(verdict.version == "3");
    CHECK(verdict.variables == "numeric:2 alphanumeric:10");
    CHECK(judge.counts().passed == 1);
}

TEST_CASE("an unregistered text does not leave, and the reason is counted") {
    auto judge = gate();
    auto const verdict = judge.judge(someone(), "Haatline: tickets are out", "en",
                                     "service_implicit", {}, at(22, 12));
    CHECK(verdict.what == What::refuse);
    CHECK(verdict.reason == "template");
    CHECK(verdict.why.find("1107161234567890123") != std::string::npos);
    CHECK(verdict.why.find("are out") == std::string::npos); // nothing of the message
    CHECK(judge.judge(someone(), "x", "en", "gossip", {}, at(22, 12)).reason == "template");
    CHECK(judge.counts().refused == decltype(judge.counts().refused){{"template", 2}});
}

TEST_CASE("an operator who only tries is warned, but her wish and the hour hold") {
    auto judge = gate(DltEnforce::warn);
    auto const verdict =
        judge.judge(someone(), "Haatline: tickets", "en", "service_implicit", {}, at(22, 12));
    CHECK(verdict.what == What::pass);
    CHECK(verdict.text == "Haatline: tickets");
    CHECK(verdict.reason == "template");
    CHECK(verdict.facts.template_id.empty());
    auto const mela = "Haatline: mela on 5 May";
    CHECK(judge.judge(someone(1), mela, "en", "promotional", {}, at(22, 12)).what == What::refuse);
    CHECK(judge.judge(someone(2), mela, "en", "promotional", {}, at(22, 22)).what == What::later);
}

TEST_CASE("promotion goes out under its own header, in its hours") {
    auto judge = gate();
    auto const mela = "Haatline: mela on 5 May";
    CHECK(judge.judge(someone(), mela, "en", "promotional", {}, at(22, 12)).facts.header ==
          "600123");
    auto const late = judge.judge(someone(), mela, "en", "promotional", {}, at(22, 22));
    CHECK(late.what == What::later);
    CHECK(late.reason == "time_band");
    CHECK(late.not_before == at(23, 10));
    CHECK(judge.counts().later == 1);
}

TEST_CASE(
    "where answers need no template they leave as they are, and a template's are sent as such") {
    auto config = configured();
    config.answers = "free";
    auto rules = config.rules().value();
    DltGate judge(std::move(config), std::move(rules), whole());
    DltCase const answer{{}, true, false, false};
    auto const free =
        judge.judge(someone(), "1 Pickle", "en", "service_implicit", answer, at(22, 3));
    CHECK(free.what == What::pass);
    CHECK(free.text == "1 Pickle");
    CHECK(free.facts.entity == kEntity);
    CHECK(free.facts.header == "HAATLN");
    CHECK(free.facts.template_id.empty());
    CHECK(judge
              .judge(someone(), "Haatline: ticket 1 of a is open", "en", "service_implicit", answer,
                     at(22, 3))
              .facts.template_id == "1107161234567890123");
    CHECK(judge.judge(someone(), "1 Pickle", "en", "service_implicit", {}, at(22, 3)).what ==
          What::refuse);
}

TEST_CASE("without the rules everything leaves as it is") {
    auto judge = gate(DltEnforce::off);
    auto const verdict = judge.judge(someone(1), "any  thing", "en", "gossip", {}, at(22, 23));
    CHECK(verdict.what == What::pass);
    CHECK(verdict.text == "any  thing");
    CHECK(verdict.facts.entity.empty());
}

TEST_CASE("a header that is used is told once a day, and its idle days begin anew") {
    auto judge = gate();
    auto const idle = [&](int day) {
        for (auto const& one : judge.idle(at(day, 12)))
            if (one.header == "HAATLN") return std::make_pair(one.days, one.alarm);
        return std::make_pair(-1, false);
    };
    CHECK(idle(20) == std::make_pair(19, false));
    CHECK(idle(21) == std::make_pair(20, true));
    auto const send = [&](int day) {
        (void)judge.judge(someone(), "Haatline: ticket 1 of a is open", "en", "service_implicit",
                          {}, at(day, 12));
    };
    CHECK(judge.used_since_told(at(21, 12)).empty());
    send(21);
    CHECK(judge.used_since_told(at(21, 12)) == std::vector<std::string>{"HAATLN"});
    send(21);
    CHECK(judge.used_since_told(at(21, 13)).empty());
    CHECK(idle(22) == std::make_pair(1, false));
    send(22);
    CHECK(judge.used_since_told(at(22, 12)) == std::vector<std::string>{"HAATLN"});
}

TEST_CASE("what is imported while it runs is judged by from then on") {
    auto judge = gate();
    auto const text = "Haatline: shop is open";
    CHECK(judge.judge(someone(), text, "en", "service_implicit", {}, at(22, 12)).what ==
          What::refuse);
    auto all = whole();
    auto& shop = all.templates.emplace_back();
    shop.id = "1107161234567890125";
    shop.segments = dlt::parse_text(text).value();
    judge.take(std::move(all));
    CHECK(judge.judge(someone(), text, "en", "service_implicit", {}, at(22, 12)).what ==
          What::pass);
}

TEST_CASE("a thousand templates cost a text a few microseconds", "[.][bench]") {
    auto all = whole();
    for (int i = 0; i < 1'000; ++i) {
        auto& one = all.templates.emplace_back();
        one.id = fmt::format("1107161234567{:06}", i);
        one.segments = dlt::parse_text(fmt::format("Haatline: {{#var#}} wants {{#numeric#}} kg of "
                                                   "pickle number {}. Reply YES or NO.",
                                                   i))
                           .value();
    }
    DltGate judge(configured(), configured().rules().value(), std::move(all));
    constexpr int rounds = 20'000;
    for (auto const* text :
         {"Haatline: Kisan Traders wants 50 kg of pickle number 777. Reply YES or NO.",
          "Haatline: किसान संघ wants 50 kg of pickle number 3. Reply YES or NO."}) {
        auto const begun = system_world().clock.steady();
        for (int i = 0; i < rounds; ++i)
            REQUIRE(judge.judge(someone(), text, "en", "service_implicit", {}, at(22, 12)).what ==
                    What::pass);
        auto const took =
            std::chrono::duration<double, std::micro>(system_world().clock.steady() - begun);
        WARN(took.count() / rounds << " microseconds a text");
    }
}

TEST_CASE("after STOP nothing leaves but the answer to her own message, and that at any hour") {
    auto judge = gate();
    auto const night = at(22, 3);
    auto const ticket = "Haatline: ticket 1 of a is open";
    auto const asks = [&](std::string_view text, std::string_view category, bool answers) {
        auto const verdict =
            judge.judge(someone(), text, "en", category, {{}, answers, true, true}, night);
        return verdict.what == What::pass ? std::string("passes") : verdict.reason;
    };
    CHECK(asks(ticket, "service_implicit", true) == "passes");
    CHECK(asks(ticket, "service_implicit", false) == "preference");
    CHECK(asks("Haatline: mela on 1 May", "promotional", false) == "preference");
}

TEST_CASE(
    "at the desk an answer is what the dispatcher wrote for who just wrote, and nothing else") {
    using storage::outbox::Class;
    tests::ManualWorld world;
    world.clock.set_by(at(22, 3) - world.clock.now()); // outside the hours of promotion
    DltDesk desk(gate(), "");
    storage::outbox::Parcel parcel;
    parcel.to = someone();
    parcel.category = "promotional";
    parcel.consent = "alerts";
    for (auto const cls : {Class::caller, Class::service, Class::bulk}) {
        parcel.cls = cls;
        auto const judged = desk.judge(parcel, "Haatline: mela on 1 May", "en", world.world);
        CHECK(std::holds_alternative<Registered>(judged) == (cls == Class::caller));
        CHECK(std::holds_alternative<NotNow>(judged) == (cls != Class::caller));
    }
}
