#include "locales/text/clean.hpp"

#include "locales/text/digits.hpp"
#include "locales/text/graphemes.hpp"
#include "locales/text/utf8.hpp"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <algorithm>

namespace haatline::text {
namespace {

enum class Part : unsigned char { keep, blank, drop };

struct Range {
    char32_t first, last;
    Part part;
};

// What a phone may send that is no letter: white space becomes a blank; what has no look of its own
// but changes the look of its surroundings (bidi overrides and isolates, tags) or is not text at
// all goes. ZWJ and ZWNJ (200C, 200D) stay: they choose between spellings in several Indian
// languages. Sources: UAX #9; Unicode 15 PropList (White_Space).
constexpr Range kRanges[] = {
    {0x0000, 0x0008, Part::drop},  {0x0009, 0x000D, Part::blank},  {0x000E, 0x001F, Part::drop},
    {0x0020, 0x0020, Part::blank}, {0x007F, 0x0084, Part::drop},   {0x0085, 0x0085, Part::blank},
    {0x0086, 0x009F, Part::drop},  {0x00A0, 0x00A0, Part::blank},  {0x00AD, 0x00AD, Part::drop},
    {0x061C, 0x061C, Part::drop},  {0x1680, 0x1680, Part::blank},  {0x180E, 0x180E, Part::drop},
    {0x2000, 0x200A, Part::blank}, {0x200B, 0x200B, Part::drop},   {0x200E, 0x200F, Part::drop},
    {0x2028, 0x2029, Part::blank}, {0x202A, 0x202E, Part::drop},   {0x202F, 0x202F, Part::blank},
    {0x205F, 0x205F, Part::blank}, {0x2060, 0x2064, Part::drop},   {0x2066, 0x206F, Part::drop},
    {0x3000, 0x3000, Part::blank}, {0xFDD0, 0xFDEF, Part::drop},   {0xFEFF, 0xFEFF, Part::drop},
    {0xFFF9, 0xFFFB, Part::drop},  {0xE0000, 0xE007F, Part::drop},
};

Part part_of(char32_t code) {
    if ((code & 0xFFFE) == 0xFFFE)
        return Part::drop; // the last two of every plane are no characters
    auto const* range = std::upper_bound(std::begin(kRanges), std::end(kRanges), code,
                                         [](char32_t c, Range const& r) { return c < r.first; });
    if (range == std::begin(kRanges)) return Part::keep;
    --range;
    return code <= range->last ? range->part : Part::keep;
}

void add_blank(std::string& out) {
    if (!out.empty() && out.back() != ' ') out += ' ';
}

void trim_end(std::string& out) {
    if (!out.empty() && out.back() == ' ') out.pop_back();
}

/// Keeps the longest whole graphemes within `max_bytes`. Marks piled up beyond that on one letter
/// are cut between code points: no writing needs them.
void cut_to_bytes(std::string& text, std::size_t max_bytes) {
    if (text.size() <= max_bytes) return;
    auto const points = cut_points(text);
    auto const above = std::upper_bound(points.begin(), points.end(), max_bytes);
    std::size_t end = above == points.begin() ? 0 : *(above - 1);
    if (end == 0) {
        end = cut_before(text, max_bytes);
    }
    text.resize(end);
}

using Normalise = icu::Normalizer2 const* (*)(UErrorCode&);

std::string normalised(std::string text, Normalise instance) {
    UErrorCode status = U_ZERO_ERROR;
    icu::Normalizer2 const* const normaliser = instance(status);
    icu::StringPiece const piece(text.data(), static_cast<std::int32_t>(text.size()));
    if (U_FAILURE(status) || normaliser->isNormalizedUTF8(piece, status)) return text;
    std::string out;
    icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(text.size()));
    status = U_ZERO_ERROR;
    normaliser->normalizeUTF8(0, piece, sink, nullptr, status);
    return U_SUCCESS(status) ? out : text;
}

std::string case_folded(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    std::string out;
    icu::StringByteSink<std::string> sink(&out, static_cast<std::int32_t>(text.size()));
    icu::StringPiece const piece(text.data(), static_cast<std::int32_t>(text.size()));
    icu::CaseMap::utf8Fold(0, piece, sink, nullptr, status);
    return U_SUCCESS(status) ? out : std::string(text);
}

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool ascii_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

std::string ascii_key(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (char const c : text) {
        char const lower = ascii_lower(c);
        if (ascii_word(lower))
            out += lower;
        else
            add_blank(out);
    }
    trim_end(out);
    return out;
}

constexpr int kNuktaClass = 7; // canonical combining class of every nukta
constexpr char32_t kNonJoiner = 0x200C, kJoiner = 0x200D;

bool left_out_by_people(char32_t code) {
    return code == kNonJoiner || code == kJoiner ||
           u_getCombiningClass(static_cast<UChar32>(code)) == kNuktaClass;
}

bool part_of_a_word(char32_t code) {
    return (U_MASK(u_charType(static_cast<UChar32>(code))) &
            (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}

/// Most of what comes in: nothing to take away, nothing to put in order.
bool is_clean(std::string_view raw) {
    char before = ' ';
    for (char const c : raw) {
        if (c < ' ' || c > '~' || (c == ' ' && before == ' ')) return false;
        before = c;
    }
    return raw.empty() || before != ' ';
}

} // namespace

Result<std::string> clean_input(std::string_view raw, std::size_t max_bytes) {
    if (raw.size() <= max_bytes && is_clean(raw)) return std::string(raw);
    // Nothing behind this can be part of the answer; what lies between pays for blanks and marks
    // that fall away.
    std::size_t const look_at_most = 4 * max_bytes;
    std::string out;
    out.reserve(std::min(raw.size(), look_at_most));
    bool ascii = true;
    for (std::size_t at = 0; at < raw.size();) {
        char32_t const code = next_code_point(raw, at);
        if (code == kIllFormed)
            return fail(Errc::bad_request,
                        "the text is not UTF-8: set the route's gateway to send UTF-8");
        if (out.size() >= look_at_most) continue; // still proves that the rest is UTF-8
        if (code >= 0x80) ascii = false;
        switch (part_of(code)) {
        case Part::keep:
            append(out, code);
            break;
        case Part::blank:
            add_blank(out);
            break;
        case Part::drop:
            break;
        }
    }
    if (!ascii) out = normalised(std::move(out), &icu::Normalizer2::getNFCInstance);
    cut_to_bytes(out, max_bytes);
    trim_end(out);
    return out;
}

std::string composed(std::string_view text) {
    return normalised(std::string(text), &icu::Normalizer2::getNFCInstance);
}

std::string match_key(std::string_view text) {
    if (plain_ascii(text)) return ascii_key(text);

    std::string const decomposed = normalised(case_folded(text), &icu::Normalizer2::getNFDInstance);
    std::string out;
    out.reserve(decomposed.size());
    bool dropped = false;
    for (std::size_t at = 0; at < decomposed.size();) {
        char32_t const code = next_code_point(decomposed, at);
        if (code == kIllFormed)
            add_blank(out);
        else if (part_of(code) == Part::drop || left_out_by_people(code))
            dropped = true;
        else if (part_of_a_word(code))
            append(out, code);
        else
            add_blank(out);
    }
    trim_end(out);
    // Marks that something invisible kept apart stand side by side now, and those have one order.
    if (dropped) out = normalised(std::move(out), &icu::Normalizer2::getNFDInstance);
    return ascii_digits(out);
}

} // namespace haatline::text
