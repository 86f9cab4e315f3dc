#include "locales/text/digits.hpp"
#include "tests/support/catch.hpp"

using haatline::text::all_digits;
using haatline::text::ascii_digits;

TEST_CASE("a PIN code may be typed with the digits of any script") {
    std::string const typed[] = {
        "605001", "٦٠٥٠٠١", "۶۰۵۰۰۱", "६०५००१", "৬০৫০০১", "੬੦੫੦੦੧", "૬૦૫૦૦૧",       "୬୦୫୦୦୧",
        "௬௦௫௦௦௧", "౬౦౫౦౦౧", "೬೦೫೦೦೧", "൬൦൫൦൦൧", "᱖᱐᱕᱐᱐᱑", "꯶꯰꯵꯰꯰꯱", "６０５００１", "𝟼𝟶𝟻𝟶𝟶𝟷",
    };
    for (std::string const& pin : typed) {
        INFO(pin);
        CHECK(ascii_digits(pin) == "605001");
    }
}

TEST_CASE("all ten digits of a script are known, and its neighbours are not taken for digits") {
    CHECK(ascii_digits("०१२३४५६७८९") == "0123456789");
    CHECK(ascii_digits("᱐᱑᱒᱓᱔᱕᱖᱗᱘᱙") == "0123456789");
    CHECK(ascii_digits("।॥॰") == "।॥॰");   // danda and abbreviation sign stand around the digits
    CHECK(ascii_digits("௰௱௲") == "௰௱௲");   // Tamil ten, hundred, thousand are no decimal digits
    CHECK(ascii_digits("²½Ⅷ①") == "²½Ⅷ①"); // numbers, but not digits that a keypad means
}

TEST_CASE("letters and ill-formed bytes pass the digits by") {
    CHECK(ascii_digits("आम २ kg") == "आम 2 kg");
    CHECK(ascii_digits("\xE0\xA5१\xFF") == "\xE0\xA5"
                                           "1\xFF");
    CHECK(ascii_digits("") == "");
}

TEST_CASE("only ASCII digits are all digits") {
    CHECK(all_digits("0"));
    CHECK(all_digits("605001"));
    CHECK_FALSE(all_digits(""));
    CHECK_FALSE(all_digits("60 5"));
    CHECK_FALSE(all_digits("-1"));
    CHECK_FALSE(all_digits("६"));
}
