#include "cluster/dlt/day.hpp"
#include "cluster/dlt/value.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::dlt;

namespace {

Rules today() { return shipped_rules().on(day_read("2026-11-22").value()); }

std::string times(std::size_t count, std::string_view what) {
    std::string out;
    while (count-- > 0) out += what;
    return out;
}

} // namespace

TEST_CASE("a tag takes what its rule says, and nothing else") {
    struct Row {
        VarType type;
        std::string value;
        bool good;
    };
    std::string const thirty = times(30, "a"), forty = times(40, "a");
    Row const rows[] = {
        {VarType::plain, "Rs. 1,200/- & more!", true},
        {VarType::plain, thirty, true},
        {VarType::plain, thirty + "a", false},
        {VarType::plain, times(30, "क"), true}, // characters are counted, not octets
        {VarType::plain, times(31, "क"), false},
        {VarType::plain, "a < b", false},
        {VarType::plain, "a > b", false},
        {VarType::plain, "", false},
        {VarType::plain, " a", false},
        {VarType::plain, "a ", false},
        {VarType::plain, "a\nb", false},
        {VarType::plain, "\xC3\x28", false}, // no UTF-8
        {VarType::plain, "\u093F", false},   // a vowel sign alone would join the word before it
        {VarType::numeric, "0123456789", true},
        {VarType::numeric, "12.5", false},
        {VarType::numeric, "१२", false}, // digits 0 to 9
        {VarType::numeric, "-1", false},
        {VarType::alphanumeric, "Kisan Traders 2", true},
        {VarType::alphanumeric, "किसान संघ", true}, // uncertain; data says it may
        {VarType::alphanumeric, "ਕਿਸਾਨ", true},
        {VarType::alphanumeric, "کسان", true},
        {VarType::alphanumeric, "Rs.500", false},
        {VarType::alphanumeric, "a-b", false},
        {VarType::alphanumeric, "Привет", false},
        {VarType::alphanumeric, forty, true},
        {VarType::alphanumeric, forty + "a", false},
        {VarType::url, "https://haatline.example/a?b=1", true},
        {VarType::url, "haatline.example", true},
        {VarType::url, "haatline", false},
        {VarType::url, "a b.example", false},
        {VarType::url, ".example", false},
        {VarType::urlott, "ott.example/x", true},
        {VarType::cbn, "1800111555", true},
        {VarType::cbn, "+919876543210", true},
        {VarType::cbn, "98765 43210", false},
        {VarType::cbn, "12", false},
        {VarType::cbn, "1+2+3", false},
        {VarType::cbn, "1234567890123456", false},
        {VarType::email, "help@haatline.example", true},
        {VarType::email, "help@haatline", false},
        {VarType::email, "@haatline.example", false},
        {VarType::email, "a@b@c.example", false},
        {VarType::email, "a@.example", false},
    };
    auto const rules = today();
    for (auto const& row : rows) {
        CAPTURE(spelled(row.type), row.value);
        CHECK(fault_of(row.type, row.value, rules).has_value() == !row.good);
    }
}

TEST_CASE("what is wrong with a value is told with its remedy and without the value") {
    auto const rules = today();
    CHECK(fault_of(VarType::plain, times(31, "a"), rules) ==
          "the value for {#var#} has 31 characters, at most 30 are taken: cut it");
    CHECK(fault_of(VarType::numeric, "secret", rules) ==
          "the value for {#numeric#} must be digits 0 to 9 alone: what stands there is something "
          "else");
    CHECK(fault_of(VarType::cbn, "", rules) ==
          "the value for {#cbn#} is empty: give one, or use another text");
}

TEST_CASE("which writings an alphanumeric value may have is data") {
    auto rules = today();
    rules.alphanumeric_indian = false;
    CHECK(fault_of(VarType::alphanumeric, "किसान", rules));
    CHECK_FALSE(fault_of(VarType::alphanumeric, "Kisan", rules));
    rules.alphanumeric_any = true;
    CHECK_FALSE(fault_of(VarType::alphanumeric, "Привет", rules));
    rules.alphanumeric_also.clear();
    CHECK(fault_of(VarType::alphanumeric, "Kisan Sangh", rules));
}

TEST_CASE("a type is known by its tag and by what portals call it") {
    CHECK(var_type_named("numeric") == VarType::numeric);
    CHECK(var_type_named("CBN") == VarType::cbn);
    CHECK(var_type_named("Call Back Number") == VarType::cbn);
    CHECK(var_type_named("var") == VarType::plain);
    CHECK_FALSE(var_type_named("name"));
    CHECK_FALSE(var_type_named(""));
}
