#include "locales/spoken/values.hpp"
#include "tests/support/catch.hpp"

using namespace haatline;
using namespace haatline::spoken;

TEST_CASE("an amount is read with sign, commas and what stands after the point") {
    CHECK(read_amount("0").value() == Amount{false, 0, ""});
    CHECK(read_amount("-12,345.50").value() == Amount{true, 12345, "50"});
    CHECK(read_amount("1,23,456").value() == Amount{false, 123456, ""});
    CHECK(read_amount("007").value() == Amount{false, 7, ""});
    CHECK(read_amount("999999999999").value() == Amount{false, largest, ""});
    CHECK(read_amount("-0").value() == Amount{false, 0, ""}); // nobody says "minus zero"
    CHECK(read_amount("-0.00").value() == Amount{false, 0, "00"});
    CHECK(read_amount("-0.01").value() == Amount{true, 0, "01"});
}

TEST_CASE("what is no number that can be said is refused without repeating it") {
    for (auto const* bad : {"",
                            "-",
                            "--1",
                            "+1",
                            "1-",
                            " 1",
                            "1 ",
                            ".5",
                            "5.",
                            "1.2.3",
                            ",1",
                            "1,",
                            "1,,2",
                            "1.2,3",
                            "1e3",
                            "0x10",
                            "Rs 5",
                            "१२",
                            "1000000000000",
                            "99999999999999999999999999999",
                            "1.1234567",
                            "nan",
                            "1.-5"}) {
        INFO(bad);
        auto const amount = read_amount(bad);
        REQUIRE_FALSE(amount);
        CHECK(amount.error().code == Errc::invalid_data);
        CHECK(amount.error().detail ==
              "not a number that can be said: write digits, as in -12,345.50, at most 99,999 crore "
              "and six digits after the point");
    }
    CHECK_FALSE(read_amount(std::string("1\0", 2)));
    CHECK_FALSE(read_amount(std::string(1'000'000, '9')));
    CHECK(read_amount(std::string(1'000'000, '0'))); // many zeros are zero
}

TEST_CASE("a date is a day of the calendar, with its year or without") {
    CHECK(read_date("2026-08-15").value() == Date{2026, 8, 15});
    CHECK(read_date("08-15").value() == Date{0, 8, 15});
    CHECK(read_date("02-29").value() == Date{0, 2, 29});
    CHECK(read_date("2024-02-29").value() == Date{2024, 2, 29});
    for (auto const* bad : {"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "04-31",
                            "1099-01-01", "3000-01-01", "2026/08/15", "15-08-2026", "2026-8-15",
                            "2026-08-1x", "-026-08-15", "2026-08-15 ", "+8-15", "0815"}) {
        INFO(bad);
        auto const date = read_date(bad);
        REQUIRE_FALSE(date);
        CHECK(date.error().code == Errc::invalid_data);
    }
}

TEST_CASE("a quantity is a number, a blank and a unit of the market") {
    CHECK(read_quantity("50 kg").value() == Quantity{{false, 50, ""}, "kg"});
    CHECK(read_quantity("2.5 qtl").value() == Quantity{{false, 2, "5"}, "qtl"});
    for (auto const* bad : {"", "50", "50kg", "kg", " kg", "50  kg", "50 KG", "50 maund", "x kg"}) {
        INFO(bad);
        CHECK_FALSE(read_quantity(bad));
    }
}
