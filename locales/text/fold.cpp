#include "locales/text/fold.hpp"

#include "locales/text/clean.hpp"
#include "locales/text/utf8.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace haatline::text {
namespace {

constexpr char32_t kJoiner = 0x200D, kNonJoiner = 0x200C;
constexpr char32_t kRightToLeftMark = 0x200F;
constexpr char32_t kRupee = 0x20B9, kDanda = 0x0964, kYehHamza = 0x0626;
constexpr std::string_view kVirama = "\u094D", kMalayalamVirama = "\u0D4D";

struct Row {
    char32_t from;
    FoldKind kind;
    std::string_view to;
};

// Sorted by code point.
constexpr std::array kRows{
    Row{0x0060, FoldKind::mark, "'"},     Row{0x00A0, FoldKind::mark, " "},
    Row{0x00D7, FoldKind::mark, "x"},     Row{0x02BC, FoldKind::mark, "'"},
    Row{0x2009, FoldKind::mark, " "},     Row{0x200A, FoldKind::mark, " "},
    Row{0x200B, FoldKind::invisible, ""}, Row{0x200E, FoldKind::invisible, ""},
    Row{0x200F, FoldKind::invisible, ""}, Row{0x2010, FoldKind::mark, "-"},
    Row{0x2011, FoldKind::mark, "-"},     Row{0x2012, FoldKind::mark, "-"},
    Row{0x2013, FoldKind::mark, "-"},     Row{0x2014, FoldKind::mark, "-"},
    Row{0x2015, FoldKind::mark, "-"},     Row{0x2018, FoldKind::mark, "'"},
    Row{0x2019, FoldKind::mark, "'"},     Row{0x201A, FoldKind::mark, "'"},
    Row{0x201C, FoldKind::mark, "\""},    Row{0x201D, FoldKind::mark, "\""},
    Row{0x2022, FoldKind::mark, "*"},     Row{0x2026, FoldKind::mark, "..."},
    Row{0x202F, FoldKind::mark, " "},     Row{0x2032, FoldKind::mark, "'"},
    Row{0x2060, FoldKind::invisible, ""}, Row{0x2212, FoldKind::mark, "-"},
    Row{0xFEFF, FoldKind::invisible, ""},
};
static_assert(std::ranges::is_sorted(kRows, {}, &Row::from));

/// Malayalam letters whose pure consonant has a letter of its own.
struct Chillu {
    char32_t base;
    std::string_view atomic;
};
constexpr std::array kChillus{
    Chillu{0x0D15, "\u0D7F"}, Chillu{0x0D23, "\u0D7A"}, Chillu{0x0D28, "\u0D7B"},
    Chillu{0x0D30, "\u0D7C"}, Chillu{0x0D32, "\u0D7D"}, Chillu{0x0D33, "\u0D7E"},
};

// Octets: Vietnamese takes two accents; more are a jest, and stay.
constexpr std::size_t kAccentsMost = 8;

bool arabic(char32_t code) { return code >= 0x0600 && code <= 0x06FF; }
bool bengali(char32_t code) { return code >= 0x0980 && code <= 0x09FF; }

bool any_arabic(std::string_view text) {
    for (std::size_t at = 0; at < text.size();)
        if (arabic(next_code_point(text, at))) return true;
    return false;
}

/// What one place of the text becomes: how many octets of it, and what stands there then.
struct Step {
    std::size_t octets;
    FoldKind kind;
    std::string_view to;
};

class Folder {
  public:
    Folder(std::string_view text, FoldChoice const& choice)
        : text_(text), choice_(choice), right_to_left_(any_arabic(text)) {}

    Folded fold() {
        Folded out;
        for (std::size_t at = 0; at < text_.size();) {
            std::size_t end = at;
            char32_t const code = next_code_point(text_, end);
            if (auto const step = step_at(at, end, code)) {
                out.text += step->to;
                out.changes.push_back({at, step->octets, step->kind, std::string(step->to)});
                end = at + step->octets;
            } else {
                out.text += text_.substr(at, end - at);
            }
            if (code >= 0x0600 && code < 0x0E00 && code != kDanda) last_letter_ = code;
            at = end;
        }
        return out;
    }

  private:
    std::optional<Step> step_at(std::size_t at, std::size_t end, char32_t code) {
        if (auto const letter = accented(at, end, code)) return letter;
        if (auto const sequence = joined(at, end, code)) return sequence;
        if (code == kRupee && !choice_.rupee.empty())
            return Step{end - at, FoldKind::rupee, choice_.rupee};
        if (code == kDanda && !choice_.danda.empty() && bengali(last_letter_))
            return Step{end - at, FoldKind::danda, choice_.danda};
        if (code == kYehHamza && choice_.urdu_yeh)
            return Step{end - at, FoldKind::yeh, "\u06CC\u0654"};
        if ((code == kJoiner || code == kNonJoiner) && choice_.joiners)
            return Step{end - at, FoldKind::joiner, ""};
        // Among Arabic letters this mark keeps the order of digits.
        if (code == kRightToLeftMark && right_to_left_) return std::nullopt;
        auto const row = std::ranges::lower_bound(kRows, code, {}, &Row::from);
        if (row == kRows.end() || row->from != code) return std::nullopt;
        if (!(row->kind == FoldKind::mark ? choice_.marks : choice_.invisible)) return std::nullopt;
        return Step{end - at, row->kind, row->to};
    }

    /// A letter, a virama and a joiner that have one letter, or a letter without a joiner, that looks
    /// the same.
    std::optional<Step> joined(std::size_t at, std::size_t end, char32_t code) const {
        std::string_view const rest = text_.substr(end);
        if (choice_.eyelash && code == 0x0930 && followed(rest, kVirama))
            return Step{end + 6 - at, FoldKind::eyelash, "\u0931\u094D"};
        if (!choice_.chillu || !followed(rest, kMalayalamVirama)) return std::nullopt;
        auto const chillu = std::ranges::find(kChillus, code, &Chillu::base);
        if (chillu == kChillus.end()) return std::nullopt;
        return Step{end + 6 - at, FoldKind::chillu, chillu->atomic};
    }

    /// A Latin letter and the accents typed behind it, where they have a letter of their own.
    std::optional<Step> accented(std::size_t at, std::size_t end, char32_t code) {
        bool const latin = (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
        if (!choice_.latin || !latin) return std::nullopt;
        constexpr char32_t kFirstAccent = 0x0300, kLastAccent = 0x036F;
        auto const letter = end;
        for (auto next = end; next < text_.size() && end - letter < kAccentsMost; end = next) {
            char32_t const mark = next_code_point(text_, next);
            if (mark < kFirstAccent || mark > kLastAccent) break;
        }
        if (end == letter) return std::nullopt;
        composed_ = composed(text_.substr(at, end - at));
        if (composed_ == text_.substr(at, end - at)) return std::nullopt;
        return Step{end - at, FoldKind::latin, composed_};
    }

    static bool followed(std::string_view rest, std::string_view virama) {
        return rest.starts_with(virama) && rest.substr(virama.size()).starts_with("\u200D");
    }

    std::string_view text_;
    FoldChoice const& choice_;
    bool right_to_left_;
    char32_t last_letter_ = 0;
    std::string composed_; ///< what the step under way becomes
};

} // namespace

FoldChoice fold_all() {
    FoldChoice choice;
    choice.rupee = "Rs.";
    choice.eyelash = choice.joiners = choice.urdu_yeh = true;
    choice.danda = ".";
    return choice;
}

std::string_view name(FoldKind kind) {
    constexpr std::string_view kNames[] = {"mark",   "invisible", "chillu", "rupee", "eyelash",
                                           "joiner", "yeh",       "danda",  "latin"};
    return kNames[static_cast<std::size_t>(kind)];
}

Folded fold(std::string_view text, FoldChoice const& choice) { return Folder(text, choice).fold(); }

} // namespace haatline::text
