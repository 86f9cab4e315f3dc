#include "menus/check/widest.hpp"
#include "menus/compose.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace haatline::menus {
namespace {

/// The screens of one language in one alphabet, filled to the brim.
class Fitting {
  public:
    Fitting(Checking const& checking, Language const& language, Letters letters)
        : checking_(checking), language_(language), letters_(letters),
          widest_(checking.menu, checking.words, language, letters) {}

    /// Adds to `report.widths`. A screen without a place for native letters is proven once.
    void check(Node const& node) {
        Report::Width width{node.id, language_.code, {}, 0, {}};
        for (auto const& prompt : node.prompts) {
            std::string const head = widest_.text(prompt.key);
            auto const whole = coding::measure(whole_screen(node, head));
            if (whole.units > width.units) {
                width.units = whole.units;
                width.alphabet = whole.alphabet;
            }
        }
        bool const again = letters_ == Letters::native && !language_.needs_ucs2;
        if (again && width.alphabet == coding::Alphabet::gsm7) return;
        for (auto const& budget : checking_.budgets) {
            budget_ = &budget;
            width.fits.push_back(fit(node));
        }
        checking_.report.widths.push_back(std::move(width));
    }

  private:
    Report::Width::Fit fit(Node const& node) const {
        Report::Width::Fit out{budget_->name, 1, node.page_rows};
        for (auto const& prompt : node.prompts) {
            std::string const head = widest_.text(prompt.key);
            // A prompt of a Latin language that a name sends to UCS-2 is cut at words; all else
            // must stand whole.
            if (letters_ == Letters::latin || language_.needs_ucs2)
                alone(node, 0, prompt.key, head);
            if (node.kind == Kind::list)
                out.rows = std::min(out.rows, check_list(node, head));
            else
                out.pages = std::max(out.pages, pages_of(node, head));
        }
        if (node.kind != Kind::list) out.rows = 0;
        for (auto const& row : node.rows)
            alone(node, row.action.line, row.text, row.key + " " + widest_.text(row.text));
        if (!node.wrong_text.empty())
            alone(node, 0, node.wrong_text, widest_.text(node.wrong_text));
        for_each_action(node, [&](Action const& action, bool) { check_notice(node, action); });
        return out;
    }

    void blame(Node const& node, int at, std::string const& what,
               std::vector<std::string> keys) const {
        checking_.blame(Finding::Level::error, node.file, at > 0 ? at : node.line,
                        node.id + ": " + what, Finding::Rule::page, language_.code,
                        std::move(keys));
    }

    static std::vector<std::string> texts_of(Node const& node) {
        std::vector<std::string> out;
        for (auto const& [key, line] : keys_of(node)) out.push_back(key);
        return out;
    }

    std::string where() const { return fmt::format("{} on {}", language_.code, budget_->name); }
    bool fits(std::string const& page) const { return budget_->budget.fits(page); }

    /// A prompt or a row must fit by itself: neither is ever split.
    void alone(Node const& node, int at, std::string const& key, std::string const& line) const {
        if (fits(line)) return;
        auto const measure = coding::measure(line);
        blame(node, at,
              fmt::format("`{}` takes {} units in {}, a page has {}; shorten the text or "
                          "its caps",
                          key, measure.units, where(), budget_->budget.of(measure.alphabet)),
              {key});
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
    std::size_t units(Row const& row) const {
        return coding::measure(widest_.text(row.text)).units;
    }

    ChoiceLines choice_lines(Node const& node, std::string const& head) const {
        ChoiceLines out{head, {}, {}};
        auto const rows = widest_rows(node);
        for (auto const& [key, row] : rows) {
            std::string line = key + " " + widest_.text(row->text);
            if (key == "0" && row->action.go == "@back" && rows.size() > 1)
                out.back = std::move(line);
            else
                out.rows.push_back(std::move(line));
        }
        return out;
    }

    ListLines list_lines(Node const& node, std::string const& head) const {
        ListLines out{head, {}, {}, "9 " + widest_.text(node.more_text), {}, true};
        std::string const row = widest_.text(node.row_text);
        for (int i = 1; i <= node.page_rows; ++i) out.rows.push_back(fmt::format("{} {}", i, row));
        for (auto const& [key, one] : widest_rows(node))
            if (key != "0" && key != "9") out.extras.push_back(key + " " + widest_.text(one->text));
        return out;
    }

    /// Everything under each other, were there room.
    std::string whole_screen(Node const& node, std::string const& head) const {
        if (node.kind != Kind::list) {
            auto const lines = choice_lines(node, head);
            return fmt::format("{}\n{}", lines.head, fmt::join(lines.rows, "\n"));
        }
        auto const lines = list_lines(node, head);
        return fmt::format("{}\n{}\n{}\n{}", head, fmt::join(lines.rows, "\n"),
                           fmt::join(lines.extras, "\n"), lines.more);
    }

    int pages_of(Node const& node, std::string const& head) const {
        auto const pages = compose_choice(choice_lines(node, head), budget_->budget);
        for (auto const& page : pages)
            if (!fits(page)) alone(node, 0, node.id, page);
        return static_cast<int>(pages.size());
    }

    /// How many rows one page shows.
    int check_list(Node const& node, std::string const& head) const {
        auto const lines = list_lines(node, head);
        alone(node, 0, node.row_text, lines.rows.front());
        ListPage const page = compose_list(lines, budget_->budget);
        bool const whole =
            page.shown > 0 && page.text.starts_with(head) &&
            std::all_of(lines.extras.begin(), lines.extras.end(),
                        [&](auto const& e) { return page.text.find(e) != std::string::npos; });
        if (!whole && (letters_ == Letters::latin || language_.needs_ucs2))
            blame(node, 0,
                  fmt::format("question, one row and the keys do not fit one page in {}; "
                              "shorten `{}` or `{}`",
                              where(), node.prompts.front().key, node.row_text),
                  texts_of(node));
        return page.shown;
    }

    /// A line above the next screen must leave that screen whole.
    void check_notice(Node const& node, Action const& action) const {
        if (action.notice.empty()) return;
        std::string const notice = widest_.text(action.notice);
        alone(node, action.line, action.notice, notice);
        Node const* next = checking_.menu.find(action.go);
        if (!next || !next->shows()) return;
        for (auto const& prompt : next->prompts) {
            auto const pages =
                compose_choice(choice_lines(*next, widest_.text(prompt.key)), budget_->budget);
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
    Letters letters_;
    Widest widest_;
    NamedBudget const* budget_ = nullptr;
};

/// "hi (2 on 160/60)": where one screen in one language and alphabet needs more pages.
std::string pages_told(Report::Width const& width, bool native_name) {
    std::map<int, std::vector<std::string>> budgets;
    for (auto const& fit : width.fits)
        if (fit.pages > 1) budgets[fit.pages].push_back(fit.budget);
    std::vector<std::string> told;
    for (auto const& [pages, names] : budgets)
        told.push_back(fmt::format("{} on {}", pages, fmt::join(names, " ")));
    if (told.empty()) return {};
    return fmt::format("{}{} ({})", width.language,
                       native_name ? " with a name in native letters" : "", fmt::join(told, ", "));
}

/// One warning a screen: where it does not stand on one page.
void warn_of_pages(Checking const& checking) {
    std::map<std::string, std::vector<std::string>> cases;
    for (auto const& width : checking.report.widths) {
        auto const* language = checking.words.language(width.language);
        bool const native_name =
            language && !language->needs_ucs2 && width.alphabet == coding::Alphabet::ucs2;
        if (auto told = pages_told(width, native_name); !told.empty())
            cases[width.screen].push_back(std::move(told));
    }
    for (auto const& [id, told] : cases)
        if (Node const* node = checking.menu.find(id))
            checking.warn(node->file, node->line,
                          fmt::format("{}: more than one page at its widest: {}; it works, a "
                                      "shorter text saves callers a key",
                                      id, fmt::join(told, ", ")));
}

/// What a translator was told beside the text.
void check_written_budgets(Checking const& checking, Language const& language) {
    Widest const widest(checking.menu, checking.words, language,
                        language.needs_ucs2 ? Letters::native : Letters::latin);
    for (auto const& message : checking.words.messages(language.code)) {
        if (message.budget_units == 0 || message.key.find('@') != std::string::npos) continue;
        auto const measure = coding::measure(widest.text(message.key));
        if (measure.units > static_cast<std::size_t>(message.budget_units))
            checking.blame(Finding::Level::warning, message.file, message.line,
                           fmt::format("`{}` takes {} units at its widest, its budget says {}; "
                                       "shorten it or raise the budget",
                                       message.key, measure.units, message.budget_units),
                           Finding::Rule::budget, language.code, {message.key});
    }
}

} // namespace

void check_widths(Checking const& checking) {
    for (auto const& language : checking.words.languages()) {
        check_written_budgets(checking, language);
        for (auto const letters : letters_of(checking.menu, language)) {
            Fitting fitting(checking, language, letters);
            for (auto const& node : checking.menu.nodes())
                if (node.shows() && !node.by_message) fitting.check(node);
        }
    }
    warn_of_pages(checking);
}

} // namespace haatline::menus
