#include "menus/picture/chart.hpp"
#include "menus/picture/picture.hpp"
#include "tests/menus/play.hpp"
#include "tests/menus/small_menu.hpp"

#include <sstream>

using namespace haatline;
using namespace haatline::menus;
using namespace haatline::menus::test;

namespace {

Report shipped_report() {
    return check(shipped_menu(), shipped_words(), {}, {{"160/80", {160, 80}}});
}

bool overlap(Layers::Box const& a, Layers::Box const& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

std::size_t count_of(std::string const& text, std::string_view what) {
    std::size_t n = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
    return n;
}

} // namespace

TEST_CASE("every screen and gate of the shipped menus stands in one chart, none over another") {
    auto const charts = charts_of(shipped_menu(), shipped_words());
    std::size_t boxes = 0;
    for (auto const& chart : charts) {
        boxes += chart.boxes.size();
        CHECK_FALSE(chart.intro.empty());
        auto const& all = chart.layers.boxes;
        for (std::size_t i = 0; i < all.size(); ++i)
            for (std::size_t j = i + 1; j < all.size(); ++j)
                if (overlap(all[i], all[j]))
                    FAIL_CHECK(chart.boxes[i].node->id << " lies over " << chart.boxes[j].node->id);
        for (auto const& arrow : chart.layers.arrows)
            if (arrow.drawn) {
                REQUIRE(arrow.points.size() >= 2);
                CHECK(arrow.points.front().x < arrow.points.back().x);
            }
    }
    CHECK(boxes == shipped_menu().nodes().size());
    REQUIRE_FALSE(charts.empty());
    CHECK(charts.front().name == "dial"); // as a caller meets them
}

TEST_CASE("a circle of screens is drawn, its way back told in words") {
    Layers layers;
    for (int i = 0; i < 3; ++i) layers.boxes.push_back({100, 50, 0, 0, 0, 0});
    for (int i = 0; i < 3; ++i) layers.arrows.push_back({i, (i + 1) % 3, 20, true, {}});
    layers.lay_out();
    CHECK(layers.boxes[0].column == 0);
    CHECK(layers.boxes[1].column == 1);
    CHECK(layers.boxes[2].column == 2);
    CHECK(layers.arrows[1].drawn);
    CHECK_FALSE(layers.arrows[2].drawn);
    Layers nothing;
    nothing.lay_out();
    CHECK(nothing.width == 0);
}

TEST_CASE("words break between words, an Indic word longer than a line between letters") {
    CHECK(wrap("one two three", 8) == std::vector<std::string>{"one two", "three"});
    CHECK(wrap("one\ntwo", 8) == std::vector<std::string>{"one", "two"});
    CHECK(wrap("", 8) == std::vector<std::string>{""});
    CHECK(wrap("abcdefgh", 3) == std::vector<std::string>{"abc", "def", "gh"});
    // क्ष is one letter and stays whole.
    CHECK(wrap("क्षक्षक्ष", 2.6) == std::vector<std::string>{"क्षक्ष", "क्ष"});
}

TEST_CASE("the page shows every screen as a phone in every language, with what it costs") {
    std::ostringstream out;
    write_html(shipped_menu(), shipped_words(), shipped_report(), out);
    auto const page = out.str();
    for (auto const& node : shipped_menu().nodes()) {
        CHECK(count_of(page, "id=\"c-" + node.id + "\"") == 1);
        CHECK(count_of(page, "<h3 id=\"s-" + node.id + "\"") == (node.shows() ? 1 : 0));
    }
    std::size_t screens = 0;
    for (auto const& node : shipped_menu().nodes()) screens += node.shows() ? 1 : 0;
    CHECK(count_of(page, "<div class=\"phone\">") == shipped_words().languages().size() * screens);
    CHECK(count_of(page, "at its widest") >= shipped_words().languages().size() * screens);
    CHECK(page.find("<script") == std::string::npos);
    CHECK(page.find("src=") == std::string::npos);
}

TEST_CASE("what is wrong stands at its screen, and texts cannot become markup") {
    std::string const flow = frame + "  first:\n    choice: {1: bye}\n  lost:\n    end: yes\n";
    auto const texts = po(texts_with({{"first", "<b>1 & 2</b>"}, {"lost", "x"}}));
    std::vector<Embedded> const flows{{"menus/flows/test.yaml", flow}};
    std::vector<Embedded> const locales{{"locales/en/language.toml",
                                         "code = \"en\"\nown_name = \"English\"\nlatin_name = "
                                         "\"English\"\ndial_suffix = \"20\"\n"},
                                        {"locales/en/messages.po", texts}};
    std::vector<Problem> problems;
    auto const menu = Menu::load(flows, problems);
    auto const words = Catalogue::load(locales, problems);
    REQUIRE((menu && words));
    auto const report = check(*menu, *words, problems, {{"160/80", {160, 80}}});
    std::ostringstream html, svg, dot;
    write_html(*menu, *words, report, html);
    write_svg(*menu, *words, report, "en", svg);
    write_dot(*menu, *words, "en", dot);
    CHECK(html.str().find("lost: nothing leads here") != std::string::npos);
    CHECK(html.str().find("<b>1 &") == std::string::npos);
    CHECK(svg.str().find("class=\"box end bad\"") != std::string::npos);
    CHECK(svg.str().find("&lt;b&gt;1 &amp; 2&lt;/b&gt;") != std::string::npos);
    CHECK(dot.str().find("\"first\" -> \"bye\" [label=\"1 T first.1\"]") != std::string::npos);
}
