#include "menus/check/dear.hpp"

#include "locales/coding/sms_plan.hpp"
#include "menus/check/findings.hpp"
#include "menus/preview.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

namespace haatline::menus {
namespace {

// Sources: reference/encoding.md §1 and §4 (what no table has).
constexpr std::array kDear{
    DearLetters{text::FoldKind::mark, "typographic marks", "write \" ' - ... from the keyboard"},
    DearLetters{text::FoldKind::invisible, "marks that nobody sees", "take them out"},
    DearLetters{text::FoldKind::chillu, "a consonant, virama and joiner that have one letter",
                "write its chillu letter, U+0D7A to U+0D7F"},
    DearLetters{text::FoldKind::rupee, "₹", "write Rs. or the word"},
    DearLetters{text::FoldKind::eyelash, "ra, virama and joiner", "write U+0931 and virama"},
    DearLetters{text::FoldKind::joiner, "zero width joiners",
                "leave them out where a native reader agrees"},
    DearLetters{text::FoldKind::danda, "the danda after Bengali letters",
                "write a full stop where a native reader agrees"},
};

text::FoldChoice only(text::FoldKind kind) {
    auto const all = text::fold_all();
    text::FoldChoice out;
    out.marks = kind == text::FoldKind::mark;
    out.invisible = kind == text::FoldKind::invisible;
    out.chillu = kind == text::FoldKind::chillu;
    out.rupee = kind == text::FoldKind::rupee ? all.rupee : "";
    out.eyelash = kind == text::FoldKind::eyelash;
    // A joiner that belongs to a letter of its own is told as that.
    if (kind == text::FoldKind::joiner) out.joiners = out.chillu = out.eyelash = true;
    out.danda = kind == text::FoldKind::danda ? all.danda : "";
    return out;
}

struct Segments {
    int plain = 0, national = 0;
};

Segments segments_of(std::string_view text) {
    auto const parts = [&](coding::SmsRoute const& route) {
        auto const plan = coding::plan_sms(text, route);
        return plan ? static_cast<int>(plan->parts.size()) : 0;
    };
    return {parts({}), parts(national_route())};
}

/// The texts of one language that hold one kind.
struct Holders {
    MessageInfo const* first = nullptr;
    std::vector<std::string> keys;
    Segments now, cheap;

    void add(MessageInfo const& message, std::string const& text, DearLetters const& dear) {
        if (!first) first = &message;
        keys.push_back(message.key);
        auto const with = segments_of(text), less = segments_of(without(dear, text));
        now.plain += with.plain;
        now.national += with.national;
        cheap.plain += less.plain;
        cheap.national += less.national;
    }
};

void tell(Checking const& checking, Language const& language, DearLetters const& dear,
          Holders const& held) {
    auto const others = held.keys.size() - 1;
    std::string const who = others == 0
                                ? fmt::format("`{}` has", held.first->key)
                                : fmt::format("`{}` and {} other text{} have", held.first->key,
                                              others, others == 1 ? "" : "s");
    checking.blame(
        Finding::Level::warning, held.first->file, held.first->line,
        fmt::format("{} {}, which cheap SMS alphabets lack: as SMS {} segments, {} without; "
                    "with national tables {}, {} without; {}",
                    who, dear.what, held.now.plain, held.cheap.plain, held.now.national,
                    held.cheap.national, dear.remedy),
        Finding::Rule::letters, language.code, held.keys);
}

} // namespace

std::vector<DearLetters> dear_letters(std::string_view text) {
    std::vector<DearLetters> out;
    auto const folded = text::fold(text, text::fold_all());
    for (auto const& dear : kDear)
        if (std::any_of(folded.changes.begin(), folded.changes.end(),
                        [&](auto const& change) { return change.kind == dear.kind; }))
            out.push_back(dear);
    return out;
}

std::string without(DearLetters const& dear, std::string_view text) {
    return text::fold(text, only(dear.kind)).text;
}

void check_dear(Checking const& checking) {
    for (auto const& language : checking.words.languages()) {
        Values const with = example_values(checking.menu, language.code);
        std::map<text::FoldKind, Holders> held;
        for (auto const& message : checking.words.messages(language.code))
            for (auto const& dear : dear_letters(message.text)) {
                auto const at = message.key.rfind('@');
                auto const channel = at == std::string::npos ? "sms" : message.key.substr(at + 1);
                held[dear.kind].add(
                    message,
                    checking.words.format(message.key.substr(0, at), language.code, channel, with),
                    dear);
            }
        for (auto const& dear : kDear)
            if (auto const found = held.find(dear.kind); found != held.end())
                tell(checking, language, dear, found->second);
    }
}

} // namespace haatline::menus
