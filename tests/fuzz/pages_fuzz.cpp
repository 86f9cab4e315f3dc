// Any text on any route: graphemes, what a text costs, pages.
#include "locales/coding/measure.hpp"
#include "locales/coding/pages.hpp"
#include "locales/text/graphemes.hpp"
#include "locales/text/utf8.hpp"
#include "menus/compose.hpp"
#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace haatline;
using fuzz::expect;

namespace {

void cut_at_graphemes(std::string_view text) {
    auto const cuts = text::cut_points(text);
    std::size_t before = 0;
    for (auto const at : cuts) {
        expect((at > before || (at == 0 && before == 0)) && at <= text.size(),
               "cut points rise and stay inside");
        before = at;
    }
    expect(text.empty() || (!cuts.empty() && cuts.back() == text.size()),
           "the last cut is the end");
    for (std::size_t const units : {0U, 1U, 13U, 60U, 160U}) {
        auto const cut = coding::cut_to_units(text, units);
        expect(coding::measure(cut).units <= units, "what was cut to n units costs at most n");
        expect(text.starts_with(cut), "a cut text is a beginning");
        expect(cut.empty() || std::find(cuts.begin(), cuts.end(), cut.size()) != cuts.end(),
               "no grapheme is torn");
    }
}

} // namespace

HAATLINE_FUZZ_TARGET(pages) {
    fuzz::Bytes bytes(input);
    coding::PageBudget const budget{20 + bytes.below(163), 20 + bytes.below(61)};
    cut_at_graphemes(bytes.rest());
    auto const all = bytes.rest();
    expect(coding::cost(all).utf16 >= text::cut_points(all).size() - (all.empty() ? 0 : 0) ||
               coding::cost(all).utf16 + 1 >= text::cut_points(all).size(),
           "a grapheme costs at least one unit");
    std::string const head(bytes.line());
    std::vector<std::string> rows;
    while (!bytes.empty() && rows.size() < 20) rows.emplace_back(bytes.line());
    auto const pages = coding::cut_pages(head, rows, {menus::next_page_mark}, budget);
    if (pages) {
        expect(!pages->empty() && pages->size() <= 9, "one to nine pages");
        for (auto const& page : *pages) expect(budget.fits(page), "every page fits its route");
    }
    for (auto const& page : menus::compose_choice({head, rows, "0 Back"}, budget))
        expect(!page.empty() || head.empty() || !pages, "a choice has no empty page");
    auto const list =
        menus::compose_list({head, rows, {"8 Type"}, "9 More", "0 Back", true}, budget);
    expect(list.shown >= 0 && static_cast<std::size_t>(list.shown) <= rows.size(),
           "a list shows no more rows than it has");
    (void)menus::with_notice("Not understood", "Wrong", head, budget);
}
