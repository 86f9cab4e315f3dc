#include "menus/check/findings.hpp"
#include "menus/compose.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace haatline::menus {
namespace {

std::string repeated(std::string_view letter, int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += letter;
    return out;
}

/// Every place of a text filled to its cap, in letters of the language.
Values widest_values(Menu const& menu, bool native) {
    Values out;
    for (auto const& cap : menu.caps())
        out.set(cap.name, native ? repeated("क", cap.ucs2) : repeated("W", cap.gsm7));
    return out;
}

/// The screens of one language on one route, filled to the brim.
class Fitting {
  public:
    Fitting(Checking const& checking, Language const& language, NamedBudget const& budget)
        : checking_(checking), language_(language), budget_(budget),
          widest_(widest_values(checking.menu, language.needs_ucs2)) {}

    void check(Node const& node) const {
        for (auto const& prompt : node.prompts) {
            std::string const head = text(prompt.key);
            alone(node, prompt.key, head);
            if (node.kind == Kind::list)
                check_list(node, head);
            else
                check_pages(node, head);
        }
        for (auto const& row : node.rows) alone(node, row.text, row.key + " " + text(row.text));
        if (!node.wrong_text.empty()) alone(node, node.wrong_text, text(node.wrong_text));
        for_each_action(node, [&](Action const& action, bool) { check_notice(node, action); });
    }

  private:
    std::string text(std::string const& key) const {
        return checking_.words.format(key, language_.code, "ussd", widest_);
    }
    std::string where() const { return fmt::format("{} on {}", language_.code, budget_.name); }
    bool fits(std::string const& page) const { return budget_.budget.fits(page); }

    /// A prompt or a row must fit by itself: neither is ever split.
    void alone(Node const& node, std::string const& key, std::string const& line) const {
        if (fits(line)) return;
        auto const measure = coding::measure(line);
        checking_.error(node, 0,
                        fmt::format("`{}` takes {} units in {}, a page has {}; shorten the text or "
                                    "its caps",
                                    key, measure.units, where(),
                                    budget_.budget.of(measure.alphabet)));
    }

    /// One row a digit: the widest of those that may stand there.
    std::map<std::string, Row const*> widest_rows(Node const& node) const {
        std::map<std::string, Row const*> out;
        for (auto const& row : node.rows) {
            Row const*& held = out[row.key];
            if (!held || units(row) > units(*held)) held = &row;
        }
        return out;
    }
    std::size_t units(Row const& row) const { return coding::measure(text(row.text)).units; }

    ChoiceLines choice_lines(Node const& node, std::string const& head) const {
        ChoiceLines out{head, {}, {}};
        auto const rows = widest_rows(node);
        for (auto const& [key, row] : rows) {
            std::string line = key + " " + text(row->text);
            if (key == "0" && row->action.go == "@back" && rows.size() > 1)
                out.back = std::move(line);
            else
                out.rows.push_back(std::move(line));
        }
        return out;
    }

    void check_pages(Node const& node, std::string const& head) const {
        auto const pages = compose_choice(choice_lines(node, head), budget_.budget);
        for (auto const& page : pages)
            if (!fits(page)) return alone(node, node.id, page);
        if (pages.size() > 1)
            checking_.warn(node.file, node.line,
                           fmt::format("{}: needs {} pages in {} at its widest", node.id,
                                       pages.size(), where()));
    }

    void check_list(Node const& node, std::string const& head) const {
        ListLines lines{head, {}, {}, "9 " + text(std::string(keys::more)), {}, true};
        std::string const row = text(node.row_text);
        alone(node, node.row_text, "1 " + row);
        for (int i = 1; i <= node.page_rows; ++i)
            lines.rows.push_back(fmt::format("{} {}", i, row));
        for (auto const& [key, one] : widest_rows(node))
            if (key != "0" && key != "9") lines.extras.push_back(key + " " + text(one->text));
        ListPage const page = compose_list(lines, budget_.budget);
        bool const whole =
            page.shown > 0 && page.text.starts_with(head) &&
            std::all_of(lines.extras.begin(), lines.extras.end(),
                        [&](auto const& e) { return page.text.find(e) != std::string::npos; });
        if (!whole)
            checking_.error(node, 0,
                            fmt::format("question, one row and the keys do not fit one page in {}; "
                                        "shorten `{}` or `{}`",
                                        where(), node.prompts.front().key, node.row_text));
    }

    /// A line above the next screen must leave that screen whole.
    void check_notice(Node const& node, Action const& action) const {
        if (action.notice.empty()) return;
        std::string const notice = text(action.notice);
        alone(node, action.notice, notice);
        Node const* next = checking_.menu.find(action.go);
        if (!next || !next->shows()) return;
        for (auto const& prompt : next->prompts) {
            auto const pages =
                compose_choice(choice_lines(*next, text(prompt.key)), budget_.budget);
            if (!fits(notice + "\n" + pages.front()))
                checking_.warn(
                    node.file, action.line,
                    fmt::format("{}: notice `{}` leaves no room for `{}` in {}; it would "
                                "stand alone",
                                node.id, action.notice, next->id, where()));
        }
    }

    Checking const& checking_;
    Language const& language_;
    NamedBudget const& budget_;
    Values widest_;
};

/// What a translator was told beside the text.
void check_written_budgets(Checking const& checking, Language const& language) {
    Values const widest = widest_values(checking.menu, language.needs_ucs2);
    for (auto const& message : checking.words.messages(language.code)) {
        if (message.budget_units == 0 || message.key.find('@') != std::string::npos) continue;
        auto const measure =
            coding::measure(checking.words.format(message.key, language.code, "ussd", widest));
        if (measure.units > static_cast<std::size_t>(message.budget_units))
            checking.warn(message.file, message.line,
                          fmt::format("`{}` takes {} units at its widest, its budget says {}",
                                      message.key, measure.units, message.budget_units));
    }
}

} // namespace

void check_widths(Checking const& checking) {
    for (auto const& language : checking.words.languages()) {
        check_written_budgets(checking, language);
        for (auto const& budget : checking.budgets) {
            Fitting const fitting(checking, language, budget);
            for (auto const& node : checking.menu.nodes())
                if (node.shows()) fitting.check(node);
        }
    }
}

} // namespace haatline::menus
