#include "locales/text/letters.hpp"

#include "locales/text/utf8.hpp"

#include <unicode/uchar.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>

namespace haatline::text {
namespace {

// The scripts that the 22 languages of the Eighth Schedule are written in.
constexpr std::array kIndian{
    USCRIPT_DEVANAGARI, USCRIPT_BENGALI, USCRIPT_GURMUKHI, USCRIPT_GUJARATI,
    USCRIPT_ORIYA,      USCRIPT_TAMIL,   USCRIPT_TELUGU,   USCRIPT_KANNADA,
    USCRIPT_MALAYALAM,  USCRIPT_ARABIC,  USCRIPT_OL_CHIKI, USCRIPT_MEITEI_MAYEK,
};

LetterKind kind_of(UChar32 code) {
    if (code == 0x200C || code == 0x200D) return LetterKind::joiner;
    auto const mask = U_MASK(u_charType(code));
    if (mask & U_GC_L_MASK) return LetterKind::letter;
    if (mask & U_GC_M_MASK) return LetterKind::mark;
    if (mask & U_GC_ND_MASK) return LetterKind::digit;
    return LetterKind::other;
}

Writing writing_of(UChar32 code) {
    UErrorCode status = U_ZERO_ERROR;
    auto const script = uscript_getScript(code, &status);
    if (U_FAILURE(status)) return Writing::elsewhere;
    if (script == USCRIPT_COMMON || script == USCRIPT_INHERITED) return Writing::common;
    if (script == USCRIPT_LATIN) return Writing::latin;
    return std::find(kIndian.begin(), kIndian.end(), script) != kIndian.end() ? Writing::indian
                                                                              : Writing::elsewhere;
}

} // namespace

Letter letter_of(char32_t code) {
    if (code < 0x80) { // most of what is asked about
        bool const upper = code >= U'A' && code <= U'Z', lower = code >= U'a' && code <= U'z';
        if (upper || lower) return {LetterKind::letter, Writing::latin};
        bool const digit = code >= U'0' && code <= U'9';
        return {digit ? LetterKind::digit : LetterKind::other, Writing::common};
    }
    auto const point = static_cast<UChar32>(code);
    return {kind_of(point), writing_of(point)};
}

std::string without_signs(std::string_view value) {
    constexpr std::u32string_view of_names = U".,&'()-/:;!\"\u2018\u2019\u201C\u201D\u2013\u0964";
    std::string out;
    bool sign = false, blank = false;
    for (std::size_t at = 0; at < value.size();) {
        char32_t const code = next_code_point(value, at);
        auto const kind = letter_of(code).kind;
        if (kind == LetterKind::digit && sign) return std::string(value);
        sign = kind == LetterKind::other && code != U' ';
        if (sign && of_names.find(code) == std::u32string_view::npos) return std::string(value);
        if (kind == LetterKind::other) {
            blank = true;
            continue;
        }
        if (blank && !out.empty()) out += ' ';
        append(out, code);
        blank = false;
    }
    return out;
}

} // namespace haatline::text
