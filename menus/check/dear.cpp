#include "menus/check/dear.hpp"

#include "locales/coding/sms_plan.hpp"
#include "locales/coding/spelling.hpp"
#include "locales/text/utf8.hpp"
#include "menus/check/findings.hpp"
#include "menus/preview.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
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
    DearLetters{std::nullopt, "signs or letters from elsewhere",
                "write it in letters of the language"},
};

struct Range {
    char32_t first, last;
};
// Blocks of Unicode 15 that South Asia writes in: a language written so cannot do without a letter of
// it, though no table has some. The right-to-left mark keeps the order of digits among Arabic letters.
constexpr std::array kWritings{
    Range{0x0600, 0x08FF},   // Arabic and what was added to it
    Range{0x0900, 0x0DFF},   // Devanagari to Sinhala
    Range{0x0F00, 0x109F},   // Tibetan, Burmese
    Range{0x1C00, 0x1CFF},   // Lepcha, Ol Chiki, Vedic
    Range{0x200F, 0x200F},   // right-to-left mark
    Range{0xA800, 0xABFF},   // Syloti Nagri to Meetei Mayek
    Range{0x11000, 0x11FFF}, // Brahmi and her daughters
};

/// No table has it, and there are other words for it.
bool from_elsewhere(char32_t code) {
    bool const of_ours = std::ranges::any_of(kWritings, [&](Range const& writing) {
        return code >= writing.first && code <= writing.last;
    });
    return !of_ours && coding::tables_with(code, true) == 0;
}

/// What is left when those are taken out that `fold` has no other writing for.
std::string without_elsewhere(std::string_view text) {
    auto const folded = text::fold(text, text::fold_all()).text;
    std::string out;
    for (std::size_t at = 0, end = 0; at < text.size(); at = end) {
        char32_t const code = text::next_code_point(text, end);
        auto const letter = text.substr(at, end - at);
        if (!from_elsewhere(code) || folded.find(letter) == std::string::npos) out += letter;
    }
    return out;
}

text::FoldChoice only(text::FoldKind kind) {
    auto const all = text::fold_all();
    text::FoldChoice out;
    out.marks = kind == text::FoldKind::mark;
    out.invisible = kind == text::FoldKind::invisible;
    out.chillu = kind == text::FoldKind::chillu;
    out.latin = false; // import composes them itself
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

    void add(MessageInfo const& message, std::string const& text, std::string const& cheaper) {
        if (!first) first = &message;
        keys.push_back(message.key);
        auto const with = segments_of(text), less = segments_of(cheaper);
        now.plain += with.plain;
        now.national += with.national;
        cheap.plain += less.plain;
        cheap.national += less.national;
    }
};

/// A text may have room to spare, and nothing is saved until it grows.
std::string compared(int now, int cheap) {
    return now == cheap ? fmt::format("{} segment{} with or without", now, now == 1 ? "" : "s")
                        : fmt::format("{} segments, {} without", now, cheap);
}

void tell(Checking const& checking, Language const& language, DearLetters const& dear,
          Holders const& held) {
    auto const others = held.keys.size() - 1;
    std::string const who = others == 0
                                ? fmt::format("`{}` has", held.first->key)
                                : fmt::format("`{}` and {} other text{} have", held.first->key,
                                              others, others == 1 ? "" : "s");
    checking.blame(
        Finding::Level::warning, held.first->file, held.first->line,
        fmt::format("{} {}, which cheap SMS alphabets lack: as SMS {}; with national tables {}; {}",
                    who, dear.what, compared(held.now.plain, held.cheap.plain),
                    compared(held.now.national, held.cheap.national), dear.remedy),
        Finding::Rule::letters, language.code, held.keys);
}

} // namespace

std::vector<DearLetters> dear_letters(std::string_view text) {
    auto const folded = text::fold(text, text::fold_all());
    auto const stands = [&](DearLetters const& dear) {
        if (!dear.kind) return without_elsewhere(folded.text) != folded.text;
        return std::ranges::any_of(folded.changes,
                                   [&](auto const& change) { return change.kind == dear.kind; });
    };
    std::vector<DearLetters> out;
    std::ranges::copy_if(kDear, std::back_inserter(out), stands);
    return out;
}

std::string without(DearLetters const& dear, std::string_view text) {
    if (dear.kind) return text::fold(text, only(*dear.kind)).text;
    return without_elsewhere(text);
}

void check_dear(Checking const& checking) {
    for (auto const& language : checking.words.languages()) {
        Values const with = example_values(checking.menu, language.code);
        std::map<std::optional<text::FoldKind>, Holders> held;
        for (auto const& message : checking.words.messages(language.code))
            for (auto const& dear : dear_letters(message.text)) {
                auto const at = message.key.rfind('@');
                auto const channel = at == std::string::npos ? "sms" : message.key.substr(at + 1);
                auto const text =
                    checking.words.format(message.key.substr(0, at), language.code, channel, with);
                held[dear.kind].add(message, text, without(dear, text));
            }
        for (auto const& dear : kDear)
            if (auto const found = held.find(dear.kind); found != held.end())
                tell(checking, language, dear, found->second);
    }
}

} // namespace haatline::menus
