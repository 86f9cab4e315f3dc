#include "menus/compose.hpp"

#include "locales/coding/pages.hpp"

namespace haatline::menus {
namespace {

// A line feed costs one septet or one UTF-16 unit (3GPP TS 23.038 §6.2.1).
constexpr coding::Cost kLineFeed{1, 1, true};

void append_line(std::string& page, std::string const& line) {
    if (line.empty()) return;
    if (!page.empty()) page += '\n';
    page += line;
}

/// The cost of lines one under the other; empty lines are not printed.
class Sum {
  public:
    void add(std::string const& line) {
        if (!line.empty()) add(coding::cost(line));
    }
    void add(coding::Cost const& line) {
        cost_ = any_ ? cost_ + kLineFeed + line : line;
        any_ = true;
    }
    bool fits(coding::PageBudget budget) const { return budget.fits(cost_.measure()); }

  private:
    coding::Cost cost_;
    bool any_ = false;
};

std::string one_page(ChoiceLines const& lines, bool with_back) {
    std::string page = lines.head;
    for (auto const& row : lines.rows) append_line(page, row);
    if (with_back) append_line(page, lines.back);
    return page;
}

/// What is left out of a list, step by step, until a row fits: first what works unprinted.
struct Frame {
    bool head, extras;
};
constexpr Frame kFrames[] = {{true, true}, {true, false}, {false, false}};

bool fits(ListLines const& lines, Frame frame, std::size_t count, bool back,
          coding::PageBudget budget) {
    Sum sum;
    if (frame.head) sum.add(lines.head);
    for (std::size_t i = 0; i < count; ++i) sum.add(lines.rows[i]);
    if (frame.extras)
        for (auto const& row : lines.extras) sum.add(row);
    if (lines.more_follow || count < lines.rows.size()) sum.add(lines.more);
    if (back) sum.add(lines.back);
    return sum.fits(budget);
}

ListPage lay(ListLines const& lines, Frame frame, std::size_t count, bool back) {
    ListPage out;
    out.shown = static_cast<int>(count);
    out.more = lines.more_follow || count < lines.rows.size();
    if (frame.head) out.text = lines.head;
    for (std::size_t i = 0; i < count; ++i) append_line(out.text, lines.rows[i]);
    if (frame.extras)
        for (auto const& row : lines.extras) append_line(out.text, row);
    if (out.more) append_line(out.text, lines.more);
    if (back) append_line(out.text, lines.back);
    return out;
}

} // namespace

std::vector<std::string> compose_choice(ChoiceLines const& lines, coding::PageBudget budget) {
    std::string whole = one_page(lines, true);
    if (budget.fits(whole)) return {std::move(whole)};
    if (!lines.back.empty()) {
        std::string without = one_page(lines, false);
        if (budget.fits(without)) return {std::move(without)};
    }
    auto pages = coding::cut_pages(lines.head, lines.rows, {next_page_mark}, budget);
    if (pages && !pages->empty()) return std::move(*pages);
    // The checker refuses such a screen; should one pass, a cut page is better than silence.
    return {coding::cut_to_units(whole, budget.of(coding::measure(whole).alphabet))};
}

std::vector<std::string> compose_message(ChoiceLines const& lines, std::string const& reply,
                                         std::string const& more, coding::PageBudget budget) {
    std::string const whole = one_page(lines, false);
    for (auto const& room : {budget, two_segments}) {
        if (std::string with = whole; append_line(with, reply), room.fits(with)) return {with};
        if (room.fits(whole)) return {whole};
        std::string head = lines.head;
        append_line(head, more);
        if (!room.fits(head) && room != two_segments) continue; // never torn between two messages
        auto pages = coding::cut_pages(lines.head, lines.rows, {more}, room);
        if (pages && !pages->empty()) return std::move(*pages);
    }
    return {coding::cut_to_units(whole, two_segments.of(coding::measure(whole).alphabet))};
}

ListPage compose_list(ListLines const& lines, coding::PageBudget budget) {
    for (Frame const frame : kFrames)
        for (std::size_t count = lines.rows.size(); count > 0; --count) {
            if (!fits(lines, frame, count, false, budget)) continue;
            bool const back = !lines.back.empty() && fits(lines, frame, count, true, budget);
            return lay(lines, frame, count, back);
        }
    return {};
}

std::string with_notice(std::string const& notice, std::string const& brief,
                        std::string const& page, coding::PageBudget budget) {
    for (auto const* words : {&notice, &brief}) {
        if (words->empty()) continue;
        std::string both = *words + "\n" + page;
        if (budget.fits(both)) return both;
    }
    return notice;
}

} // namespace haatline::menus
