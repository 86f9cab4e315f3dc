#include "locales/text/graphemes.hpp"
#include "tests/support/catch.hpp"

using haatline::text::cut_points;
using haatline::text::plain_ascii;

namespace {

/// The text with a stroke wherever it may be cut.
std::string cut_up(std::string_view text) {
    std::string shown;
    std::size_t from = 0;
    for (std::size_t const point : cut_points(text)) {
        if (from > 0) shown += '|';
        shown += text.substr(from, point - from);
        from = point;
    }
    CHECK(from == text.size());
    return shown;
}

} // namespace

TEST_CASE("an akshara is never torn") {
    CHECK(cut_up("अचार") == "अ|चा|र");
    CHECK(cut_up("क्षि") == "क्षि");
    CHECK(cut_up("स्त्री") == "स्त्री");
    CHECK(cut_up("स्त्रीशक्ति") == "स्त्री|श|क्ति");
    CHECK(cut_up("स्त्री") == "स्त्री");
    CHECK(cut_up("స్త్రీ") == "స్త్రీ");
    CHECK(cut_up("क़लम") == "क़|ल|म"); // nukta stays with its letter
    CHECK(cut_up("हिन्दी ABC") == "हि|न्दी| |A|B|C");
}

TEST_CASE("a Tamil virama holds the letter that follows") {
    CHECK(cut_up("க்ஷ") == "க்ஷ");
    CHECK(cut_up("பக்கம் 2") == "ப|க்க|ம்| |2");
}

TEST_CASE("a joiner holds the letter behind it, a non-joiner parts from it") {
    CHECK(cut_up("क्\u200Dष") == "क्\u200Dष");
    CHECK(cut_up("क्\u200Cष") == "क्\u200C|ष");
}

TEST_CASE("emoji, flags and line ends are whole") {
    CHECK(cut_up("👩🏽‍🌾🇮🇳a") == "👩🏽‍🌾|🇮🇳|a");
    CHECK(cut_up("a\r\nb") == "a|\r\n|b");
}

TEST_CASE("plain ASCII may be cut behind every byte") {
    CHECK(plain_ascii("1 Find\n2 Sell"));
    CHECK(plain_ascii(""));
    CHECK_FALSE(plain_ascii("a\r\n"));
    CHECK_FALSE(plain_ascii("a\tb"));
    CHECK_FALSE(plain_ascii("caf\u00e9"));
    CHECK_FALSE(plain_ascii(std::string_view("a\0b", 3)));
    CHECK_FALSE(plain_ascii("\x7F"));
    CHECK(cut_points("ab\n") == std::vector<std::size_t>{1, 2, 3});
    CHECK(cut_points("").empty());
}

TEST_CASE("ill-formed bytes are cut without harm") {
    for (std::string const& bytes : {std::string("\xFF\xFE"), std::string("क\xE0\xA4"),
                                     std::string("\x80\x80\x80\x80\x80क")}) {
        auto const points = cut_points(bytes);
        REQUIRE_FALSE(points.empty());
        CHECK(points.back() == bytes.size());
    }
}
