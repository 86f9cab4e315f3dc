#include "cluster/tidings.hpp"
#include "menus/check/findings.hpp"
#include "menus/check/widest.hpp"
#include "menus/compose.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace haatline::menus {
namespace {

/// One segment: 160 septets, or 70 UTF-16 units (3GPP TS 23.040 §9.2.3.16).
constexpr coding::PageBudget kSegment{160, 70};

/// The screens of one language, each as the message it is sent as at its widest.
class AsMessages {
  public:
    AsMessages(Checking const& checking, Language const& language)
        : checking_(checking), language_(language),
          widest_(checking.menu, checking.words, language,
                  language.needs_ucs2 ? Letters::native : Letters::latin) {}

    void check(Node const& node) const {
        for (auto const& prompt : node.prompts)
            if (node.kind == Kind::list)
                check_list(node, prompt.key);
            else
                check_pages(node, prompt.key);
    }

    /// What nobody asked for just now: its words have those values and no others, and one segment.
    void check(tidings::Tiding const& tiding) const {
        std::string const key(tiding.words);
        for (auto const& message : checking_.words.messages(language_.code)) {
            if (message.key != key) continue;
            if (auto const names = Catalogue::arguments_of(message.text))
                for (auto const& name : *names)
                    if (!has_name(tiding.with, name))
                        checking_.error(message.file, message.line,
                                        fmt::format("`{}` uses {{{}}}; it is sent with: {}", key,
                                                    name, tiding.with));
            auto const units = coding::measure(text(key)).units;
            if (!kSegment.fits(text(key)))
                checking_.blame(Finding::Level::warning, message.file, message.line,
                                fmt::format("`{}` takes {} units at its widest in {}, more than "
                                            "one segment; a shorter text costs half",
                                            key, units, language_.code),
                                Finding::Rule::page, language_.code, {key});
        }
    }

  private:
    std::string text(std::string const& key) const { return widest_.text(key, sms_channel); }

    void blame(Finding::Level level, Node const& node, std::string const& key, std::size_t units,
               std::string const& what) const {
        checking_.blame(level, node.file, node.line,
                        fmt::format("{}: `{}` as SMS takes {} units in {}, {}", node.id, key, units,
                                    language_.code, what),
                        Finding::Rule::page, language_.code, {key});
    }

    void check_pages(Node const& node, std::string const& key) const {
        ChoiceLines lines{text(key), {}, {}};
        for (auto const& row : node.rows) {
            if (row.key == "0" && row.action.go == "@back") continue;
            lines.rows.push_back(row.key + " " + text(row.text));
            auto const units = coding::measure(lines.rows.back()).units;
            if (!kSegment.fits(lines.rows.back()))
                blame(Finding::Level::error, node, row.text, units,
                      "a row must fit one segment; shorten it");
        }
        auto const head = coding::measure(lines.head);
        if (!two_segments.fits(head))
            return blame(Finding::Level::error, node, key, head.units,
                         "more than two segments; shorten it, or add " + key + "@sms");
        if (node.by_message && !kSegment.fits(head))
            blame(Finding::Level::warning, node, key, head.units,
                  "more than one segment; a shorter text costs half");
    }

    /// The question, one row, and the words that work.
    void check_list(Node const& node, std::string const& key) const {
        ListLines lines{text(key), {"1 " + text(node.row_text)}, {}, {}, {}, true};
        lines.more = text(std::string(keys::reply_or_more));
        if (compose_list(lines, two_segments).shown > 0) return;
        blame(Finding::Level::error, node, key, coding::measure(lines.head).units,
              "with one row more than two segments; shorten it, or add " + key + "@sms");
    }

    Checking const& checking_;
    Language const& language_;
    Widest widest_;
};

} // namespace

void check_messages(Checking const& checking) {
    if (checking.menu.commands().empty()) return;
    for (auto const& language : checking.words.languages()) {
        AsMessages const sent(checking, language);
        for (auto const& node : checking.menu.nodes())
            if (node.shows()) sent.check(node);
        for (auto const& tiding : tidings::all) sent.check(tiding);
    }
}

} // namespace haatline::menus
