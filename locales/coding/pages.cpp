#include "locales/coding/pages.hpp"

#include "locales/text/graphemes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

namespace haatline::coding {
namespace {

// A caller who pages further than this is lost, and the digits that lead there run out.
constexpr std::size_t kMostPages = 9;

struct Line {
    std::string_view text;
    Cost cost;
    bool row; ///< an option: never split
};

Line line_of(std::string_view text, bool row) { return Line{text, cost(text), row}; }

/// A page under way. Lines are joined by a line feed, which costs one unit in either alphabet.
struct Page {
    std::string text;
    Cost cost;
    bool empty = true;

    Cost with(Cost const& line) const { return empty ? line : cost + kLineFeed + line; }
    void add(std::string_view line, Cost const& line_cost) {
        cost = with(line_cost);
        if (!empty) text += '\n';
        text += line;
        empty = false;
    }
    static constexpr Cost kLineFeed{1, 1, true};
};

class Cutter {
  public:
    Cutter(PageMarks marks, PageBudget budget)
        : mark_(line_of(marks.next, true)), budget_(budget) {}

    Result<std::vector<std::string>> cut(std::deque<Line> lines) {
        std::vector<std::string> pages;
        while (pages.size() < kMostPages) {
            Page page;
            if (all_fit(lines)) {
                for (Line const& line : lines) page.add(line.text, line.cost);
                pages.push_back(std::move(page.text));
                return pages;
            }
            if (auto filled = fill(page, lines); !filled) return fail(filled.error());
            bool const last = lines.empty(); // what was left were blanks, which nobody reads
            if (!last && !mark_.text.empty()) page.add(mark_.text, mark_.cost);
            pages.push_back(std::move(page.text));
            if (last) return pages;
        }
        return fail(
            Errc::limit,
            fmt::format("the screen needs more than {} pages of {} septets / {} UCS-2 units: "
                        "shorten it or give the route a larger budget",
                        kMostPages, budget_.septets, budget_.ucs2_units));
    }

  private:
    bool all_fit(std::deque<Line> const& lines) const {
        Page page;
        for (Line const& line : lines) {
            page.cost = page.with(line.cost);
            page.empty = false;
            // UTF-16 units never shrink and septets are never fewer: past both budgets nothing can
            // save the page.
            if (page.cost.utf16 > std::max(budget_.septets, budget_.ucs2_units)) return false;
        }
        return budget_.fits(page.cost.measure());
    }

    /// Whether the page with this line, and the mark that leads on, fits.
    bool takes(Page const& page, Cost const& line) const {
        Cost total = page.with(line);
        if (!mark_.text.empty()) total += Page::kLineFeed + mark_.cost;
        return budget_.fits(total.measure());
    }

    Result<void> fill(Page& page, std::deque<Line>& lines) const {
        while (!lines.empty() && takes(page, lines.front().cost)) {
            page.add(lines.front().text, lines.front().cost);
            lines.pop_front();
        }
        if (lines.empty()) return {};
        Line& next = lines.front();
        bool const fits_alone = takes(Page{}, next.cost);
        if (next.row && page.empty)
            return fail(Errc::limit,
                        fmt::format("an option of {} units does not fit a page of {}: shorten it",
                                    next.cost.measure().units,
                                    budget_.of(next.cost.measure().alphabet)));
        if (next.row || (fits_alone && !page.empty)) return {};
        return split(page, lines);
    }

    /// Puts as much of a question that is longer than a page as fits, cut at a word, else at a
    /// grapheme.
    Result<void> split(Page& page, std::deque<Line>& lines) const {
        std::string_view const text = lines.front().text;
        std::size_t end = 0, word_end = 0, from = 0;
        Cost sum, end_cost, word_cost;
        for (std::size_t const point : text::cut_points(text)) {
            if (text[from] == ' ') word_end = from, word_cost = sum;
            sum += cost(text.substr(from, point - from));
            from = point;
            if (!takes(page, sum)) break;
            end = point, end_cost = sum;
        }
        if (word_end > 0) end = word_end, end_cost = word_cost;
        if (end == 0 && !page.empty) return {}; // nothing more fits here; the next page is empty
        if (end == 0)
            return fail(
                Errc::limit,
                fmt::format("a page of {} septets / {} UCS-2 units cannot hold a single letter and "
                            "the mark of the next page: give the route a larger budget",
                            budget_.septets, budget_.ucs2_units));
        page.add(text.substr(0, end), end_cost);
        std::size_t const rest = text.find_first_not_of(' ', end);
        if (rest == std::string_view::npos)
            lines.pop_front();
        else
            lines.front() = line_of(text.substr(rest), false);
        return {};
    }

    Line mark_;
    PageBudget budget_;
};

void add_lines_of(std::string_view head, std::deque<Line>& lines) {
    while (!head.empty()) {
        std::size_t const end = std::min(head.find('\n'), head.size());
        lines.push_back(line_of(head.substr(0, end), false));
        head.remove_prefix(std::min(end + 1, head.size()));
    }
}

std::string joined(std::string_view head, std::vector<std::string> const& rows) {
    std::size_t size = head.size();
    for (auto const& row : rows) size += 1 + row.size();
    std::string text;
    text.reserve(size);
    text = head;
    for (auto const& row : rows) {
        if (!text.empty()) text += '\n';
        text += row;
    }
    return text;
}

} // namespace

Result<std::vector<std::string>> cut_pages(std::string_view head,
                                           std::vector<std::string> const& rows, PageMarks marks,
                                           PageBudget budget) {
    // Nearly every screen is one page: that way costs one pass.
    std::string whole = joined(head, rows);
    if (budget.fits(whole)) return std::vector<std::string>{std::move(whole)};

    std::deque<Line> lines;
    add_lines_of(head, lines);
    for (auto const& row : rows) lines.push_back(line_of(row, true));
    return Cutter(marks, budget).cut(std::move(lines));
}

} // namespace haatline::coding
