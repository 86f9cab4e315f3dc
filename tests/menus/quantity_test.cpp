#include "menus/quantity.hpp"
#include "tests/support/catch.hpp"

using namespace haatline::menus;

TEST_CASE("a quantity is read however it is typed") {
    auto const [typed, number, unit] =
        GENERATE(table<std::string, std::string, std::string>({{"50 kg", "50", "kg"},
                                                               {"50kg", "50", "kg"},
                                                               {"50 KILO", "50", "kg"},
                                                               {"५० किलो", "50", "kg"},
                                                               {"2 qtl", "2", "qtl"},
                                                               {"1.5 quintal", "1.5", "qtl"},
                                                               {"2 क्विंटल", "2", "qtl"},
                                                               {"100 pkt", "100", "pkt"},
                                                               {"12 nag", "12", "pc"},
                                                               {"1,200 ltr", "1200", "ltr"},
                                                               {"3 dozen", "3", "dozen"},
                                                               {"50", "50", ""},
                                                               {"50#", "50", ""},
                                                               {"007 kg", "7", "kg"},
                                                               {"50 bori", "50", ""},
                                                               {"௫௦ kg", "50", "kg"},
                                                               {"2.50 kg", "2.5", "kg"},
                                                               {"5 kg.", "5", "kg"}}));
    INFO(typed);
    auto const read = read_quantity(typed);
    REQUIRE(read.has_value());
    CHECK(read->number == number);
    CHECK(read->unit == unit);
}

TEST_CASE("what is no quantity is not guessed at") {
    auto const typed = GENERATE(as<std::string>{}, "", "kg", "kg 50", "0 kg", "0", "1234567 kg",
                                "1.234 kg", "-5 kg");
    INFO(typed);
    CHECK_FALSE(read_quantity(typed).has_value());
}

TEST_CASE("a price is read with or without the signs of money") {
    auto const [typed, number] = GENERATE(table<std::string, std::string>({{"12000", "12000"},
                                                                           {"12,000", "12000"},
                                                                           {"Rs 250", "250"},
                                                                           {"rs.250", "250"},
                                                                           {"₹99", "99"},
                                                                           {"₹ 99.50", "99.5"},
                                                                           {"250/-", "250"},
                                                                           {"२५०", "250"},
                                                                           {"9", "9"}}));
    INFO(typed);
    CHECK(read_amount(typed) == number);
}

TEST_CASE("what is no price is refused") {
    auto const typed = GENERATE(as<std::string>{}, "", "cheap", "12 or 13", "12-13", "1e9", "0",
                                "9999999", "12 kg", "--", "Rs");
    INFO(typed);
    CHECK_FALSE(read_amount(typed).has_value());
}
