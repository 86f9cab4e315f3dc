#include "cluster/reference.hpp"
#include "tests/support/catch.hpp"

#include <utility>

using haatline::reference_serial;
using haatline::reference_text;

TEST_CASE("a reference is read back as its serial, also in other digits and groups") {
    for (std::uint64_t serial : {0ULL, 1ULL, 89'999ULL, 90'000ULL, 123'456'789ULL})
        CHECK(reference_serial(reference_text(serial)) == serial);
    CHECK(reference_text(0).size() == 6);
    CHECK(reference_text(89'999).size() == 6);
    CHECK(reference_text(90'000).size() == 7);
    CHECK(reference_text(0).substr(0, 5) == "10000");
    CHECK(reference_serial(" 100 00" + reference_text(0).substr(5)) == 0U);
    CHECK(reference_serial("१००००" + reference_text(0).substr(5)) == 0U);
}

TEST_CASE("one wrong digit or two swapped neighbours is never another record") {
    for (std::uint64_t serial = 0; serial < 2000; serial += 37) {
        auto const right = reference_text(serial);
        for (std::size_t i = 0; i < right.size(); ++i) {
            for (char digit = '0'; digit <= '9'; ++digit) {
                auto wrong = right;
                wrong[i] = digit;
                if (wrong != right) CHECK_FALSE(reference_serial(wrong));
            }
            if (i == 0 || right[i] == right[i - 1]) continue;
            auto swapped = right;
            std::swap(swapped[i], swapped[i - 1]);
            CHECK_FALSE(reference_serial(swapped));
        }
    }
}

TEST_CASE("what is no reference is nothing") {
    for (auto const* text :
         {"", "1", "12345", "abcdef", "012345", "100000000000000000000000", "10000x"})
        CHECK_FALSE(reference_serial(text));
}
