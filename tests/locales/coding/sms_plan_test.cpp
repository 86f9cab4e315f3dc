#include "locales/coding/sms_plan.hpp"
#include "tests/locales/coding/sms_vectors.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::coding;
using tests::sms_vectors;
using tests::SmsVector;

namespace {

SmsRoute indian() { return {Policy::cheaper, {true, true, true, true}, kIndianTables}; }

SmsPlan plan_of(std::string_view text, SmsRoute const& route = indian()) {
    auto plan = plan_sms(text, route);
    INFO((plan ? std::string() : plan.error().detail));
    REQUIRE(plan);
    return std::move(*plan);
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) out += text;
    return out;
}

} // namespace

TEST_CASE("every vector comes out octet for octet") {
    REQUIRE(sms_vectors().size() == 121);
    for (SmsVector const& vector : sms_vectors()) {
        INFO(vector.id);
        SmsPlan const plan = plan_of(vector.text, vector.route);
        auto const form = tests::form_of(plan, vector.text, vector.reference);
        CHECK(form.kind == vector.expected.kind);
        CHECK(form.locking == vector.expected.locking);
        CHECK(form.single == vector.expected.single);
        CHECK(form.units == vector.expected.units);
        CHECK(form.clean == vector.expected.clean);
        REQUIRE(form.parts.size() == vector.expected.parts.size());
        for (std::size_t i = 0; i < form.parts.size(); ++i) {
            CHECK(form.parts[i].text == vector.expected.parts[i].text);
            CHECK(form.parts[i].header == vector.expected.parts[i].header);
            CHECK(form.parts[i].length == vector.expected.parts[i].length);
            CHECK(form.parts[i].packed == vector.expected.parts[i].packed);
            CHECK(form.parts[i].smpp == vector.expected.parts[i].smpp);
        }
        CHECK(form == vector.expected);
    }
}

TEST_CASE("a part carries what the standard leaves it beside its header") {
    struct Row {
        Kind kind;
        unsigned alone, many, many16;
    };
    for (Row const row : {Row{Kind::standard, 160, 153, 152}, Row{Kind::single, 155, 149, 148},
                          Row{Kind::locking, 155, 149, 148}, Row{Kind::both, 152, 146, 145},
                          Row{Kind::ucs2, 70, 67, 66}}) {
        INFO(name(row.kind));
        CHECK(capacity(row.kind, false).alone == row.alone);
        CHECK(capacity(row.kind, false).of_many == row.many);
        CHECK(capacity(row.kind, true).alone == row.alone);
        CHECK(capacity(row.kind, true).of_many == row.many16);
    }
}

TEST_CASE("one unit past a part makes another one") {
    struct Row {
        std::string_view letter;
        std::size_t letters;
        std::size_t parts;
        SmsRoute route;
    };
    SmsRoute const plain;
    SmsRoute hindi = indian();
    hindi.tables = 1 << 6;
    SmsRoute wide = plain;
    wide.ref16 = true;
    for (Row const& row : {
             Row{"a", 159, 1, plain}, Row{"a", 160, 1, plain}, Row{"a", 161, 2, plain},
             Row{"a", 305, 2, plain}, Row{"a", 306, 2, plain}, Row{"a", 307, 3, plain},
             Row{"a", 304, 2, wide},  Row{"a", 305, 3, wide},  Row{"क", 69, 1, plain},
             Row{"क", 70, 1, plain},  Row{"क", 71, 2, plain},  Row{"क", 133, 2, plain},
             Row{"क", 134, 2, plain}, Row{"क", 135, 3, plain}, Row{"क", 132, 2, wide},
             Row{"क", 133, 3, wide},  Row{"क", 154, 1, hindi}, Row{"क", 155, 1, hindi},
             Row{"क", 156, 2, hindi}, Row{"क", 297, 2, hindi}, Row{"क", 298, 2, hindi},
             Row{"क", 299, 3, hindi}, Row{"[", 80, 1, plain},  Row{"[", 81, 2, plain},
             Row{"[", 152, 2, plain}, Row{"[", 153, 3, plain}, // 76 pairs in 153 septets
             Row{"🌾", 35, 1, plain},  Row{"🌾", 36, 2, plain},  Row{"🌾", 66, 2, plain},
             Row{"🌾", 67, 3, plain}, // 33 in 67 units
         }) {
        INFO(row.letters << " of " << row.letter);
        CHECK(plan_of(repeated(row.letter, row.letters), row.route).parts.size() == row.parts);
    }
}

TEST_CASE("locking and single tables together carry 152 septets, 292 in two parts") {
    SmsRoute route = indian();
    route.tables = 1 << 6;
    for (auto const& [letters, parts] :
         {std::pair{151, 1}, {152, 1}, {153, 2}, {291, 2}, {292, 2}, {293, 3}}) {
        // One capital: in the single table only, two septets.
        std::string const text = "A" + repeated("क", static_cast<std::size_t>(letters - 2));
        SmsPlan const plan = plan_of(text, route);
        INFO(letters);
        CHECK(plan.kind == Kind::both);
        CHECK(plan.units == static_cast<std::size_t>(letters));
        CHECK(plan.parts.size() == static_cast<std::size_t>(parts));
    }
}

TEST_CASE("national tables wait until an operator has tried them") {
    std::string const text = repeated("अचार ", 20);
    CHECK(plan_of(text, SmsRoute{}).kind == Kind::ucs2);
    SmsRoute route = indian();
    CHECK(plan_of(text, route).kind == Kind::locking);
    route.tables = 0;
    CHECK(plan_of(text, route).kind == Kind::ucs2);
    route = indian();
    route.udh = false;
    CHECK(plan_of(text, route).kind == Kind::ucs2);
    route = indian();
    route.allow.locking = false;
    CHECK(plan_of(text, route).kind == Kind::ucs2);
    route.policy = Policy::prefer;
    route.allow.locking = true;
    CHECK(plan_of("अचार", route).kind == Kind::locking);
    CHECK(plan_of("Achar", route).kind == Kind::standard);
}

TEST_CASE("reserved tables are never sent, whatever a route claims") {
    SmsRoute route = indian();
    route.tables = 0xFFFF;
    for (SmsVector const& vector : sms_vectors()) {
        SmsPlan const plan = plan_of(vector.text, route);
        CHECK(plan.tables.locking < 14);
        CHECK(plan.tables.single < 14);
    }
    route.tables = 0xC000;
    CHECK(plan_of(repeated("अचार ", 20), route).kind == Kind::ucs2);
}

TEST_CASE("Spanish is never named as a locking table, for it has none") { // found by fuzzing
    SmsRoute route{Policy::prefer, {false, false, true, true}, 1 << 2 | 1 << 3};
    CHECK(plan_of("", route).tables == Tables{3, 0});
    route.tables = 1 << 2;
    CHECK(plan_of("", route).kind == Kind::ucs2);
}

TEST_CASE("a cell that handsets disagree on is sent only where the route says so") {
    std::string const text = repeated("ಹಾಡು ", 20);
    CHECK(plan_of(text).kind == Kind::ucs2);
    SmsRoute route = indian();
    route.risky_cells = true;
    CHECK(plan_of(text, route).kind == Kind::locking);
    CHECK(plan_of(text, route).parts.size() == 1);
}

TEST_CASE("a text of more than 255 parts is refused, and so is one that nothing can carry") {
    CHECK(plan_of(std::string(255 * 153, 'a')).parts.size() == 255);
    for (std::string const& text : {std::string(255 * 153 + 1, 'a'), repeated("क", 255 * 149 + 1),
                                    std::string(1'000'000, 'a'), repeated("\u0301", 60'000)}) {
        auto const plan = plan_sms(text, indian());
        REQUIRE_FALSE(plan);
        CHECK(plan.error().code == Errc::limit);
    }
    SmsRoute route;
    route.allow.ucs2 = false;
    auto const plan = plan_sms("100 ₹", route);
    REQUIRE_FALSE(plan);
    CHECK(plan.error().code == Errc::unsupported);
    CHECK(plan.error().detail == "U+20B9 at octet 4 is in no alphabet that the route allows: allow "
                                 "ucs2, or write it differently");
}

TEST_CASE("two scripts that no pair of tables holds are named as such") {
    SmsRoute route = indian();
    route.allow.ucs2 = false;
    route.tables = 1 << 6 | 1 << 11 | 1 << 12;
    auto const plan = plan_sms("अச", route); // each has its own locking table
    REQUIRE_FALSE(plan);
    CHECK(plan.error().code == Errc::unsupported);
    CHECK(plan.error().detail == "no pair of tables that the route allows holds all characters of "
                                 "the text: allow ucs2, or more tables");
}

TEST_CASE("Bengali borrows the danda from the Hindi single table") {
    SmsRoute route = indian();
    std::string const text = repeated("আমি ভালো আছি। ", 8);
    CHECK(plan_of(text, route).tables == Tables{4, 6});
    route.tables = 1 << 4; // its own single table has digits there
    CHECK(plan_of(text, route).kind == Kind::ucs2);
}

TEST_CASE("either spelling of a letter with a nukta costs what the cheaper one costs") {
    SmsRoute route = indian();
    route.policy = Policy::prefer;
    // Bengali: ড় is a cell, ড + ় two. Hindi: ड़ stands behind the escape, ड + ़ is two cells.
    CHECK(plan_of("\u09DC", route).units == 1);
    CHECK(plan_of("\u09A1\u09BC", route).units == 1);
    CHECK(plan_of("\u095C", route).kind == Kind::single);
    CHECK(plan_of("\u095C", route).units == 2);
    CHECK(plan_of("\u0921\u093C", route).units == 2);
    // Kannada: three characters, of which the last two make one.
    CHECK(plan_of("\u0CCA\u0CD5", route).units == 1);
    CHECK(plan_of("\u0CC6\u0CC2", route).units == 1);
}

TEST_CASE("a cluster longer than a part is cut between characters") {
    std::string const text = "क" + repeated("\u0301", 200); // 201 units of one cluster
    SmsPlan const plan = plan_of(text, SmsRoute{});
    CHECK(plan.parts.size() == 3);
    CHECK_FALSE(plan.clean);
}

TEST_CASE("bytes that are no UTF-8, NUL and unassigned code points travel as UCS-2") {
    for (std::string const& text :
         {std::string("\xFF"), std::string("a\0b", 3), std::string("\xED\xA0\x80"),
          std::string("\xF4\x8F\xBF\xBF"), std::string("\xC0\x80"), std::string("\xE0\xA4")}) {
        SmsPlan const plan = plan_of(text);
        CHECK(plan.kind == Kind::ucs2);
        CHECK(plan.parts.size() == 1);
    }
    CHECK(tests::form_of(plan_of("a\xFF"), "a\xFF", 0).parts[0].packed == "0061fffd");
}
