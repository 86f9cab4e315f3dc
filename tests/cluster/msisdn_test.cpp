#include "cluster/msisdn.hpp"
#include "tests/support/catch.hpp"

using haatline::Errc;
using haatline::Msisdn;

TEST_CASE("a mobile number is understood however a provider writes it") {
    for (auto const* raw : {"9876543210", "09876543210", "919876543210", "+919876543210",
                            "00919876543210", " 919876543210", "0919876543210", "+91 98765-43210",
                            "(98765) 43210", "९८७६५४३२१०", "+९१९८७६५४३२१०"}) {
        INFO(raw);
        auto const parsed = Msisdn::parse(raw);
        REQUIRE(parsed);
        CHECK(parsed->number() == 919'876'543'210);
    }
}

TEST_CASE("what is no mobile number of the Indian plan is refused") {
    for (auto const* raw : {"", "987654321", "98765432100", "5876543210", "915876543210",
                            "+9876543210", "+447911123456", "9876543210x", "+91+9876543210",
                            "987 654", "++919876543210", "\xFF\xFE", "0000000000000000"}) {
        INFO(raw);
        auto const parsed = Msisdn::parse(raw);
        REQUIRE_FALSE(parsed);
        CHECK(parsed.error().code == Errc::bad_request);
    }
    CHECK_FALSE(Msisdn::parse(std::string(10'000, '9')));
}

TEST_CASE("a number prints masked, and in full only when asked") {
    auto const number = Msisdn::parse("9876540042").value();
    CHECK(number.masked() == "+91…0042");
    CHECK(fmt::format("{}", number) == "+91…0042");
    CHECK(number.full() == "+919876540042");
    CHECK(Msisdn::from_number(919'876'540'042) == number);
}
