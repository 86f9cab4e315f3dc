#include "locales/coding/pages.hpp"
#include "locales/text/graphemes.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>

using namespace haatline;
using namespace haatline::coding;

namespace {

using Texts = std::vector<std::string>;
constexpr PageMarks kMarks{"99>"};

Texts pages_of(std::string_view head, Texts const& rows, PageBudget budget,
               PageMarks marks = kMarks) {
    auto const pages = cut_pages(head, rows, marks, budget);
    INFO((pages ? std::string() : pages.error().detail));
    REQUIRE(pages);
    return *pages;
}

Texts lines_of(Texts const& pages) {
    Texts lines;
    for (std::string const& page : pages) {
        std::string_view rest = page;
        while (!rest.empty()) {
            std::size_t const end = std::min(rest.find('\n'), rest.size());
            if (rest.substr(0, end) != kMarks.next) lines.emplace_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return lines;
}

} // namespace

TEST_CASE("a screen that fits is one page without a mark") {
    CHECK(pages_of("What do you want?", {"1 Find", "2 Sell"}, {160, 80}) ==
          Texts{"What do you want?\n1 Find\n2 Sell"});
    CHECK(pages_of("", {"1 Find", "2 Sell"}, {160, 80}) == Texts{"1 Find\n2 Sell"});
    CHECK(pages_of("Done.", {}, {160, 80}) == Texts{"Done."});
    CHECK(pages_of("", {}, {160, 80}) == Texts{""});
}

TEST_CASE("a Hindi menu of nine items fits two screens and no akshara is torn") {
    Texts const rows{"1 खोजें", "2 बेचें-खरीदें", "3 संदेश",      "4 योजनाएँ", "5 भाव",
                     "6 ऋण",  "7 प्रशिक्षण", "8 मेरा खाता", "9 सहायता"};
    PageBudget const budget{160, 60};
    Texts const pages = pages_of("हाटलाइन: क्या करना है?", rows, budget);

    REQUIRE(pages.size() == 2);
    Texts expected{"हाटलाइन: क्या करना है?"};
    expected.insert(expected.end(), rows.begin(), rows.end());
    CHECK(lines_of(pages) == expected);
    for (std::string const& page : pages) CHECK(budget.fits(page));
    CHECK(pages[0].ends_with("\n99>"));
    CHECK(pages[1].find("99>") == std::string::npos);
}

TEST_CASE("a question longer than a page is cut at words") {
    CHECK(pages_of("one two three four", {"1 Yes"}, {12, 6}) ==
          Texts{"one two\n99>", "three\n99>", "four\n1 Yes"});
    CHECK(pages_of("अचार पापड़ मसाला", {"1 हाँ"}, {12, 10}) ==
          Texts{"अचार\n99>", "पापड़\n99>", "मसाला\n99>", "1 हाँ"});
}

TEST_CASE("a word longer than a page is cut between aksharas") {
    std::string const word = "स्त्रीस्त्रीस्त्रीस्त्री"; // four aksharas of six units
    Texts const pages = pages_of(word, {}, {20, 12});
    CHECK(pages == Texts{"स्त्री\n99>", "स्त्री\n99>", "स्त्रीस्त्री"});
}

TEST_CASE("lines of a question are kept whole where they fit") {
    CHECK(pages_of("Not understood.\nWhich product?", {"1 Pickle"}, {20, 10}) ==
          Texts{"Not understood.\n99>", "Which product?\n99>", "1 Pickle"});
}

TEST_CASE("each page is measured by itself: one without a native letter travels as GSM 7-bit") {
    Texts const rows{"1 Narmada pickle makers, Hoshangabad",
                     "2 Lakshmi foods and spices, Villupuram", "3 अचार"};
    PageBudget const budget{100, 20};
    Texts const pages = pages_of("Makers near you:", rows, budget);
    CHECK(pages == Texts{"Makers near you:\n" + rows[0] + "\n" + rows[1] + "\n99>", rows[2]});
}

TEST_CASE("a row is never split, whatever it costs") {
    auto const too_long =
        cut_pages("Pick", {"1 Short", "2 A row that is longer than the page"}, kMarks, {20, 10});
    REQUIRE_FALSE(too_long);
    CHECK(too_long.error().code == Errc::limit);

    // The last row needs no mark behind it and may fill its page.
    CHECK(pages_of("Pick", {"1 Short", "2 Twenty units long."}, {20, 10}) ==
          Texts{"Pick\n1 Short\n99>", "2 Twenty units long."});
    CHECK_FALSE(cut_pages("Pick", {"1 Twenty units long.", "2 Short"}, kMarks, {20, 10}));
}

TEST_CASE("more than nine pages are refused") {
    Texts rows;
    for (int i = 0; i < 9; ++i) rows.push_back("1 row");
    CHECK(pages_of("", rows, {9, 9}).size() == 9);
    rows.push_back("1 row");
    auto const many = cut_pages("", rows, kMarks, {9, 9});
    REQUIRE_FALSE(many);
    CHECK(many.error().code == Errc::limit);
}

TEST_CASE("a budget too small for a letter and the mark is refused and does not loop") {
    for (std::size_t units = 0; units < 6; ++units) {
        auto const pages = cut_pages("स्त्रीस्त्री", {"1 हाँ"}, kMarks, {units, units});
        REQUIRE_FALSE(pages);
        CHECK(pages.error().code == Errc::limit);
    }
}

TEST_CASE("without a mark pages follow each other bare") {
    CHECK(pages_of("abc", {"1 de", "2 fg"}, {8, 8}, {}) == Texts{"abc\n1 de", "2 fg"});
}

TEST_CASE("whatever the budget, every page fits, nothing is lost and no akshara is torn") {
    std::string const head = "आपके जिले में कौन-सी वस्तु? स्त्री शक्ति समूह, क्षेत्र";
    Texts const rows{"1 अचार", "2 पापड़", "3 मसाला", "4 क्षीर", "0 वापस"};
    auto without_blanks = [](std::string text) {
        std::erase_if(text, [](char c) { return c == ' ' || c == '\n'; });
        return text;
    };
    std::string whole = head;
    for (auto const& row : rows) whole += row;
    for (std::size_t units = 14; units < 100; ++units) {
        PageBudget const budget{2 * units, units};
        auto const pages = cut_pages(head, rows, kMarks, budget);
        if (!pages) {
            CHECK(pages.error().code == Errc::limit);
            continue;
        }
        std::string together;
        for (std::string const& page : *pages) {
            CHECK(budget.fits(page));
            CHECK(text::cut_points(page).size() > 0);
            together += page;
            if (&page != &pages->back()) {
                REQUIRE(together.ends_with("\n99>"));
                together.resize(together.size() - 4);
            }
        }
        INFO(units);
        CHECK(without_blanks(together) == without_blanks(whole));
    }
}

TEST_CASE("blanks at the end of a question never make a page of their own") { // found by fuzzing
    CHECK(pages_of("Ring me" + std::string(40, ' '), {}, {20, 20}) ==
          Texts{"Ring me" + std::string(9, ' ')});
    CHECK(pages_of("Ring me" + std::string(40, ' '), {"1 Yes"}, {20, 20}).back() == "1 Yes");
}
