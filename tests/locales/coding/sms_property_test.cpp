// What must hold for every text, on texts without end but with a fixed seed.
#include "locales/coding/clusters.hpp"
#include "locales/coding/decode.hpp"
#include "locales/coding/sms_plan.hpp"
#include "locales/coding/user_data.hpp"
#include "locales/text/utf8.hpp"
#include "tests/locales/coding/any_text.hpp"
#include "tests/locales/coding/slow_planner.hpp"
#include "tests/locales/coding/sms_vectors.hpp"
#include "tests/support/catch.hpp"

#include <set>

using namespace haatline;
using namespace haatline::coding;
using tests::AnyText;

namespace {

constexpr std::uint16_t kReference = 0xABCD;

Decoded received(Part const& part, SmsPlan const& plan, bool packed) {
    bool const header = !part.header.empty();
    Octets const octets = packed ? packed_ud(part) : short_message(part);
    auto const length = packed ? part.length : static_cast<std::uint8_t>(octets.size());
    return decode_sms({octets.data(), octets.size()}, length, plan.dcs(), header,
                      packed ? Form::packed : Form::unpacked);
}

void check_parts(SmsPlan const& plan, std::string_view text) {
    Capacity const units = capacity(plan.kind, plan.ref16);
    std::size_t end = 0, sum = 0;
    Assembly packed, unpacked;
    for (std::size_t i = 0; i < plan.parts.size(); ++i) {
        Cut const& cut = plan.parts[i];
        CHECK(cut.begin == end);
        CHECK((cut.end > cut.begin || text.empty()));
        CHECK(cut.units <= (plan.parts.size() > 1 ? units.of_many : units.alone));
        if (plan.clean) CHECK(cluster_ends(text, cut.end));
        end = cut.end;
        sum += cut.units;
        Part const part = coded(plan, text, i, kReference);
        CHECK(packed_ud(part).size() <= 140);
        CHECK(part.body.size() == cut.units * (plan.ucs2() ? 2U : 1U));
        Decoded const back = received(part, plan, true);
        CHECK_FALSE(back.header.ill_formed);
        CHECK(back.header.tables == plan.tables);
        if (plan.parts.size() > 1) {
            Concat const expected{
                static_cast<std::uint16_t>(plan.ref16 ? kReference : kReference & 0xFF), plan.ref16,
                static_cast<std::uint8_t>(plan.parts.size()), static_cast<std::uint8_t>(i + 1)};
            CHECK(back.header.concat == expected);
        }
        CHECK(packed.add(back));
        CHECK(unpacked.add(received(part, plan, false)));
    }
    CHECK(end == text.size());
    CHECK(sum == plan.units);
    CHECK(packed.complete());
    CHECK(tests::decomposed(packed.text()) == tests::decomposed(text));
    CHECK(unpacked.text() == packed.text());
}

std::size_t parts_on(std::string_view text, SmsRoute const& route) {
    auto const plan = plan_sms(text, route);
    return plan ? plan->parts.size() : SIZE_MAX;
}

} // namespace

TEST_CASE("whatever the text, what is sent is what arrives, in parts of 140 octets") {
    AnyText any(20261122);
    for (int i = 0; i < 3000; ++i) {
        std::string const text = any.next();
        SmsRoute const route = any.route();
        INFO("text " << i << ": " << tests::hex(text));
        if (auto const plan = plan_sms(text, route)) check_parts(*plan, text);
    }
}

TEST_CASE("the planner agrees with one that tries everything") {
    AnyText any(1122);
    std::size_t national = 0, refused = 0, many = 0;
    for (int i = 0; i < 1500; ++i) {
        std::string const text = any.next();
        SmsRoute const route = any.route();
        auto const plan = plan_sms(text, route);
        tests::SlowPlan const slow = tests::slow_plan(text, route);
        tests::SlowPlan const quick =
            plan ? tests::SlowPlan{plan->parts.size(), plan->kind, plan->units, plan->tables}
                 : tests::SlowPlan{};
        INFO("text " << i << ": " << tests::hex(text));
        CHECK(quick.parts == slow.parts);
        CHECK(quick.kind == slow.kind);
        CHECK(quick.units == slow.units);
        CHECK(quick.tables == slow.tables);
        national += plan && plan->kind >= Kind::single;
        refused += !plan;
        many += plan && plan->parts.size() > 1;
    }
    // The texts do reach what they are for.
    CHECK(national > 200);
    CHECK(refused > 20);
    CHECK(many > 400);
}

TEST_CASE("allowing more never costs more") {
    AnyText any(7);
    for (int i = 0; i < 1500; ++i) {
        std::string const text = any.next();
        SmsRoute route = any.route();
        route.policy = Policy::cheaper;
        INFO("text " << i << ": " << tests::hex(text));
        std::size_t const now = parts_on(text, route);
        SmsRoute more = route;
        more.allow = {true, true, true, true};
        CHECK(parts_on(text, more) <= now);
        more = route;
        more.tables = kAllTables;
        CHECK(parts_on(text, more) <= now);
        more = route;
        more.risky_cells = true;
        CHECK(parts_on(text, more) <= now);
        SmsRoute off = route;
        off.policy = Policy::off;
        CHECK(parts_on(text, off) >= now);
        off.policy = Policy::prefer;
        CHECK(parts_on(text, off) == now);
    }
}

TEST_CASE("under one form a longer text never takes fewer parts") {
    AnyText any(8);
    for (int i = 0; i < 200; ++i) {
        std::string const text = any.next();
        SmsRoute route;
        route.policy = Policy::prefer;
        route.allow = {false, true, true, false};
        route.tables = 1 << 6;
        std::size_t before = 0;
        for (std::size_t at = 0; at < text.size();) {
            text::next_code_point(text, at);
            auto const plan = plan_sms(std::string_view(text).substr(0, at), route);
            if (!plan || plan->kind != Kind::both) continue;
            // Two characters that compose may cost less than the first alone.
            CHECK(plan->parts.size() >= before);
            before = plan->parts.size();
        }
    }
}

TEST_CASE("on alert texts national tables cost at most 0.62 of what UCS-2 does") {
    std::size_t plain = 0, national = 0;
    std::set<std::string> seen;
    for (auto const& vector : tests::sms_vectors()) {
        if (vector.language.empty() || !seen.insert(vector.text).second) continue; // edge cases
        SmsRoute route;
        plain += parts_on(vector.text, route);
        route = {Policy::cheaper, {true, true, true, true}, kIndianTables};
        national += parts_on(vector.text, route);
    }
    INFO(national << " of " << plain);
    CHECK(plain > 100);
    CHECK(static_cast<double>(national) <= 0.62 * static_cast<double>(plain));
}
